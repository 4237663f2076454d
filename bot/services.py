"""What the parts of the gateway share: built once in `bot.app`, handed to whoever adds routes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.conversation import Conversations
from bot.database import Database
from bot.gate import Gate
from bot.handoff import Desk
from bot.hub import Hub
from bot.limits import RateLimits
from bot.metrics import Metrics
from bot.outbox import Keeper
from bot.rasa import Rasa
from bot.security import ConversationTokens, Csrf
from bot.settings import Settings
from bot.turns import Turns
from bot.uploads import Uploads


@dataclass(frozen=True)
class Services:
    """`now` is the product's clock; `server_key` signs whatever else needs signing (derive a key a purpose)."""

    settings: Settings
    now: Callable[[], datetime]
    server_key: str = field(repr=False)
    database: Database
    rasa: Rasa
    hub: Hub
    gate: Gate
    conversations: Conversations
    turns: Turns
    keeper: Keeper
    tokens: ConversationTokens
    csrf: Csrf
    limits: RateLimits
    uploads: Uploads
    metrics: Metrics
    desk: Desk
