"""Who is there: particulars, a one-time code, a signed link. Nothing here says that there is a debt, or that anybody exists."""

from bot.identity.codes import Codes
from bot.identity.flow import RESEND, Verification
from bot.identity.hashing import Hashes

__all__ = ["RESEND", "Codes", "Hashes", "Verification"]
