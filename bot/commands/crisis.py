"""`python -m bot crisis`: train the learned part of the crisis net, or see what the net says of a line."""

from __future__ import annotations

from pathlib import Path

import click

PROJECT = Path(__file__).resolve().parents[2]
LINES = PROJECT / "data" / "crisis"


@click.group()
def crisis() -> None:
    """How danger to life is heard."""


@crisis.command("train")
def train_net() -> None:
    """Turn the lines in data/crisis/ into bot/nlu/crisis_weights.json."""
    from bot.nlu import crisis_training
    from bot.nlu.crisis_learned import WEIGHTS

    try:
        weights, report = crisis_training.train(LINES, PROJECT / "data" / "nlu")
    except crisis_training.LinesError as error:
        raise click.ClickException(str(error)) from error
    crisis_training.write(PROJECT / "bot" / "nlu" / WEIGHTS, weights)
    click.echo(
        f"Learned from {report['lines']:.0f} lines, {len(weights['weights'])} features. Cross-validated, on lines"
    )
    click.echo("on which the rules were not tuned, rules and learning together (rules alone):")
    for writing, language in (("latin", "English"), ("han", "Chinese")):

        def share(name: str, writing: str = writing) -> str:
            return f"{report[f'{name}_{writing}']:.1%} ({report[f'{name}_{writing}_by_rule']:.1%})"

        click.echo(
            f"  {language}: caught {share('caught')}, of these said openly {share('open')}, veiled {share('veiled')}; alarms on harmless lines in the words "
            f"of danger {share('hard')}, on everyday sentences {share('daily')}; dangers that learning silences {report[f'silenced_{writing}']:.1%}."
        )


@crisis.command("try")
@click.argument("line")
def try_line(line: str) -> None:
    """What the net says of a line."""
    from bot.nlu.crisis import find

    hit = find(line)
    click.echo(f"{hit.kind}: {hit.words}" if hit else "Nothing is heard.")
