"""STOP and START, in any wording, and how somebody wants to be reached. What we are told is kept with when, how and in which words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from actions import contact_wishes, speech
from actions.handover import open_for
from actions.questions import OpenQuestion
from actions.topic import Ask, Drop, Question, Step, Topic
from actions.turn import Turn
from relief import contact
from relief.store.uow import UnitOfWork
from words import protection as words
from words.model import Language, Message

CHANNELS = {
    "sms": re.compile(r"\b(text(ing|s| messages?)?|sms)\b|短信|信息", re.I),
    "email": re.compile(r"\be-?mails?\b|邮件|邮箱", re.I),
    "phone": re.compile(r"\b(call(s|ing|ed)?|phone|ring(ing)?)\b|电话|来电|打给我", re.I),
    "telegram": re.compile(r"\btelegram\b", re.I),
}
_START_ALONE = re.compile(r"\W*(?:start|unstop|resume|subscribe|开始|恢复|订阅)\W*", re.I)
_START = re.compile(
    r"^\W*(start|unstop|resume|subscribe)\W*$|\b(start|resume|begin)\b.{0,20}\b(messag|text|writ|remind|contact|email|call)"
    r"|\byou (can|may) (text|message|contact|write|email|call|remind) me again|恢复(接收|发送|提醒|联系|短信|消息|通知)"
    r"|重新(接收|开启|订阅|开始|发)|(可以|能)(再|重新|继续)(给我)?(发|联系|提醒)|^\W*(开始|订阅|恢复)\W*$",
    re.I,
)


_LET_BE = re.compile(
    r"\b(?:stop|quit) (?:bothering|calling|texting|messaging|contacting|writing|chasing|harassing)\b|\bleave me (?:alone|be)\b|"
    r"(?:别|不要|不许|停止)(?:再)?(?:来)?(?:找|烦|打给|打电话|发|联系|骚扰|催)我?|少来烦我",
    re.I,
)


def asks_to_be_let_be(text: str) -> bool:
    """A wish for no contact inside words that are about something else: "stop bothering me, i won't pay"."""
    return _LET_BE.search(text) is not None


def channels_in(text: str) -> list[str]:
    return [name for name, pattern in CHANNELS.items() if pattern.search(text)]


class ActionStopContact(Topic):
    """That channel, or all, at once; one neutral confirmation. START opens again. For a stranger a person finds the contact."""

    intent = "stop_contact"
    picks_up = False

    def answer(self, turn: Turn) -> Iterable[Step]:
        yield Drop()
        if _START.search(turn.text):
            yield from start(turn)
            return
        named = channels_in(turn.text)
        who = known_here(turn)
        if who is None:
            open_for(turn, "wrong_person")
        channel = named[0] if len(named) == 1 and not re.search(r"\ball\b|全部|所有|都", turn.text, re.I) else "all"
        with UnitOfWork(turn.engine) as uow:
            if who is not None:
                contact.opt_out(uow, who, channel, turn.now)
            contact.consented(
                uow, who, turn.conversation_id, channel, turn.text, turn.language, turn.now, granted=False
            )
            uow.commit()
        if channel == "all":
            yield words.plain(self.intent, turn.language)
        else:
            yield words.paragraphs(turn.language, "stopped_channel", channel=words.TEXTS[f"channel_{channel}"])


class ActionSetContactPreference(Topic):
    intent = "set_contact_preference"
    needs_identity = True
    picks_up = False

    def answer(self, turn: Turn) -> Iterable[Step]:
        if _START.search(turn.text):
            yield from start(turn)
        elif wish := keep_wish(turn):
            yield kept(turn, wish)
        else:
            yield Ask("contact.when")


class WhenAndHow(Question):
    kind = "contact.when"
    expects = ("text", "date")

    def words(self, question: OpenQuestion, language: Language) -> Message:
        return words.plain("when", language)

    def take(self, turn: Turn, question: OpenQuestion, answer: str | None) -> Iterable[Step] | None:
        if turn.borrower is None:
            return [speech.verify("/set_contact_preference")]
        wish = keep_wish(turn)
        return [kept(turn, wish)] if wish else None


def kept(turn: Turn, wish: contact_wishes.Wish) -> Message:
    return words.wish_kept(turn.language, opens=wish.opens, closes=wish.closes, days=wish.days, channel=wish.channel)


def start_word(turn: Turn) -> Iterable[Step] | None:
    """START and nothing else opens again what was stopped; None for everybody who has stopped nothing."""
    if _START_ALONE.fullmatch(turn.text) is None:
        return None
    who = known_here(turn)
    with UnitOfWork(turn.engine, readonly=True) as uow:
        wish = uow.contacts_log.preference(who) if who else None
    return start(turn) if wish is not None and wish.opted_out else None


def start(turn: Turn) -> Iterable[Step]:
    """Open what was stopped. Only for the borrower: nobody else may have them written to."""
    if turn.borrower is None:
        yield speech.verify("/set_contact_preference")
        return
    with UnitOfWork(turn.engine) as uow:
        contact.opt_in(uow, turn.borrower.id, channels_in(turn.text), turn.now)
        contact.consented(
            uow, turn.borrower.id, turn.conversation_id, "all", turn.text, turn.language, turn.now, granted=True
        )
        uow.commit()
    yield words.plain("started", turn.language)


def keep_wish(turn: Turn) -> contact_wishes.Wish | None:
    """Keep the hours, the days and the channel that were said; None when nothing of the kind was."""
    wish = contact_wishes.read(turn.text, channels_in(turn.text))
    if turn.borrower is None or not wish:
        return None
    with UnitOfWork(turn.engine) as uow:
        old = contact.preference_of(uow, turn.borrower.id, turn.now)
        new = replace(
            old,
            window_from=wish.opens or old.window_from,
            window_to=wish.closes or old.window_to,
            preferred_channel=wish.channel or old.preferred_channel,
            days=list(wish.days) if wish.days else old.days,
            updated_at=turn.now,
        )
        uow.contacts_log.set_preference(new)
        contact.consented(
            uow, turn.borrower.id, turn.conversation_id, "preference", turn.text, turn.language, turn.now, granted=True
        )
        uow.audit.append(
            actor="borrower", action="contact.preferred", subject=turn.borrower.id, data=wish.to_json(), at=turn.now
        )
        uow.commit()
    return wish


def known_here(turn: Turn) -> str | None:
    """Whose wish it is: the verified borrower's, or theirs whose channel this is. It only ever protects."""
    if turn.borrower is not None:
        return turn.borrower.id
    with UnitOfWork(turn.engine, readonly=True) as uow:
        conversation = uow.conversations.get(turn.conversation_id)
    return conversation.bound_borrower_id if conversation else None
