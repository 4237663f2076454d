"""Configuration says what is wrong with it, and never shows a secret."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError


def test_an_empty_environment_is_enough() -> None:
    settings = Settings.from_environment({})
    assert (settings.port, settings.rasa_port, settings.actions_port) == (8080, 5005, 5055)
    assert settings.home == Path("var") and settings.database_url == "sqlite:///var/evenkeel.db"
    assert settings.models == Path("models") and not settings.demo and settings.rate_limit
    assert settings.public_url == settings.local_url == "http://127.0.0.1:8080"


def test_everything_moves_with_its_home_and_port() -> None:
    settings = Settings.from_environment({"EVENKEEL_HOME": "elsewhere", "EVENKEEL_PORT": "9000"})
    assert settings.database_url == "sqlite:///elsewhere/evenkeel.db"
    assert settings.models == Path("elsewhere/models") and settings.public_url == "http://127.0.0.1:9000"


def test_the_clock_is_read_with_its_offset() -> None:
    settings = Settings.from_environment({"EVENKEEL_NOW": "2026-11-23T10:00:00+08:00"})
    assert settings.now == datetime.fromisoformat("2026-11-23T10:00:00+08:00")


def test_frame_ancestors_are_named_origins() -> None:
    settings = Settings.from_environment({"EVENKEEL_FRAME_ANCESTORS": "https://a.example, https://*.b.example:8443"})
    assert settings.frame_ancestors == ("'self'", "https://a.example", "https://*.b.example:8443")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("EVENKEEL_PORT", "http"),
        ("EVENKEEL_PORT", "0"),
        ("EVENKEEL_PORT", "65536"),
        ("EVENKEEL_RASA_PORT", "-1"),
        ("EVENKEEL_ACTIONS_PORT", "5055.5"),
        ("EVENKEEL_DEMO", "maybe"),
        ("EVENKEEL_NOW", "yesterday"),
        ("EVENKEEL_NOW", "2026-11-23T10:00:00"),
        ("EVENKEEL_RATE_LIMIT", "of"),
        ("EVENKEEL_RATE_LIMIT", "off"),
        ("EVENKEEL_PUBLIC_URL", "help.example.com"),
        ("EVENKEEL_PUBLIC_URL", "ftp://help.example.com"),
        ("EVENKEEL_FRAME_ANCESTORS", "https://a.example/path"),
        ("EVENKEEL_FRAME_ANCESTORS", "*; script-src *"),
        ("EVENKEEL_UPLOAD_LIMIT", "10MB"),
        ("EVENKEEL_FAULT", "asked"),
        ("EVENKEEL_DAILY", "at night"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_its_value(key: str, value: str) -> None:
    with pytest.raises(SettingsError) as raised:
        Settings.from_environment({key: value})
    assert key in str(raised.value) and value.split()[-1].rstrip(";") in str(raised.value)


@pytest.mark.parametrize("step", ["received", "asked", "answered"])
def test_faults_and_no_limits_are_for_the_demo_only(step: str) -> None:
    demo = Settings.from_environment({"EVENKEEL_DEMO": "1", "EVENKEEL_FAULT": step, "EVENKEEL_RATE_LIMIT": "off"})
    assert demo.fault == step and not demo.rate_limit
    with pytest.raises(SettingsError, match="fly"):
        Settings.from_environment({"EVENKEEL_DEMO": "1", "EVENKEEL_FAULT": "fly"})


def test_a_database_that_is_not_supported_is_named_without_its_password() -> None:
    with pytest.raises(SettingsError) as raised:
        Settings.from_environment({"DATABASE_URL": "mysql://me:secret@host/db"})
    assert "mysql" in str(raised.value) and "secret" not in str(raised.value)


def test_secrets_are_not_shown() -> None:
    shown = repr(
        Settings.from_environment({"EVENKEEL_RASA_TOKEN": "hush-1", "DATABASE_URL": "postgresql://me:hush-2@host/db"})
    )
    assert "hush" not in shown
