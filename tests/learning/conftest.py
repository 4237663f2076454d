"""Lessons are tried through the real actions, over a database of their own."""

from tests.actions.conftest import borrower_with, clock, database, executor, li_wei, stranger

__all__ = ["borrower_with", "clock", "database", "executor", "li_wei", "stranger"]
