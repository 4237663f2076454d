"""`python -m bot user`: who may sign in to the console."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import click

from relief.dates import clock_from_environment
from relief.store.engine import database_url, make_engine
from relief.store.migrate import migrate
from relief.store.records import Staff
from relief.store.uow import UnitOfWork


@click.group()
def user() -> None:
    """Accounts of collectors, supervisors, trainers, policy makers and administrators."""


@user.command()
@click.argument("login")
@click.option("--name", required=True, help="The name that colleagues and borrowers see.")
@click.option(
    "--role", "roles", multiple=True, required=True, help="May be given several times: collector, supervisor, …"
)
@click.option(
    "--language", "languages", multiple=True, default=("en",), show_default=True, help="en, zh; several times."
)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking.")
def add(login: str, name: str, roles: tuple[str, ...], languages: tuple[str, ...], password_stdin: bool) -> None:
    """Make an account."""
    from bot.console.accounts import UnusableAccount, add_staff

    password = _password(password_stdin)
    with _work() as (uow, now):
        try:
            staff = add_staff(
                uow, login=login, name=name, password=password, roles=roles, languages=languages, now=now
            )  # fmt: skip
        except UnusableAccount as error:
            raise click.ClickException(str(error)) from None
    click.echo(f"{staff.login} may sign in as {', '.join(staff.roles)}.")


@user.command("list")
def list_() -> None:
    """Who there is."""
    with _work() as (uow, _):
        for one in uow.staff.all():
            state = "" if one.active else "  (switched off)"
            click.echo(f"{one.login:24} {one.name:24} {', '.join(one.roles)}{state}")


@user.command()
@click.argument("login")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking.")
def password(login: str, password_stdin: bool) -> None:
    """Give an account a new password. Its sessions end."""
    from bot.console.accounts import UnusableAccount, change_password

    new = _password(password_stdin)
    with _work() as (uow, now):
        try:
            change_password(uow, _known(uow, login), new, now)
        except UnusableAccount as error:
            raise click.ClickException(str(error)) from None
    click.echo(f"{login} has a new password; whoever was signed in with it no longer is.")


@user.command()
@click.argument("login")
def off(login: str) -> None:
    """Switch an account off. Its sessions end at once; what it did stays in the record."""
    _switch(login, False)
    click.echo(f"{login} can no longer sign in.")


@user.command()
@click.argument("login")
def on(login: str) -> None:
    """Switch an account on again."""
    _switch(login, True)
    click.echo(f"{login} can sign in again.")


def _switch(login: str, active: bool) -> None:
    from bot.console.accounts import switch

    with _work() as (uow, now):
        switch(uow, _known(uow, login), active, now)


def _known(uow: UnitOfWork, login: str) -> Staff:
    staff = uow.staff.by_login(login.strip().lower())
    if staff is None:
        raise click.ClickException(f"Nobody has the login {login!r}; `python -m bot user list` shows who there is.")
    return staff


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


@contextmanager
def _work() -> Iterator[tuple[UnitOfWork, datetime]]:
    """One transaction on the configured database, kept when nothing was raised."""
    engine = make_engine(database_url(os.environ))
    try:
        migrate(engine)
        with UnitOfWork(engine) as uow:
            yield uow, clock_from_environment(os.environ).now()
            uow.commit()
    finally:
        engine.dispose()
