"""`python -m relief approvals`: what waits for a person, and their decision, where there is no console."""

from __future__ import annotations

import os
from datetime import datetime

import click
from sqlalchemy.engine import Engine

from relief import approvals
from relief.approvals import CannotDecide, Waiting
from relief.money import Money
from relief.store.uow import UnitOfWork


@click.group("approvals")
def group() -> None:
    """What waits for a person's yes: list it, approve it, refuse it."""


@group.command("list")
def list_command() -> None:
    """Everything that waits, what runs out first at the beginning. Names are left out."""
    engine, _ = _open()
    with UnitOfWork(engine, readonly=True) as uow:
        waiting = approvals.pending(uow)
    if not waiting:
        click.echo("Nothing waits for a decision.")
    for one in waiting:
        click.echo(_line(one))


@group.command()
@click.argument("approval")
@click.option("--by", "login", required=True, help="The login of whoever decides; their role must be high enough.")
@click.option("--reason", required=True, help="Why, in a few words. It stays in the record.")
def approve(approval: str, login: str, reason: str) -> None:
    """Say yes. Where two people are needed, the second yes counts. Exit status 2 when nothing was changed."""
    _decide("approve", approval, login, reason)


@group.command()
@click.argument("approval")
@click.option("--by", "login", required=True, help="The login of whoever decides.")
@click.option("--reason", required=True, help="Why, in a few words. It stays in the record.")
def refuse(approval: str, login: str, reason: str) -> None:
    """Say no. Exit status 2 when nothing was changed."""
    _decide("refuse", approval, login, reason)


def _decide(what: str, approval: str, login: str, reason: str) -> None:
    engine, now = _open()
    with UnitOfWork(engine) as uow:
        person = uow.staff.by_login(login)
        if person is None or not person.active:
            raise click.ClickException(f"There is no active account {login!r}; see `python -m bot user`.")
        act = approvals.approve if what == "approve" else approvals.refuse
        try:
            done = act(uow, approval, person.id, approvals.strongest(person.roles), reason, now)
        except CannotDecide as error:
            click.echo(f"relief approvals: {error}", err=True)
            raise SystemExit(2) from None
        uow.commit()
    missing = done.people - len(done.votes)
    more = f"; {missing} more must say yes" if done.status == "pending" else ""
    click.echo(f"{done.id} is {done.status}{more}")


def _open() -> tuple[Engine, datetime]:
    from relief.dates import clock_from_environment
    from relief.store.engine import database_url, make_engine

    return make_engine(database_url(os.environ)), clock_from_environment(os.environ).now()


def _line(one: Waiting) -> str:
    total = Money(one.offer.total, one.offer.currency)
    given_up = Money(one.offer.waived.total + one.offer.forgiven.total, one.offer.currency)
    people = f", {one.missing} of {one.approval.people} still to say yes" if one.approval.people > 1 else ""
    return (
        f"{one.approval.id}  {one.case.number}  due {one.case.due_on}  {one.approval.kind} of {one.loan.reference}: "
        f"pays {total.currency} {total.to_decimal_string()}, given up {given_up.to_decimal_string()}; "
        f"needs a {one.approval.role} ({one.approval.why}){people}; stands until {one.approval.expires_on}"
    )
