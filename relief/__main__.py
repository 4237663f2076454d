"""The command line of the lending core: `python -m relief COMMAND`.

Each command imports what it needs only when it runs, so that `quote` stays quick and free of the database.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.group()
def main() -> None:
    """The lending core of Evenkeel."""


@main.command()
@click.argument("file", default="-", metavar="[FILE.json|-]")
def quote(file: str) -> None:
    """Answer a JSON document of arithmetic cases from FILE, or from standard input.

    Exit status 0 when every case was answered, refusals included; 2 when there is no document to answer.
    """
    from relief.quote.document import NotADocument, answer_text

    try:
        text = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        answer = answer_text(text)
    except OSError as error:
        _stop(f"{file} cannot be read: {error.strerror or type(error).__name__}")
    except NotADocument as error:
        _stop(str(error))
    else:
        click.get_binary_stream("stdout").write(answer)


def _stop(why: str) -> None:
    click.echo(f"relief quote: {why}", err=True)
    sys.exit(2)


if __name__ == "__main__":
    main(prog_name="python -m relief")
