"""A small soak with the real gateway process: errors, lost answers and `kill -9` in the middle. `make soak-telegram` is the large one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from rich.console import Console

from benchmarks.telegram_soak import Gateway, is_good, soak
from tests.bot.conftest import seeded_sqlite  # noqa: F401 - fixture
from tests.bot.standin import StandIn
from tests.telegram.botapi import BotApi

pytestmark = pytest.mark.system


def test_nothing_is_lost_doubled_or_out_of_order_when_the_gateway_is_killed(
    own_telegram: BotApi,
    rasa: StandIn,
    seeded_sqlite: Path,  # noqa: F811
    tmp_path: Path,
) -> None:
    rasa.forget()
    gateway = Gateway(tmp_path / "home", own_telegram, rasa)
    gateway.home.mkdir()
    shutil.copy(seeded_sqlite, gateway.database)
    gateway.start()
    own_telegram.wait_for(lambda: own_telegram.count("getUpdates"), 60, "connecting")
    own_telegram.trouble.share = 0.25
    try:
        report = soak(
            gateway,
            own_telegram,
            chats=8,
            messages=2,
            kills=1,
            patience_s=240,
            within_s=2,
            console=Console(quiet=True),
        )
    finally:
        gateway.stop()
    assert is_good(report), report
    assert report["restart_s"] and sum(own_telegram.trouble.counted.values()) > 0
