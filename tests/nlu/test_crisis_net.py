"""The net that does not learn: what it catches, what it leaves, and that its data stays readable."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.nlu import crisis
from bot.nlu.crisis_rules import Grammar, units

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


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("want to <dy>", "crisis rules \\(en\\): rule 'want to <dy>' names <dy>, which is no concept"),
        ("want (to die", "crisis rules \\(en\\): rule 'want \\(to die' cannot be read at '\\(to'"),
        ("~ perhaps?", "crisis rules \\(en\\): rule '~ perhaps\\?' says nothing"),
    ],
)
def test_a_rule_that_cannot_be_read_is_named(rule: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Grammar("en", {"die": ["die", "perish"]}, {"suicide": [rule]})


def _fits(rule: str, text: str, language: str = "en") -> bool:
    concepts = {
        "want": ["want to", "going to"],
        "die": ["die", "end it all"],
        "no": ["not", "never"],
        "死": ["死", "断气"],
    }
    return any(Grammar(language, concepts, {"suicide": [rule]}).search(units(text)))


@pytest.mark.parametrize(
    ("rule", "fits", "fits_not"),
    [
        ("<want> <die>", "i'm going to end it all", "i'm going to slowly die"),
        ("<want> ~ <die>", "going to a b c die", "going to a b c d die"),
        ("<want> ~~ <die>", "want to a b c d e f g h die", "want to a. die"),
        ("<want> ... die", "i want to. i will die", "die first and want to"),
        ("<want> bravely? die", "want to bravely die", "want to shyly die"),
        ("<die> !phone", "die today", "die on my phone"),
        ("<no>! <die>", "die", "i will never ever die"),
        ("<no>! <die>", "not you. die", "do not die"),
        ("i will|shall <die>", "i'll die", "i won't die"),
        ("as_well <die>", "might as well die", "well, die"),
    ],
)
def test_a_part_of_a_rule_means_what_it_says(rule: str, fits: str, fits_not: str) -> None:
    assert _fits(rule, fits)
    assert not _fits(rule, fits_not)


def test_in_chinese_a_unit_is_one_character() -> None:
    assert _fits("想 ~ <死>", "我想一二三四死", "zh")
    assert not _fits("想 ~ <死>", "我想一二三四五死", "zh")


def test_the_plain_modules_bring_neither_rasa_nor_spacy() -> None:
    code = (
        "import sys, bot.nlu.crisis, bot.nlu.crisis_rules, bot.nlu.language, bot.nlu.masking, "
        "bot.nlu.entities, bot.nlu.answers, bot.nlu.memory; "
        "sys.exit(any(m in sys.modules for m in ('rasa','spacy','tensorflow','sklearn')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
