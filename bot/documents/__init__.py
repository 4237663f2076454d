"""Written copies: papers to print (HTML) and to keep (PDF), in the borrower's language, behind an expiring signed link."""

from bot.documents.paper import Facts, Heading, Paper, Points, Table, Text
from bot.documents.papers import Maker, Papers, Ticket
from bot.documents.plan import plan_copy

__all__ = ["Facts", "Heading", "Maker", "Paper", "Papers", "Points", "Table", "Text", "Ticket", "plan_copy"]
