"""Starting and watching: one instance a home, busy ports are named, a child that dies comes back."""

from __future__ import annotations

import socket
import sys
import time
from pathlib import Path

import click
import pytest

from bot.commands.run import only_one
from bot.launch import model
from bot.launch.ports import Port, busy, explain
from bot.launch.processes import Child


def child(tmp_path: Path, *code: str) -> Child:
    return Child("child", [sys.executable, "-c", *code], {}, tmp_path, tmp_path / "logs" / "child.log")


def test_a_second_start_from_the_same_home_is_told_that_one_is_running(tmp_path: Path) -> None:
    with only_one(tmp_path), pytest.raises(click.ClickException, match="already running"), only_one(tmp_path):
        pass
    with only_one(tmp_path):
        pass


def test_a_busy_port_is_named_with_what_needs_it_and_the_variable_that_moves_it() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = Port(taken.getsockname()[1], "the gateway", "EVENKEEL_PORT")
        assert busy([port]) == [port]
        assert str(port.number) in explain(port)
        assert "EVENKEEL_PORT=" in explain(port)
    assert busy([port]) == []


def test_a_child_that_dies_is_started_again_after_a_wait_that_grows(tmp_path: Path) -> None:
    process = child(tmp_path, "raise SystemExit(3)")
    process.start()
    assert process.process is not None
    process.process.wait(10)
    said = process.tend()
    assert said is not None
    assert "exit 3" in said
    assert process.tend() is None, "it waits first"
    time.sleep(0.6)
    assert process.tend() == "child started again."
    assert process.restarts == 1
    assert process.wait_s == 1.0
    process.stop()


def test_a_child_is_stopped_even_if_it_does_not_listen(tmp_path: Path) -> None:
    process = child(tmp_path, "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)")
    process.start()
    time.sleep(0.5)
    process.stop(patience_s=0.3)
    assert not process.alive


def test_a_model_is_old_when_a_sentence_was_added(tmp_path: Path) -> None:
    project, models = tmp_path / "project", tmp_path / "models"
    (project / "data" / "nlu").mkdir(parents=True)
    (project / "bot" / "nlu").mkdir(parents=True)
    for name in ("config.yml", "domain.yml", "data/nlu/account.yml"):
        (project / name).write_text("a: 1\n")
    models.mkdir()
    assert not model.is_current(project, models)
    model.model_file(models).write_bytes(b"")
    model.mark_current(project, models)
    assert model.is_current(project, models)
    (project / "data/nlu/account.yml").write_text("a: 2\n")
    assert not model.is_current(project, models)
