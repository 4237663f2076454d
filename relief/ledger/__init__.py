"""What a loan owes on a day, and why: everything is computed from events."""

from relief.ledger.explain import ExplainRow, balance, explain
from relief.ledger.replay import History
from relief.ledger.schedule import agreed_instalments
from relief.ledger.view import LoanView, OpenLine, loan_view

__all__ = ["ExplainRow", "History", "LoanView", "OpenLine", "agreed_instalments", "balance", "explain", "loan_view"]
