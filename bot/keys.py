"""Secrets of this installation: made once, kept in `$EVENKEEL_HOME/keys` with mode 600."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


class KeyFileError(RuntimeError):
    """A key file that cannot be trusted or read. The text names the file and what to do."""


def load(directory: Path, name: str = "server.key") -> str:
    """The key called `name`, made on first use. Two processes that start together end up with the same one.

    Raises KeyFileError when others can read the file or it is too short to be a key.
    """
    path = directory / name
    if not path.exists():
        _make(path)
    if path.stat().st_mode & 0o077:
        raise KeyFileError(f"{path} can be read by others. Run: chmod 600 {path}")
    key = path.read_text(encoding="ascii").strip()
    if len(key) < 32:
        raise KeyFileError(
            f"{path} holds {len(key)} characters, which is too short for a key. Delete it to make a new one."
        )
    return key


def _make(path: Path) -> None:
    """Write beside it and link into place: the name never stands for half a key."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(48))
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first: its key counts
    finally:
        draft.unlink()
