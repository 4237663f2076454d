"""`python -m bot tone`: train the learned part of the tone guard, or see what it says of a line."""

from __future__ import annotations

from pathlib import Path

import click

PROJECT = Path(__file__).resolve().parents[2]
DRAFTS = PROJECT / "data" / "tone"


@click.group()
def tone() -> None:
    """What may never be said to a borrower."""


@tone.command("train")
def train_guard() -> None:
    """Turn the drafts in data/tone/ into words/tone_weights.json."""
    from bot.nlu import tone_training
    from words.tone import CLASSES
    from words.tone_learned import WEIGHTS

    try:
        weights, report = tone_training.train(DRAFTS, CLASSES)
    except tone_training.DraftsError as error:
        raise click.ClickException(str(error)) from error
    tone_training.write(PROJECT / "words" / WEIGHTS, weights)
    click.echo(f"Learned from {report['drafts']:.0f} drafts, {len(weights['weights'])} features. Cross-validated:")
    for kind, language in (("latin", "English"), ("han", "Chinese")):
        click.echo(
            f"  {language}: {report[f'caught_{kind}']:.1%} of the forbidden caught, {report[f'allowed_blocked_{kind}']:.1%} of the "
            f"allowed and {report[f'own_blocked_{kind}']:.1%} of our own texts blocked (the signs come on top)."
        )


@tone.command("try")
@click.argument("line")
def try_line(line: str) -> None:
    """What the guard says of a line."""
    from typing import cast

    from bot.nlu.language import detect
    from words.model import Language
    from words.tone import advise

    language = cast(Language, detect(line) or "en")
    objections = advise(line, language)
    for objection in objections:
        click.echo(f"{objection.name} ({objection.words}): {objection.why} {objection.instead}")
    if not objections:
        click.echo("It may be said.")
