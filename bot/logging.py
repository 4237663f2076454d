"""Structured logs: one JSON line an event, personal data masked, no text of a borrower's message."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any, TextIO

import structlog

from bot.privacy import mask

#: Members that hold ids and times of ours: left as they are, so that lines can be joined.
_OURS = frozenset({"timestamp", "level", "event", "conversation", "error_id", "case", "at"})


def mask_values(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The last step before a line is written: every other string in it is masked."""
    for key, value in event.items():
        if key not in _OURS and isinstance(value, str):
            event[key] = mask(value)
    return event


def configure(stream: TextIO | None = None, *, level: int = logging.INFO) -> None:
    """Set up this process's logs: our own lines, and the libraries' warnings in the same form."""
    chain: list[Any] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        mask_values,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
    output = stream or sys.stderr
    structlog.configure(
        processors=chain,
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(output),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(output)
    handler.setFormatter(_Masked())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in ("httpx", "httpcore", "uvicorn.access"):  # they write addresses, and with them tokens
        logging.getLogger(name).setLevel(logging.WARNING)


def fault(error: BaseException) -> dict[str, str]:
    """What a log line may say of an exception: its type and where it came from, not its message, which may quote what
    somebody typed."""
    return {"error": type(error).__name__, "at": _place(error.__traceback__)}


def _place(trace: TracebackType | None) -> str:
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else ""


class _Masked(logging.Formatter):
    """A library's line as one JSON object, without its exception's message: that may quote what somebody typed."""

    def format(self, record: logging.LogRecord) -> str:
        fields: dict[str, Any] = {
            "event": mask(record.getMessage()),
            "logger": record.name,
            "level": record.levelname.lower(),
        }
        if record.exc_info and record.exc_info[0]:
            fields["exception"] = record.exc_info[0].__name__
            fields["at"] = _place(record.exc_info[2])
        rendered = structlog.processors.JSONRenderer(ensure_ascii=False)(None, "", fields)
        return rendered if isinstance(rendered, str) else rendered.decode()
