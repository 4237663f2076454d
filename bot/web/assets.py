"""Static files: read and made small once, then served from memory with the caching that fits their address."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from bot.web import pack

STATIC = Path(__file__).with_name("static")

UNCHANGING = "public, max-age=31536000, immutable"
"""For an address that holds the version: its content never changes."""
SHORT = "public, max-age=300"
"""For `/widget.js`, whose address stands on the lenders' pages: a release reaches them within five minutes."""
ASK_EACH_TIME = "no-cache"

_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True)
class Asset:
    """One file as it is sent."""

    body: bytes
    packed: bytes
    media_type: str
    etag: str

    @classmethod
    def of(cls, name: str, text: str) -> Asset:
        body = text.encode()
        return cls(
            body,
            gzip.compress(body, 9, mtime=0),
            _TYPES[Path(name).suffix],
            f'"{hashlib.sha256(body).hexdigest()[:20]}"',
        )

    def response(self, request: Request, caching: str) -> Response:
        """The file, or 304 when the browser has it. Other sites may load it: that is what a widget is for."""
        headers = {
            "Cache-Control": caching,
            "ETag": self.etag,
            "Vary": "Accept-Encoding",
            "Access-Control-Allow-Origin": "*",
            "Cross-Origin-Resource-Policy": "cross-origin",
            "X-Content-Type-Options": "nosniff",
        }
        known = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
        if self.etag in known:
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return Response(self.packed, media_type=self.media_type, headers=headers)
        return Response(self.body, media_type=self.media_type, headers=headers)


@dataclass(frozen=True)
class Assets:
    """All static files by name, and the version that their content makes."""

    version: str
    files: Mapping[str, Asset]
    launcher: Asset

    def url(self, name: str) -> str:
        """The address of a file for one of our own templates."""
        if name not in self.files:
            raise KeyError(f"there is no static file {name!r}; there are {', '.join(sorted(self.files))}")
        return f"/static/{self.version}/{name}"


def load(folder: Path = STATIC) -> Assets:
    """Reads the folder. The launcher is told the version, so that all it loads later comes from the same release."""
    texts = {"chat.js": pack.bundle(folder / "chat", "main.js")}
    for path in sorted(folder.iterdir()):
        if path.suffix == ".css":
            texts[path.name] = pack.style(path.read_text(encoding="utf-8"))
        elif path.suffix == ".svg" or (path.suffix == ".js" and path.name != "widget.js"):
            texts[path.name] = path.read_text(encoding="utf-8")
    version = hashlib.sha256(json.dumps(texts, sort_keys=True).encode()).hexdigest()[:12]
    launcher = pack.script((folder / "widget.js").read_text(encoding="utf-8"))
    if '"static/"' not in launcher:
        raise ValueError('widget.js no longer names "static/"; the version cannot be put in')
    return Assets(
        version=version,
        files={name: Asset.of(name, text) for name, text in texts.items()},
        launcher=Asset.of("widget.js", launcher.replace('"static/"', json.dumps(f"static/{version}/"))),
    )
