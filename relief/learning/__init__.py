"""Learning: lessons as data with computed figures, a household's month day by day, and what it means for one's own debts. Pure."""
