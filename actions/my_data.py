"""One's own data, for whoever is verified: what is held and why, a copy, a correction, an erasure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from zoneinfo import available_timezones

from actions import speech
from actions.handover import open_for
from actions.protection_cases import tells
from actions.questions import OpenQuestion
from actions.topic import Ask, Question, Step, Topic
from actions.turn import Turn
from relief import erasure
from relief.cases import add_note
from relief.store.ids import new_id
from relief.store.records import Borrower, Contact
from relief.store.uow import UnitOfWork
from words import my_data as words
from words import protection
from words.model import Language, Message

WISHES = ("copy", "correct", "erase")
RESUME = "/request_privacy"
_WISH = {
    "erase": re.compile(
        r"\b(delet\w*|eras\w*|remov\w*|wipe|get rid|forget (?:me|about me|everything)|right to be forgotten)\b"
        r"|删除|删掉|删了|清除|抹掉|注销|别再?保存|不要保存",
        re.I,
    ),
    "correct": re.compile(
        r"\b(correct(?:ion|ed|ing)?|wrong|incorrect|mistake|rectif\w*|updat\w*|chang\w*|out of date|outdated|fix|misspel\w*)\b"
        r"|更正|改正|修改|更新|更换|改成|改一下|不对|错了|有误|写错|换了",
        re.I,
    ),
    "copy": re.compile(
        r"\b(cop(?:y|ies)|export\w*|download\w*|send me (?:all )?my data|data file|pdf|json)\b|副本|导出|下载|拷贝|复制|发我一份",
        re.I,
    ),
}
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"\+[0-9][0-9 ()\-]{7,18}[0-9]")
_LANGUAGE = {
    "en": re.compile(r"\benglish\b|英文|英语", re.I),
    "zh": re.compile(r"\b(chinese|mandarin)\b|中文|汉语|普通话", re.I),
}
_ABOUT_LANGUAGE = re.compile(r"\blanguage\b|语言", re.I)


def wish_in(turn: Turn) -> str | None:
    """What is wanted: what a button or a resumed turn says, else what the words say."""
    named = str((turn.payload or {}).get("wish") or "")
    if named in WISHES:
        return named
    return next((name for name, pattern in _WISH.items() if not turn.pressed and pattern.search(turn.text)), None)


class ActionRequestPrivacy(Topic):
    """Nothing is shown or changed before it is known who asks; the wish is kept over the verification."""

    intent = "request_privacy"
    picks_up = False

    def answer(self, turn: Turn) -> Iterable[Step]:
        wish = wish_in(turn)
        if turn.borrower is None:
            yield protection.plain(self.intent, turn.language)
            yield speech.verify(RESUME + (f'{{"wish": "{wish}"}}' if wish else ""))
            return
        if wish == "copy":
            yield words.plain("copy", turn.language)
            yield speech.paper("data", turn.borrower.id)
        elif wish == "correct":
            corrected = correct(turn, turn.text)
            if corrected is None:
                yield Ask("data.wrong")
            else:
                yield from corrected
        elif wish == "erase":
            with UnitOfWork(turn.engine, readonly=True) as uow:
                stays = erasure.what_stays(uow, turn.borrower, turn.now)
            yield words.before_erasure(turn.language, stays)
            yield Ask("data.erase")
        else:
            yield words.overview(
                turn.language,
                protection.TEXTS["held_what"].in_language(turn.language),
                protection.TEXTS["held_rights"].in_language(turn.language),
            )


class EraseIt(Question):
    """Bound to the list that was just shown; only a clear yes erases."""

    kind = "data.erase"
    expects = ("yes_no",)
    lasts = dt.timedelta(minutes=15)

    def words(self, question: OpenQuestion, language: Language) -> Message:
        return words.ask_erase(language, question.id)

    def take(self, turn: Turn, question: OpenQuestion, answer: str | None) -> Iterable[Step] | None:
        if turn.borrower is None:
            return [speech.verify(f'{RESUME}{{"wish": "erase"}}')]
        if answer == "no":
            return [words.plain("not_erased", turn.language)]
        if answer != "yes":
            return None
        with UnitOfWork(turn.engine) as uow:
            request = erasure.erase(
                uow,
                turn.borrower.id,
                key=f"{turn.conversation_id}:{turn.message_id}:erasure",
                now=turn.now,
                conversation_id=turn.conversation_id,
                message_id=turn.message_id,
            )
            uow.commit()
        later = bool(request.todo.get("later"))
        return [words.erased(turn.language, later=later), speech.Directive("erase_tracker")]


class WhatIsWrong(Question):
    kind = "data.wrong"
    expects = ("text",)
    lasts = dt.timedelta(hours=1)

    def words(self, question: OpenQuestion, language: Language) -> Message:
        return words.plain("what_wrong", language)

    def hears(self, turn: Turn, question: OpenQuestion) -> Iterable[Step] | None:
        return self.take(turn, question, None) if tells(turn) and wish_in(turn) in (None, "correct") else None

    def take(self, turn: Turn, question: OpenQuestion, answer: str | None) -> Iterable[Step] | None:
        if turn.borrower is None:
            return [speech.verify(f'{RESUME}{{"wish": "correct"}}')]
        corrected = correct(turn, turn.text)
        return corrected if corrected is not None else [Ask("data.right", {"wrong": turn.text[:500]})]


class WhatIsRight(Question):
    kind = "data.right"
    expects = ("text",)
    lasts = dt.timedelta(hours=1)

    def words(self, question: OpenQuestion, language: Language) -> Message:
        return words.plain("what_right", language)

    def hears(self, turn: Turn, question: OpenQuestion) -> Iterable[Step] | None:
        return self.take(turn, question, None) if tells(turn) and wish_in(turn) in (None, "correct") else None

    def take(self, turn: Turn, question: OpenQuestion, answer: str | None) -> Iterable[Step] | None:
        if turn.borrower is None:
            return [speech.verify(f'{RESUME}{{"wish": "correct"}}')]
        wrong = str(question.data.get("wrong") or "")
        corrected = correct(turn, f"{wrong} {turn.text}")
        return corrected if corrected is not None else later(turn, f"{wrong} → {turn.text}")


def correct(turn: Turn, text: str) -> list[Step] | None:
    """Put right what is harmless at once: language, time zone, one more way to reach them. None: the words name no new value."""
    if turn.borrower is None:
        return None
    borrower = turn.borrower
    if contact := _contact(text):
        return _add_contact(turn, borrower, *contact)
    if where := _timezone(text):
        _change(turn, borrower, "timezone", where)
        return [words.zone_changed(turn.language, where)]
    language = next((code for code, pattern in _LANGUAGE.items() if pattern.search(text)), None)
    if language and _ABOUT_LANGUAGE.search(text):
        _change(turn, borrower, "language", language)
        return [speech.language(language), words.plain("corrected_language", "zh" if language == "zh" else "en")]
    return None


def later(turn: Turn, text: str) -> list[Step]:
    """What a person has to look at: a name, a date of birth, figures of the account."""
    case = open_for(turn, "data")
    with UnitOfWork(turn.engine) as uow:
        if not uow.cases.notes(case.id):
            add_note(uow, case.id, author="borrower", text=f"correction: {text}"[:1000], now=turn.now)
        uow.commit()
    return [words.in_case("corrected_later", turn.language, case.number, case.due_on)]


def _add_contact(turn: Turn, borrower: Borrower, kind: str, value: str) -> list[Step]:
    """A new phone or address is kept unconfirmed: no code and no reminder goes there before its owner has confirmed it, so that a
    chat left open is not enough to take an account over."""
    case = open_for(turn, "data")
    with UnitOfWork(turn.engine) as uow:
        if not any(one.kind == kind and one.value == value for one in uow.borrowers.contacts(borrower.id)):
            uow.borrowers.add_contact(Contact(new_id("n"), borrower.id, kind, value, False, None))
            _note(uow, turn, borrower, f"contact.{kind}")
        uow.commit()
    return [words.in_case("corrected_contact", turn.language, case.number, case.due_on)]


def _change(turn: Turn, borrower: Borrower, name: str, value: str) -> None:
    with UnitOfWork(turn.engine) as uow:
        if getattr(borrower, name) != value:
            uow.borrowers.change(borrower.id, **{name: value})
            _note(uow, turn, borrower, name)
        uow.commit()


def _note(uow: UnitOfWork, turn: Turn, borrower: Borrower, what: str) -> None:
    uow.audit.append(actor="borrower", action="data.corrected", subject=borrower.id, data={"what": what}, at=turn.now)


def _contact(text: str) -> tuple[str, str] | None:
    if found := _EMAIL.search(text):
        return "email", found.group().lower()
    if found := _PHONE.search(text):
        return "phone", "+" + re.sub(r"\D", "", found.group())
    return None


def _timezone(text: str) -> str | None:
    """A zone that is named in full, such as Asia/Singapore."""
    named = {word.strip(".,;:，。；：") for word in re.findall(r"[A-Za-z_]+/[A-Za-z_/]+", text)}
    known = {name.casefold(): name for name in available_timezones()} if named else {}
    return next((known[name.casefold()] for name in sorted(named) if name.casefold() in known), None)
