"""`python -m bot train`: train only when the data is newer than the model."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click

PROJECT = Path(__file__).resolve().parents[2]


def train_model(models: Path, *, force: bool = False, log: Path | None = None) -> bool:
    """Train into `models`. False when the model was current already.

    Raises `click.ClickException` with Rasa's last lines when training fails; a model that was there stays as it was.
    """
    from bot.launch import model

    if model.is_current(PROJECT, models) and not force:
        return False
    command = [
        sys.executable,
        "-m",
        "rasa",
        "train",
        "--fixed-model-name",
        model.MODEL_NAME,
        "--out",
        str(models.resolve()),
    ]
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}
    output = subprocess.run(  # noqa: S603 - our own command, no shell
        command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if log is not None:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(output.stdout)
    if output.returncode != 0:
        tail = "\n".join(output.stdout.splitlines()[-15:])
        raise click.ClickException(f"Training failed (rasa train, exit {output.returncode}). Its last lines:\n{tail}")
    model.mark_current(PROJECT, models)
    return True


@click.command()
@click.option("--force", is_flag=True, help="Train even if nothing has changed.")
def train(force: bool) -> None:
    """Train the model if the training data is newer than it."""
    from rich.console import Console

    from bot.settings import Settings

    models = Settings.from_environment().models
    console = Console(stderr=True)
    with console.status("Training (up to three minutes) …"):
        trained = train_model(models, force=force)
    console.print("Trained." if trained else "The model is as new as its data; nothing to do (--force trains anyway).")
