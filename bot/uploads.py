"""Files of borrowers: their type is read from their content, and they are kept outside anything that is served."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
from pathlib import Path

from bot.inbound import Upload
from relief.store.ids import new_id

_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"heif"})
_UNSAFE_IN_NAMES = re.compile(r"[\x00-\x1f\x7f-\x9f/\\:*?\"<>|\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")
LONGEST_NAME = 120

EXTENSIONS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/heic": ".heic",
    "application/pdf": ".pdf",
}


class UnsupportedFile(ValueError):
    """A file whose content is none of the types that are taken."""


def type_of(head: bytes) -> str | None:
    """The media type that the first bytes speak of, or None; what the sender calls it does not count."""
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return "image/heic"
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    return None


def shown_name(name: str | None, media_type: str) -> str:
    """A file name that is safe to show and to save under; it ends as its type does."""
    stem = " ".join(_UNSAFE_IN_NAMES.sub(" ", (name or "").replace("\\", "/").rsplit("/", 1)[-1]).split()).strip(" .")
    extension = EXTENSIONS[media_type]
    if stem.lower().endswith((extension, ".jpeg") if extension == ".jpg" else extension):
        stem = stem[: stem.rindex(".")].rstrip(" .")
    return (stem[:LONGEST_NAME] or "file") + extension


class Uploads:
    """One directory; files in it have random names and can be read by the gateway only."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    async def keep(self, content: bytes, name: str | None, *, key: str) -> Upload:
        """Put a file away; the same content under the same key (a message) is one file. Raises UnsupportedFile."""
        media_type = type_of(content[:32])
        if media_type is None:
            raise UnsupportedFile
        return await asyncio.to_thread(self._write, content, shown_name(name, media_type), media_type, key)

    def path(self, upload_path: str) -> Path:
        return self._directory / upload_path

    def _write(self, content: bytes, name: str, media_type: str, key: str) -> Upload:
        digest = hashlib.sha256(content).hexdigest()
        upload_id = "f_" + hashlib.sha256(f"{key}\n{digest}".encode()).hexdigest()[:40]
        self._directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft, path = self._directory / new_id(".draft"), self._directory / upload_id
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
        return Upload(upload_id, name, media_type, len(content), path.name, digest)
