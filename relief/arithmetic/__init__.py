"""Exact arithmetic of loans: one module a family, pure functions over whole minor units and dates.

Amounts are `int` (smallest unit of the currency), rates are `Fraction` (a year, unless a name says
otherwise), days are `datetime.date`. Multiply first, divide last, round once. Nothing here reads a
clock, a file or a policy; what is allowed comes in as an argument. `relief.refusals.Refused` is the only
error meant for callers.
"""
