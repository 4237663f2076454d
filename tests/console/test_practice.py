"""Practice: content that is whole, feedback that tells good from hurtful answers in both languages, a record for oneself."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bot.practice import judging
from bot.practice.loading import HERE, ContentError, load
from relief.store.uow import UnitOfWork
from tests.bot.conftest import Gateway
from tests.console.conftest import Hire, Person
from words.model import Language
from words.tone import CLASSES

GOOD: dict[str, dict[Language, tuple[str, str]]] = {
    "no_way_out": {
        "en": (
            "I'm glad you told me. Are you safe right now? Is somebody with you?",
            "I stay here with you. A helpline listens at any time, day and night.",
        ),
        "zh": (
            "谢谢您愿意告诉我。您现在安全吗？身边有人陪吗？",
            "我在这里陪着您。也可以拨打求助热线，随时有人听您说。",
        ),
    },
    "prison": {
        "en": (
            "Nobody goes to prison for a late loan. Your children stay with you.",
            "Let us see together what you can manage. Would a smaller amount help?",
        ),
        "zh": ("贷款逾期不会坐牢，也没有人会带走您的孩子。", "我们一起看看您能承受多少，再算一个合适的方案。"),
    },
    "the_wife_asks": {
        "en": (
            "I see that you are worried. I can't talk about anybody's affairs with somebody else.",
            "I'm not able to say anything about anyone, whoever asks. He can write to us himself.",
        ),
        "zh": ("理解您的担心。我们不能和别人谈论任何人的事情。", "无论谁来问，我都无法回答。他本人可以直接联系我们。"),
    },
    "paid_already": {
        "en": (
            "I hear you: you paid two weeks ago. I'll look for it right away.",
            "No. Reminders are paused until it is answered, by Friday at the latest.",
        ),
        "zh": ("听到了，您两周前已经付过。我现在就去查。", "不会。查清之前我们暂停联系，最晚周五答复您。"),
    },
    "lost_job": {
        "en": (
            "Thank you for telling me. Losing a job is hard, and it happens to many.",
            "Then let us work it out from what is left. What can you manage?",
        ),
        "zh": ("谢谢您告诉我，失业真的不容易，很多人都经历过。", "我们从您能承受的部分开始，一起测算一下。"),
    },
    "leave_me_alone": {
        "en": (
            "I'll stop. Nobody writes to you any more.",
            "I understand. You can write here at any time, and somebody answers.",
        ),
        "zh": ("好的，我们停止联系，不再打扰您。", "理解。您随时可以在这里留言，会有人回复。"),
    },
    "a_death": {
        "en": (
            "I am so sorry for your loss. The messages end today.",
            "You do not have to pay anything from your own money. A colleague looks at the estate with you when you are ready.",
        ),
        "zh": ("请节哀。从今天起不会再发消息。", "您和您母亲不用自己掏钱还，遗产的事等您方便时再说。"),
    },
    "the_adviser": {
        "en": ("That is good. From now on I speak with your adviser.", "Yes. Everything is paused meanwhile."),
        "zh": ("很好。今后我们与您的顾问联系。", "可以，这期间我们暂停催收。"),
    },
    "shamed_before": {
        "en": (
            "I am sorry. That should not have happened.",
            "Yes. It has a number, and you get a written answer by Friday.",
        ),
        "zh": ("非常抱歉，这不应该发生。", "有人看。投诉有编号，五个工作日之内答复您。"),
    },
    "delete_my_record": {
        "en": (
            "I can't remove a correct entry. When something is wrong, it is corrected.",
            "The entry then shows that it is settled, and no more interest is added, because the loan is closed.",
        ),
        "zh": ("属实的记录我们不能删除，有误的可以更正。", "还清之后记录会显示已结清，因为贷款已经结束，也不再计息。"),
    },
    "no_is_no": {
        "en": (
            "A whole year is not possible here because the rest would become too dear for you. There are other ways.",
            "Yes. Tell me what you can manage, and we find a smaller payment or a pause.",
        ),
        "zh": (
            "一整年不还办不到，因为之后的负担会更重。不过还有别的办法。",
            "有的。您能承受多少？我们可以看看减少或者延后。",
        ),
    },
    "illness": {
        "en": (
            "Thank you for telling me; that must be hard. May I note that you are in treatment, so that you need not explain it again?",
            "It is noted. Shall we look at what is possible, with a pause for the treatment?",
        ),
        "zh": (
            "谢谢您告诉我，真的辛苦了。我把您在治疗这件事记下来，可以吗？",
            "已经记下。我们一起看看能不能先缓一缓。",
        ),
    },
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", sorted(GOOD))
def test_a_decent_answer_is_told_that_it_is_one(name: str, language: Language) -> None:
    practice = load()
    situation = practice.situation(name)
    assert situation is not None
    for turn, answer in enumerate(GOOD[name][language]):
        verdict = judging.judge(practice, situation, turn, answer, language, "en")
        assert [one.name for one in verdict.objections] == [], answer
        assert [rule.id for rule in verdict.missed] == [], answer


BAD: list[tuple[str, int, Language, str]] = [
    ("no_way_out", 0, "en", "That is sad, but when can you make the payment?"),
    ("no_way_out", 0, "zh", "别这样想，先把欠款还了再说。"),
    ("prison", 0, "en", "Then pay this week and nothing happens."),
    ("prison", 0, "zh", "那就看您还不还了，不还我们只能起诉您。"),
    ("the_wife_asks", 0, "en", "Your husband owes us, and he is behind. Please make him pay."),
    ("the_wife_asks", 0, "zh", "您老公确实逾期了，麻烦您转告他还款。"),
    ("paid_already", 0, "en", "You must prove that. Pay first and we see."),
    ("paid_already", 1, "zh", "您自己证明吧，先还着。"),
    ("lost_job", 0, "en", "Good idea, ask your parents to pay for you."),
    ("lost_job", 0, "zh", "可以的，让家人帮您还吧。"),
    ("leave_me_alone", 0, "en", "Why? If we stop, it only gets worse for you."),
    ("a_death", 1, "en", "Somebody in the family will have to settle it."),
    ("delete_my_record", 0, "en", "Deal. Pay today and the entry is gone tomorrow."),
    ("shamed_before", 0, "en", "My colleague only did their job."),
    ("illness", 0, "zh", "逾期原因是什么都要按时还。"),
]


@pytest.mark.parametrize(("name", "turn", "language", "answer"), BAD)
def test_an_answer_that_hurts_or_misses_what_matters_is_told_why(
    name: str, turn: int, language: Language, answer: str
) -> None:
    practice = load()
    situation = practice.situation(name)
    assert situation is not None
    verdict = judging.judge(practice, situation, turn, answer, language, "en")
    assert not verdict.good


def test_there_are_twelve_situations_in_both_languages_and_each_rule_has_its_source() -> None:
    practice = load()
    assert len(practice.situations) == 12 and set(GOOD) == {one.id for one in practice.situations}
    used = {rule for one in practice.situations for turn in one.needs for rule in turn}
    assert used == set(practice.rules)
    for rule in practice.rules.values():
        assert rule.source and rule.since.year >= 1970
        assert rule.link.startswith("https://") or (HERE.parents[1] / rule.link).is_file()
    han = re.compile(r"[\u4e00-\u9fff]")
    for one in practice.situations:
        for both in (one.title, one.who, one.says, one.well, one.badly):
            assert han.search(both.zh) and not han.search(both.en)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("rules.yml", "  need: true\n", "", "need is missing"),
        ("rules.yml", "date: 2021-02-23", "date: soon", "must be a day"),
        ("rules.yml", "signs: [safe,", 'signs: ["(",', "no regular expression"),
        ("situations.yml", "needs: [[help_first], [help_first]]", "needs: [[help_first]]", "2 answers"),
        ("situations.yml", "needs: [[help_first], [help_first]]", "needs: [[kindness], []]", "no rule kindness"),
        ("situations.yml", "id: prison", "id: no_way_out", "twice"),
        (
            "situations.yml",
            "title: {en: She is afraid of prison, zh: 她害怕坐牢}",
            "title: {en: Fear}",
            "'zh' is missing",
        ),
    ],
)
def test_content_that_cannot_be_right_is_refused(tmp_path: Path, file: str, old: str, new: str, said: str) -> None:
    for path in HERE.glob("*.yml"):
        shutil.copy(path, tmp_path)
    text = (tmp_path / file).read_text()
    assert old in text
    (tmp_path / file).write_text(text.replace(old, new, 1))
    with pytest.raises(ContentError, match=said):
        load(tmp_path)


def begin(person: Person, situation: str, language: str = "en") -> str:
    answer = person.post(f"/console/practice/{situation}/begin", {"spoken": language})
    assert answer.status_code == 303
    return str(answer.headers["location"])


def say(person: Person, run: str, turn: int, text: str) -> str:
    person.post(f"{run}/answer", {"turn": str(turn), "text": text})
    return person.page(run)


def test_a_good_answer_opens_the_borrower_and_ends_in_the_record(whole: Gateway, hire: Hire) -> None:
    mei = hire(whole, "Mei")
    run = begin(mei, "prison")
    assert "I&#39;ll go to prison" in mei.page(run)
    first, second = GOOD["prison"]["en"]
    assert "Really not?" in say(mei, run, 0, first)
    page = say(mei, run, 1, second)
    assert "Well done." in page and "15 U.S.C. 1692e" in page and 'name="turn"' not in page
    assert "well done" in mei.page("/console/practice")


def test_a_hurtful_answer_closes_the_borrower_and_says_the_class_and_a_kinder_way(whole: Gateway, hire: Hire) -> None:
    mei = hire(whole, "Mei")
    run = begin(mei, "prison", "zh")
    page = say(mei, run, 0, "不还的话警察会上门抓你。")
    assert "那就是真的了" in page and "Threat with the law" in page and "Kinder, or right:" in page
    page = say(mei, run, 1, GOOD["prison"]["zh"][1])
    assert "try it once more" in page


def test_sent_twice_is_one_answer_and_an_empty_one_is_none(whole: Gateway, hire: Hire) -> None:
    mei = hire(whole, "Mei")
    run = begin(mei, "a_death")
    assert "no_answer" in mei.post(f"{run}/answer", {"turn": "0", "text": " "}).headers["location"]
    for _ in range(2):
        say(mei, run, 0, GOOD["a_death"]["en"][0])
    with UnitOfWork(whole.engine, readonly=True) as uow:
        (kept,) = uow.practice_runs.of_staff(mei.staff.id)
    assert len(kept.turns) == 1 and kept.turns[0]["classes"] == []
    assert set(kept.turns[0]["classes"]) <= set(CLASSES)


def test_nobody_reads_what_somebody_else_wrote_in_practice_but_teachers_see_who_practised(
    whole: Gateway, hire: Hire
) -> None:
    mei, ada = hire(whole, "Mei"), hire(whole, "Ada", roles=("supervisor",))
    run = begin(mei, "a_death")
    for turn, text in enumerate(GOOD["a_death"]["en"]):
        say(mei, run, turn, text)
    assert ada.get(run).status_code == 404
    assert "Who has practised" in ada.page("/console/practice")
    row = re.search(r'<th scope="row">Mei</th><td[^>]*>(\d+)</td><td[^>]*>(\d+)</td>', ada.page("/console/practice"))
    assert row and row.groups() == ("1", "1")
    assert "Who has practised" not in mei.page("/console/practice")
    assert hire(whole, "Tom", roles=("policy",)).get("/console/practice").status_code == 200
