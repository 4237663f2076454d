"""`python -m bot lessons`: check what a lesson editor wrote, and count what was learnt."""

from __future__ import annotations

import os
import sys

import click


@click.group()
def lessons() -> None:
    """The lessons in `lessons/`."""


@lessons.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False))
def check(folder: str | None) -> None:
    """Say of every problem which file, which line, what is wrong and what to do; exit 1 when there is one."""
    from pathlib import Path

    from relief.dates import clock_from_environment, local_date
    from relief.learning import guides
    from relief.learning.loading import LESSONS, load, problems
    from relief.policy.yaml_lines import PackError
    from relief.protection_rules import packs
    from words.lessons import objects

    where = Path(folder) if folder else LESSONS
    today = local_date(clock_from_environment(os.environ).now(), "UTC")
    found = problems(packs(), today, objects, where)
    try:
        guides.guides()
    except PackError as error:
        found.append(error)
    for problem in found:
        click.echo(f"{problem.file}, line {problem.line}: {problem.what} {problem.do}")
    if found:
        click.echo(f"{len(found)} to mend.")
        sys.exit(1)
    for lesson in load(packs(), today, objects, where).lessons:
        facts = list(lesson.facts.values())
        open_facts = sum(not fact.verified for fact in facts)
        click.echo(
            f"{lesson.id}: about {lesson.minutes} minutes, {len(lesson.steps)} steps, {len(lesson.items)} questions, "
            f"{len(lesson.examples)} computed examples, {len(facts)} facts with a source ({open_facts} not yet verified)"
        )


@lessons.command()
def report() -> None:
    """How many began and finished each lesson, and answered right before and after it. Counts only, no names."""
    from bot.settings import Settings, SettingsError
    from relief.learning.counting import count
    from relief.store.engine import make_engine
    from relief.store.uow import UnitOfWork

    try:
        settings = Settings.from_environment()
    except SettingsError as error:
        raise click.ClickException(str(error)) from None
    engine = make_engine(settings.database_url)
    try:
        with UnitOfWork(engine, readonly=True) as uow:
            rows = count(uow.lesson_progress.counts(), uow.lesson_answers.first_counts(), uow.lesson_offers.counts())
    finally:
        engine.dispose()
    if not rows:
        click.echo("No lesson has been begun or offered yet.")
    for row in rows:
        click.echo(str(row))
