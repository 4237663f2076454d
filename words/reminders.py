"""What a reminder says: that there is something to read, and how to stop it. Whoever else sees it learns nothing."""

from __future__ import annotations

from words.model import Both, Language

TEXTS: dict[str, Both] = {
    "reminder": Both(
        en="Evenkeel: there is something for you to read in your chat, whenever it suits you: {url}\nTo get no more of these, write "
        "STOP there.",
        zh="【稳渡】聊天里有内容给您看，方便时再打开就好：{url}\n不想再收到，在那里回复“停止”。",
    ),
}


def reminder(language: Language, url: str) -> str:
    """The text of an SMS or a mail; `url` opens the chat and shows nothing before it is known who is there."""
    return TEXTS["reminder"].in_language(language).format(url=url)
