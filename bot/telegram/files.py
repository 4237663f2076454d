"""The content of a file that a line names, for sending it as a document: what a borrower has sent, or a paper that is made anew."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.documents import Paper, Papers
from bot.services import Services
from relief.store.records import Conversation
from relief.store.uow import UnitOfWork
from words.model import as_language

Files = Callable[[Conversation, Mapping[str, Any]], Awaitable[tuple[str, bytes] | None]]


def files_of(services: Services, papers: Papers | None) -> Files:
    """Name and content of a file, or None when there is no such file for this conversation. It raises DatabaseUnavailable."""

    async def find(conversation: Conversation, file: Mapping[str, Any]) -> tuple[str, bytes] | None:
        place, _, token = str(file.get("url", "")).rpartition("/")
        if place.endswith("/papers"):
            paper = await services.database.read(lambda uow: _paper(uow, conversation, token))
            return None if paper is None else (str(file["name"]), await asyncio.to_thread(paper.pdf))
        upload = await services.database.read(lambda uow: uow.uploads.get(token))
        if upload is None or upload.conversation_id != conversation.id:
            return None
        path = services.uploads.path(upload.path)
        return (upload.name, await asyncio.to_thread(path.read_bytes)) if path.is_file() else None

    def _paper(uow: UnitOfWork, conversation: Conversation, token: str) -> Paper | None:
        now = services.now()
        ticket = papers.read(token, now) if papers else None
        if papers is None or ticket is None or conversation.verified_as(now) != ticket.borrower_id:
            return None
        return papers.make(uow, ticket, as_language(conversation.language), now)

    return find
