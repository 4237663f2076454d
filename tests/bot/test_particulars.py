"""What identifies a borrower is found however it is written, and nothing of it is left behind."""

from __future__ import annotations

import datetime as dt

import pytest

from bot import particulars

TODAY = dt.date(2026, 11, 23)
BORN = dt.date(1992, 3, 5)


def find(text: str, timezone: str | None = None) -> particulars.Particulars:
    return particulars.find(text, today=TODAY, timezone=timezone)


@pytest.mark.parametrize(
    "written",
    [
        "1992-03-05",
        "1992/3/5",
        "1992.3.5",
        "19920305",
        "1992 03 05",
        "1992年3月5日",
        "1992年03月05号",
        "92年3月5日",
        "5 March 1992",
        "5th of march 1992",
        "5 mar 92",
        "5-Mar-1992",
        "March 5, 1992",
        "mar 5th 1992",
        "05/03/1992",
        "5.3.1992",
        "5/3/92",
        "０５/０３/１９９２",
        "05031992",
    ],
)
def test_a_date_of_birth_is_read_however_it_is_written(written: str) -> None:
    assert BORN in find(f"i was born {written} ok").births


def test_a_date_that_reads_two_ways_gives_both() -> None:
    assert set(find("05/03/1992").births) == {dt.date(1992, 3, 5), dt.date(1992, 5, 3)}


@pytest.mark.parametrize("written", ["31/02/1992", "1992-02-30", "2020-01-01", "1850-01-01", "2026-11-23"])
def test_a_day_that_does_not_exist_or_an_age_that_cannot_be_is_no_birth(written: str) -> None:
    assert find(written).births == ()


@pytest.mark.parametrize(
    "written", ["EK-482913", "ek482913", "Ek 482913", "我的编号是EK-482913谢谢", "ref: ek–482913."]
)
def test_a_reference_is_found(written: str) -> None:
    assert find(written).references == ("EK482913",)


@pytest.mark.parametrize("written", ["born 1992", "in 2026", "pay 5000 on 1200", "since 2024", "Rs 25000", "usd 1200"])
def test_ordinary_words_before_a_number_are_no_reference(written: str) -> None:
    assert find(written).references == ()


@pytest.mark.parametrize(
    ("written", "timezone", "number"),
    [
        ("+86 138 0013 8000", None, "+8613800138000"),
        ("13800138000", "Asia/Shanghai", "+8613800138000"),
        ("手机号138-0013-8000", "Asia/Shanghai", "+8613800138000"),
        ("my no is 98765 43210", "Asia/Kolkata", "+919876543210"),
        ("0712 345678", "Africa/Nairobi", "+254712345678"),
        ("(212) 555-0147", None, "+12125550147"),
    ],
)
def test_a_phone_is_found_with_or_without_its_country(written: str, timezone: str | None, number: str) -> None:
    assert number in find(written, timezone).phones


def test_everything_in_one_line_in_any_order() -> None:
    text = "hi its me, 5 march 1992, how much do i owe? account EK-482913"
    found = find(text)
    assert (found.references, found.births) == (("EK482913",), (BORN,))
    assert particulars.mask(text, found.spans) == "hi its me, •••, how much do i owe? account •••"


def test_a_line_without_particulars_gives_nothing() -> None:
    assert not find("why do you need this")
    assert not find("我想问一下为什么要验证")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("493021", "493021"),
        ("it is 493 021.", "493021"),
        ("493-021", "493021"),
        ("验证码是４９３０２１", "493021"),
        ("四九三零二一", "493021"),
        ("49302", None),
        ("4930211", None),
        ("493021 or 493022", None),
        ("no code came", None),
    ],
)
def test_a_code_is_six_digits_and_only_one(text: str, code: str | None) -> None:
    assert particulars.code(text) == code


def test_a_code_never_stays_in_the_line() -> None:
    assert "493" not in particulars.mask_code("the code is 493 021")
    assert "四九" not in particulars.mask_code("四九三零二一")
