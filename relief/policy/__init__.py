"""Deciding what relief is possible: dated parameters in, offers and refusals with their reasons out.

Pure apart from `packs.load`, which reads the YAML packs once. Nothing here reads a clock, a database or Rasa; money is
whole minor units, days are the borrower's own. `engine.decide` is the way in, `model` and `outcome` hold the types.
"""
