"""What the people's work came to: times against what was promised, what came of it, and whom it served how well."""
