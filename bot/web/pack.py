"""The widget's files as they are served: modules joined into one script, comments and spaces left out, hashed, compressed.

The sources are ordinary modules that run as they stand; this only makes them small, once, when the gateway starts. It
knows as much of JavaScript as it needs to: strings, comments and regular expressions are kept apart, nothing is renamed.
Templates with `${…}` and loops with an empty body are not used in the sources.
"""

from __future__ import annotations

import re
from pathlib import Path

_IMPORT = re.compile(r'^import\s[^;]*?from\s+"\./([\w-]+\.js)";[ \t]*$', re.M)
_EXPORT = re.compile(r"^export\s+", re.M)
_TOP_LEVEL = re.compile(r"^(?:async )?(?:const|let|function|class)\s+(\w+)", re.M)
_TOKEN = re.compile(
    r"""
    (?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
    |(?P<comment>/\*.*?\*/|//[^\n]*)
    |(?P<regex>(?<=[(=,:!&|\[])\s*/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/[a-z]*)
    |(?P<word>[\w$]+)
    |(?P<space>\s+)
    |(?P<sign>.)
    """,
    re.X | re.S,
)
_WORD = re.compile(r"[\w$]")


def script(source: str) -> str:
    """JavaScript without comments and without the spaces that it does not need. Raises ValueError for a template."""
    out: list[str] = []
    gap = False
    for token in _TOKEN.finditer(source):
        kind, text = token.lastgroup, token.group().strip() if token.lastgroup == "regex" else token.group()
        if kind in ("comment", "space"):
            gap = True
            continue
        if kind == "sign" and text == "`":
            raise ValueError("template strings are not understood here; join strings with +")
        if out and gap and _needs_space(out[-1][-1], text[0]):
            out.append(" ")
        if out and out[-1] + text in (",)", ",]", ",}", ";}"):
            out.pop()
        gap = False
        out.append(text)
    return "".join(out)


def _needs_space(before: str, after: str) -> bool:
    return bool(_WORD.match(before) and _WORD.match(after)) or (before == after and before in "+-")


def style(source: str) -> str:
    """A style sheet without comments, line breaks and the spaces around its punctuation."""
    text = re.sub(r"/\*.*?\*/", "", source, flags=re.S)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r";}", "}", re.sub(r"\s*([{};,>])\s*|(?<=:)\s+", r"\1", text)).strip()


def bundle(folder: Path, entry: str) -> str:
    """`entry` and every module that it imports, each after those it needs, as one script.

    Raises ValueError when two modules have the same name at their top level: joined, one would hide the other.
    """
    order: list[str] = []

    def visit(name: str) -> None:
        if name in order:
            return
        for needed in _IMPORT.findall((folder / name).read_text(encoding="utf-8")):
            visit(needed)
        order.append(name)

    visit(entry)
    parts, owners = [], dict[str, str]()
    for name in order:
        source = _EXPORT.sub("", _IMPORT.sub("", (folder / name).read_text(encoding="utf-8")))
        for top in _TOP_LEVEL.findall(source):
            if top in owners:
                raise ValueError(f"{top!r} stands in {owners[top]} and in {name}; rename one")
            owners[top] = name
        parts.append(script(source))
    return "\n".join(parts)
