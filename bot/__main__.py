"""`python -m bot`: the operator's command line. Each command's module is imported only when it is called."""

from __future__ import annotations

from importlib import import_module

import click

#: command → (module, attribute, one line of help)
COMMANDS: dict[str, tuple[str, str, str]] = {
    "run": ("bot.commands.run", "run", "Start and watch everything: Rasa, the action server and the gateway."),
    "serve": ("bot.commands.serve", "serve", "Start the gateway alone."),
    "train": ("bot.commands.train", "train", "Train the model if the training data is newer than it."),
    "portfolio": ("bot.commands.portfolio", "portfolio", "Import and export borrowers, loans and payments."),
    "database": ("bot.commands.database", "database", "Migrate, seed or reset the database."),
    "remind": ("bot.commands.remind", "remind", "Queue reminders of due dates and promised days."),
    "link": ("bot.commands.link", "link", "Make a signed link that proves a borrower to the assistant."),
    "telegram": ("bot.commands.telegram", "telegram", "Disconnect a borrower's Telegram chats."),
    "tone": ("bot.commands.tone", "tone", "Train the tone guard from its drafts, or try a line."),
    "crisis": ("bot.commands.crisis", "crisis", "Train the learned part of the crisis net, or try a line."),
    "user": ("bot.commands.user", "user", "Who may sign in to the console."),
    "lessons": ("bot.commands.lessons", "lessons", "Check the lessons, and count what was learnt."),
    "desk": ("bot.commands.desk", "desk", "What did not get through to the help desk elsewhere; send it again."),
    "audit": ("bot.commands.audit", "audit", "Verify the chain of the audit record."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are needed, so that `--help` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, attribute, _ = COMMANDS[name]
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry[2]) for name, entry in COMMANDS.items()])


@click.group(cls=LazyGroup)
def main() -> None:
    """Evenkeel (稳渡): an assistant for people who are behind on a loan."""


if __name__ == "__main__":
    main()
