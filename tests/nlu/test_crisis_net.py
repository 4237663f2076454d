"""The net that does not learn: what it catches, what it leaves, and that its data stays readable."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.nlu import crisis

CAUGHT = """I want to die
i cant go on anymore
im going to kill myself
K I L L myself
there is no reason to live
I dont want to be here anymore
my kids would be better off without me
you will find my body
thinking about ending it all
we buried him and now i want to end my life
想死
不想活了
唔想活了
活着没意思
我真的绝望了
想跳楼
一了百了算了
你们要逼死我
自 杀
我不想活了，please help""".splitlines()

LEFT = """笑死我了
dying to know my balance
the interest is killing me
my phone died
my father died last week
if I die who pays the loan
打死也不还
系统崩溃了
跳楼价甩卖
can't go on paying this much
活期利息多少
生活费不够
I want to end my plan
结束分期
take my name off
受不了这么高的利息
cut me some slack
the borrower passed away
how much do I owe
我还有多少没还""".splitlines()


@pytest.mark.parametrize("message", CAUGHT)
def test_a_cry_for_help_is_caught(message: str) -> None:
    assert crisis.find(message) is not None


@pytest.mark.parametrize("message", LEFT)
def test_a_figure_of_speech_or_another_matter_is_left_alone(message: str) -> None:
    assert crisis.find(message) is None


def test_the_gravest_sign_is_named_first() -> None:
    hit = crisis.find("i'm having a panic attack, i can't go on, i want to kill myself")
    assert hit is not None and hit.kind == "suicide" and hit.language == "en"


def test_an_entry_that_is_no_expression_is_named() -> None:
    with pytest.raises(ValueError, match=r"crisis_phrases.yml: en entry '\(broken' is no regular expression"):
        crisis._compile(["(broken"], "en")


def test_the_plain_modules_bring_neither_rasa_nor_spacy() -> None:
    code = (
        "import sys, bot.nlu.crisis, bot.nlu.language, bot.nlu.masking, "
        "bot.nlu.entities, bot.nlu.answers, bot.nlu.memory; "
        "sys.exit(any(m in sys.modules for m in ('rasa','spacy','tensorflow','sklearn')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
