"""The entries of the console's navigation. A page that is added names itself here."""

from __future__ import annotations

from dataclasses import dataclass

DESK = ("collector", "supervisor")


@dataclass(frozen=True)
class Entry:
    """`key` names the label in `bot.console.texts` as `nav_<key>`; without roles everybody sees it."""

    key: str
    path: str
    roles: tuple[str, ...] = ()


NAVIGATION: tuple[Entry, ...] = (
    Entry("queue", "/console/queue", DESK),
    Entry("cases", "/console/cases", DESK),
    Entry("search", "/console/search", DESK),
    Entry("approvals", "/console/approvals", DESK),
    Entry("canned", "/console/canned", DESK),
    Entry("practice", "/console/practice"),
    Entry("team", "/console/team", ("supervisor",)),
    Entry("tried", "/console/tried", ("supervisor",)),
    Entry("help_desk", "/console/help-desk", ("supervisor", "admin")),
    Entry("audit", "/console/audit", ("supervisor", "admin")),
)
