"""The people who work at the demo lender. All invented; their logins open nothing outside the demo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.engine import Engine

from bot.console.accounts import DEMO_PREFIX, add_staff
from relief.store.uow import UnitOfWork


@dataclass(frozen=True)
class DemoLogin:
    login: str
    password: str
    name: str
    roles: tuple[str, ...]
    languages: tuple[str, ...]


LOGINS = (
    DemoLogin(f"{DEMO_PREFIX}mei", "steady-harbour-mei", "陈梅 (Mei Chen)", ("collector",), ("en", "zh")),
    DemoLogin(f"{DEMO_PREFIX}tom", "steady-harbour-tom", "Tom Baker", ("collector",), ("en",)),
    DemoLogin(f"{DEMO_PREFIX}sara", "steady-harbour-sara", "Sara Okafor", ("supervisor", "collector"), ("en", "zh")),
    DemoLogin(f"{DEMO_PREFIX}lin", "steady-harbour-lin", "林悦 (Yue Lin)", ("trainer",), ("en", "zh")),
    DemoLogin(f"{DEMO_PREFIX}wei", "steady-harbour-wei", "Wei Novak", ("policy",), ("en", "zh")),
    DemoLogin(f"{DEMO_PREFIX}admin", "steady-harbour-admin", "Alex Admin", ("admin",), ("en",)),
)


def seed_staff(engine: Engine, now: datetime) -> int:
    """Make the demo's accounts that are not there yet; how many were new."""
    new = 0
    with UnitOfWork(engine) as uow:
        for one in LOGINS:
            if uow.staff.by_login(one.login) is None:
                add_staff(
                    uow, login=one.login, name=one.name, password=one.password, roles=one.roles,
                    languages=one.languages, now=now, actor="demo",
                )  # fmt: skip
                new += 1
        uow.commit()
    return new
