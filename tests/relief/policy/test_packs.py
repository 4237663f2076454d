"""Packs refuse what is not right, and say the file, the line and what to do."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from relief.policy.packs import Pack, read_file, read_pack
from relief.policy.parameters import Rules
from relief.policy.resolve import POLICIES, NoParameter, Packs, assemble, load
from relief.policy.specs import SPECS
from relief.policy.yaml_lines import PackError
from tests.relief.policy.people import T

DEFAULTS = "defaults: {status: product_default, source: us, link: docs, verified: true}\n"
HEAD = """pack: cn
kind: jurisdiction
title: {en: China, zh: 中国}
from: 2020-01-01
defaults: {status: product_default, source: us, link: docs, verified: true}
parameters:
"""
TERM = """  instalments.max_months:
    unit: months
    en: The longest plan.
    zh: 最长期限。
    values: [{value: 60}]
"""


def refused(text: str) -> PackError:
    with pytest.raises(PackError) as caught:
        read_pack(text, "cn.yml")
    return caught.value


def with_values(values: str, name: str = "instalments.max_months", unit: str = "months") -> str:
    return f"{HEAD}  {name}:\n    unit: {unit}\n    en: It.\n    zh: 它。\n    values: {values}\n"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (HEAD + TERM + TERM, 12, "a second time (first in line 7)"),
        (HEAD + TERM.replace("max_months", "max_month"), 7, "Did you mean 'instalments.max_months'?"),
        (HEAD + TERM + "    why: because\n", 12, "'why' is not known here"),
        (HEAD + TERM.replace("    zh: 最长期限。\n", ""), 8, "'zh' is missing"),
        (HEAD + TERM.replace("unit: months", "unit: days"), 8, "Write unit: months"),
        (HEAD + TERM.replace("value: 60", "value: many"), 11, "Write a whole number of months"),
        (HEAD + TERM.replace("[{value: 60}]", "[]"), 7, "has no value"),
        (HEAD + TERM.replace("[{value: 60}]", "[60]"), 11, "a dated value is a table"),
        (HEAD + TERM.replace("[{value: 60}]", "60"), 11, "'values' must be a list"),
        (HEAD + TERM.replace("en: The longest plan.", "en: ''"), 9, "'en' is empty"),
        (HEAD + TERM.replace("en: The longest plan.", "en: [a]"), 9, "must be a single value"),
        (with_values("[{value: 60, from: 2020-02-30}]"), 11, "is no day of the calendar"),
        (with_values("[{value: 60, status: custom}]"), 11, "'custom' is not known"),
        (with_values("[{value: 60, verified: perhaps}]"), 11, "'perhaps' is not known"),
        (with_values("[{value: 60, status: law}]"), 5, "is no link to a source"),
        (with_values("[{from: 2021-01-01, value: 60}, {from: 2020-01-01, value: 50}]"), 11, "Sort by date"),
        (with_values("[{value: 60, until: 2020-12-30}, {from: 2021-01-01, value: 50}]"), 11, "a gap or an overlap"),
        (HEAD.replace("kind: jurisdiction", "kind: country") + TERM, 2, "'country' is not known"),
        (HEAD.replace("title: {en: China, zh: 中国}", "title: China") + TERM, 3, "must be a table"),
        (HEAD.replace("pack: cn\n", "") + TERM, 1, "'pack' is missing"),
        (HEAD + "  instalments.max_months: 60\n", 7, "must be a table"),
        (HEAD + TERM + "products: {A: {jurisdiction: cn}}\n", 12, "only a lender's pack has products"),
        (HEAD + TERM + "helplines: [12356]\n", 12, "an entry of helplines is a table"),
        (HEAD + TERM + "? [a, b]\n: c\n", 12, "a key must be a single word"),
        (HEAD + "  - [", 7, "this is not YAML"),
        ("", 1, "a pack must be a table"),
        ("- a", 1, "a pack must be a table"),
        ("a: \x00", 1, "this is not YAML"),
        (HEAD.replace(DEFAULTS, "") + TERM, 10, "'status' is missing"),
    ],
)  # fmt: skip
def test_a_mistake_is_refused_with_its_line(text: str, line: int, says: str) -> None:
    error = refused(text)
    assert (error.file, error.line) == ("cn.yml", line)
    assert says in str(error) and error.do


@pytest.mark.parametrize(
    ("name", "unit", "value", "says"),
    [
        ("waiver.penalty_percent", "percent", "100.5", "between 0 and 100"),
        ("waiver.penalty_percent", "percent", "half", "such as 12.5"),
        ("waiver.penalty_percent", "percent", "[1]", "takes a single value"),
        ("cap.yearly_cost", "rate", "24", "0.24 for 24 percent"),
        ("instalments.allowed", "flag", "yes", "true or false"),
        ("instalments.rhythm", "choice", "daily", "Write one of: monthly, loan, pay_day"),
        ("affordability.min_surplus", "money", "5", "Write a table of currencies"),
        ("affordability.min_surplus", "money", '{Yuan: "5"}', "is no currency"),
        ("affordability.min_surplus", "money", '{CNY: "5.005"}', "more decimals"),
        ("affordability.min_surplus", "money", '{CNY: "-5"}', "is negative"),
        ("contact.window", "window", '["21:00", "08:00"]', "two rising times"),
        ("contact.window", "window", '["08:00"]', "two rising times"),
        ("contact.window", "window", "daytime", "takes a list"),
        ("disclosures.reminder", "list", "[D-AI, D-WHAT]", "names 'D-WHAT'"),
        ("contact.holidays", "list", "[12-25, 13-01]", "names '13-01'"),
        ("disclosures.reminder", "list", "[D-AI, D-AI]", "names something twice"),
        ("disclosures.reminder", "list", "[[D-AI]]", "takes a list"),
    ],
)
def test_a_value_in_the_wrong_unit_is_refused(name: str, unit: str, value: str, says: str) -> None:
    assert says in str(refused(with_values(f"[{{value: {value}}}]", name, unit)))


@pytest.mark.parametrize("section", ["helplines", "holds"])
def test_helplines_and_holds_are_checked_too(section: str) -> None:
    line = "{kind: crisis, en: A, zh: 甲, number: '1', hours_en: always, hours_zh: 随时, link: x, source: y, verified: true}"
    hold = "{id: F, states: [dispute], stops: [offers], days: 20, en: A, zh: 甲, status: law, source: y, link: x, verified: true}"
    entry = line if section == "helplines" else hold
    pack = read_pack(f"{HEAD}{TERM}{section}: [{entry}]\n", "cn.yml")
    assert (pack.helplines if section == "helplines" else pack.holds)[0].verified
    wrong = {"kind: crisis": "kind: joke", "verified: true": "verified: maybe", "source: y": "origin: y"}
    if section == "holds":
        wrong = {
            "[dispute]": "[anger]", "[offers]": "[music]", "status: law": "status: wish", "verified: true": "verified: no",
            "days: 20": "days: soon", "source: y": "origin: y",
        }  # fmt: skip
    for right, bad in wrong.items():
        assert refused(f"{HEAD}{TERM}{section}: [{entry.replace(right, bad)}]\n").line == 12


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="cannot be read"):
        read_file(tmp_path / "none.yml")
    (tmp_path / "gbk.yml").write_bytes("pack: 中".encode("gbk"))
    with pytest.raises(PackError, match="UTF-8"):
        read_file(tmp_path / "gbk.yml")


# --- the packs against each other ---------------------------------------------------------------------------------------


def others(packs: Packs) -> list[Pack]:
    return [packs.base, *packs.jurisdictions.values()]


def lender(parameters: str = "  {}", products: str = "") -> Pack:
    text = HEAD.replace("pack: cn", "pack: lender").replace("kind: jurisdiction", "kind: lender")
    text = text.replace("parameters:\n", "parameters: {}\n") if parameters == "  {}" else text + parameters
    return read_pack(text + products, "lender.yml")


def test_an_overlay_laxer_than_a_law_below_it_is_refused(packs: Packs) -> None:
    with pytest.raises(PackError, match=r"lender.yml, line 11: instalments.max_months is laxer than the law in cn.yml"):
        assemble([*others(packs), lender(TERM.replace("60", "61"))])
    for allowed in ("60", "59"):
        assert assemble([*others(packs), lender(TERM.replace("60", allowed))])


def test_a_products_limit_is_held_against_its_own_place_only(packs: Packs) -> None:
    with pytest.raises(PackError, match=r"laxer than the law in cn\.yml"):
        assemble(
            [*others(packs), lender(products=f"products:\n  X:\n    jurisdiction: cn\n    parameters:\n{_indent(61)}")]
        )
    assert assemble(
        [*others(packs), lender(products=f"products:\n  X:\n    jurisdiction: ke\n    parameters:\n{_indent(61)}")]
    )
    with pytest.raises(PackError, match="names the jurisdiction 'fr'"):
        assemble([*others(packs), lender(products="products: {X: {jurisdiction: fr}}\n")])


def _indent(value: int) -> str:
    return "".join("    " + line + "\n" for line in TERM.replace("60", str(value)).splitlines())


def test_a_law_of_the_future_is_seen_on_its_day(packs: Packs) -> None:
    low = with_values("[{value: 60}, {from: 2030-01-01, value: 24, status: law, link: 'https://law'}]").replace(
        "pack: cn", "pack: xx"
    )
    law = read_pack(low, "xx.yml")
    with pytest.raises(PackError, match=r"laxer than the law in xx\.yml"):
        assemble([*others(packs), law, lender(TERM.replace("60", "36"))])
    lower = lender(with_values("[{value: 36}, {from: 2030-01-01, value: 24}]").split("parameters:\n")[1])
    together = assemble([*others(packs), law, lower])
    assert together.version("instalments.max_months", ("xx",), "", T).value == 36
    assert together.version("instalments.max_months", ("xx",), "", date(2030, 1, 1)).value == 24


def test_amounts_of_an_overlay_are_held_against_the_law_in_their_own_currency(packs: Packs) -> None:
    law = with_values(
        "[{value: {CNY: '300.00', USD: '90.00'}, status: law, link: 'https://law'}]",
        "affordability.min_surplus",
        "money",
    )
    pack = read_pack(law.replace("pack: cn", "pack: xx"), "xx.yml")
    body = (
        "  affordability.min_surplus: {unit: money, en: It., zh: 它。, values: [{value: {CNY: '%s', KES: '1.00'}}]}\n"
    )
    with pytest.raises(PackError, match=r"affordability\.min_surplus is laxer than the law in xx\.yml"):
        assemble([*others(packs), pack, lender(body % "299.99")])
    together = assemble([*others(packs), pack, lender(body % "300.00")])
    value = together.version("affordability.min_surplus", ("xx",), "", T).value
    assert isinstance(value, dict) and (value["CNY"], value["USD"]) == (30000, 9000)


def test_one_base_one_lender_and_no_name_twice(packs: Packs) -> None:
    with pytest.raises(PackError, match="0 base packs"):
        assemble(list(packs.jurisdictions.values()))
    with pytest.raises(PackError, match="2 lenders"):
        assemble([packs.base, lender(), lender()])
    with pytest.raises(PackError, match=r"'cn' is also in cn\.yml"):
        assemble([*others(packs), packs.jurisdictions["cn"]])


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("  instalments.allowed:", None, "instalments.allowed has no value: a gap"),
        ("values: [{value: 60}]", "values: [{value: 60, from: 2021-01-01}]", "begins on 2021-01-01"),
        ("values: [{value: 60}]", "values: [{value: 60, until: 2027-01-01}]", "a gap after it"),
        ('INR: "200.00", ', "", "says nothing in INR"),
    ],
)
def test_the_base_pack_has_no_gap(old: str, new: str | None, says: str) -> None:
    text = (POLICIES / "base.yml").read_text("utf-8")
    if new is None:
        start = text.index(old)
        text = text[:start] + text[text.index("\n  instalments.max_months", start) + 1 :]
    else:
        assert old in text
        text = text.replace(old, new, 1)
    with pytest.raises(PackError, match=says):
        assemble([read_pack(text, "base.yml")])


def test_every_parameter_of_the_registry_is_in_the_base_pack_and_no_other(packs: Packs) -> None:
    assert set(packs.base.parameters) == set(SPECS)
    for name, spec in SPECS.items():
        assert packs.base.parameters[name].spec is spec


def test_the_engine_reads_exactly_what_the_registry_says_it_reads(packs: Packs) -> None:
    rules = packs.rules(("cn",), "CN-CONS", "CNY", T)
    assert set(rules.versions) == {name for name, spec in SPECS.items() if spec.decides}
    assert {name.replace(".", "_") for name in rules.versions} == set(Rules.__dataclass_fields__) - {"versions"}


def test_every_value_says_what_it_is_for_in_both_languages_and_where_it_comes_from(packs: Packs) -> None:
    assert packs.lender
    for pack in (packs.base, *packs.jurisdictions.values(), packs.lender):
        for parameter in pack.parameters.values():
            assert parameter.en.endswith(".") and parameter.zh.endswith("。"), (pack.id, parameter.name)
            for value in parameter.values:
                assert value.source and value.link
                if value.status in ("law", "rule"):
                    assert value.link.startswith("http"), (pack.id, parameter.name)


def test_the_six_packs_and_the_demo_lender_are_there(packs: Packs) -> None:
    assert set(packs.jurisdictions) == {"cn", "uk", "us", "in", "ke"} and packs.lender
    assert load().rules(("uk",), "any", "GBP", T).extension_interest == "frozen"


def test_rules_of_a_day_are_worked_out_once(packs: Packs) -> None:
    assert packs.rules(("cn",), "CN-CONS", "CNY", T) is packs.rules(("cn",), "CN-CONS", "CNY", T)
    fresh = load()
    for number in range(502):
        fresh.rules(("cn",), f"P{number}", "CNY", T)
    assert fresh.rules(("cn",), "P0", "CNY", T).instalments_max_months == 60


def test_a_day_before_the_packs_begin_a_place_or_a_currency_without_one_is_not_decided(packs: Packs) -> None:
    with pytest.raises(NoParameter, match="begins on 2020-01-01"):
        packs.rules(("cn",), "X", "CNY", date(2019, 12, 31))
    with pytest.raises(NoParameter, match=r"add policies/fr\.yml"):
        packs.rules(("fr",), "X", "CNY", T)
    with pytest.raises(NoParameter, match="in JPY"):
        packs.rules(("cn",), "X", "JPY", T)
    assert packs.rules((), "X", "CNY", T).instalments_max_months == 60
    assert packs.rules(("base",), "X", "CNY", T).extension_max_months == 1


def test_the_overlay_of_the_demo_is_what_the_portfolio_needs(packs: Packs) -> None:
    farm = packs.rules(("cn",), "CN-FARM", "CNY", T)
    assert farm.extension_to_income and farm.extension_approver == "collector" and farm.extension_max_months == 6
    assert farm.affordability_safety_share_percent == 100 and farm.affordability_buffer_percent == 0
    assert packs.base.parameters["affordability.safety_share_percent"].values[0].value == Fraction(80)
    assert packs.base.parameters["affordability.buffer_percent"].values[0].value == Fraction(10)
    assert packs.rules(("ke",), "KE-DIGI", "KES", T).instalments_rhythm == "loan"


@pytest.mark.parametrize(
    ("name", "places", "value", "pack"),
    [
        ("contact.window", ("cn", "in"), ("08:00", "19:00"), "in"),
        ("contact.window", ("uk", "in"), ("08:00", "19:00"), "in"),
        ("disclosures.before_plan", ("uk", "in"), ("D-COST", "D-CREDITIMPACT", "D-FREEADVICE", "D-TIMEBAR", "D-HUMAN", "D-PENAL"), "uk+in"),
        ("affordability.buffer_cap", ("cn", "uk"), None, "uk"),
        ("answer.credit_record", ("in", "cn"), 20, "cn"),
        ("affordability.debt_service_warn_percent", ("uk", "us"), Fraction(36), "us"),
        ("instalments.max_months", ("ke", "uk"), 60, "base"),
        ("instalments.max_months", ("ke", "cn"), 60, "cn"),
        ("instalments.max_months", ("in", "cn"), 36, "in"),
    ],
)  # fmt: skip
def test_of_two_places_the_stricter_value_counts(
    packs: Packs, name: str, places: tuple[str, ...], value: object, pack: str
) -> None:
    version = assemble(others(packs)).version(name, places, "", T)
    assert version.pack == pack
    if value is not None:
        assert version.value == value


def test_amounts_of_two_places_are_compared_currency_by_currency(packs: Packs) -> None:
    body = "  affordability.min_surplus:\n    unit: money\n    en: It.\n    zh: 它。\n    values: [{value: {%s}}]\n"
    one = read_pack((HEAD + body % 'CNY: "300.00"').replace("pack: cn", "pack: xx"), "xx.yml")
    two = read_pack((HEAD + body % 'USD: "150.00"').replace("pack: cn", "pack: yy"), "yy.yml")
    both = assemble([packs.base, one, two]).version("affordability.min_surplus", ("xx", "yy"), "", T)
    assert both.pack == "xx+yy" and isinstance(both.value, dict)
    assert both.value["CNY"] == 30000 and both.value["USD"] == 15000


def test_a_products_overlay_never_goes_below_a_law_of_the_borrowers_place(packs: Packs) -> None:
    together = assemble(
        [*others(packs), lender(products=f"products:\n  X:\n    jurisdiction: ke\n    parameters:\n{_indent(72)}")]
    )
    assert together.version("instalments.max_months", ("ke",), "X", T).value == 72
    version = together.version("instalments.max_months", ("ke", "cn"), "X", T)
    assert (version.value, version.pack) == (60, "cn") and "lender/X" in version.won_over


def test_replacing_a_pack_checks_everything_anew(packs: Packs) -> None:
    changed = packs.with_pack(lender(TERM.replace("60", "24")))
    assert changed.version("instalments.max_months", ("cn",), "", T).value == 24
    cn = read_pack((POLICIES / "cn.yml").read_text("utf-8").replace("value: 60,", "value: 48,"), "cn.yml")
    assert packs.with_pack(cn).version("instalments.max_months", ("cn",), "", T).value == 48
    without = assemble(others(packs))
    assert without.with_pack(cn).lender is None


def test_help_and_holds_come_from_the_place_and_else_from_the_base_pack(packs: Packs) -> None:
    assert [line.number for line in packs.helplines("cn", "crisis")] == ["12356", "12355"]
    assert packs.helplines("ke", "crisis") == packs.helplines("base", "crisis")
    assert len(packs.helplines("uk")) > 4
    breath = {hold.id: hold for hold in packs.holds("uk")}["F-BREATH"]
    assert breath.days == 60 and breath.status == "law"
    assert {hold.id: hold for hold in packs.holds("cn")}["F-BREATH"].days is None


def test_what_may_follow_is_told_in_one_order_and_in_the_words_of_the_place(packs: Packs) -> None:
    assert packs.consequences("ke") == packs.consequences("base")
    china = packs.consequences("cn")
    assert [one.kind for one in china] == ["record", "court", "taken", "arrest", "family"]
    assert [one.kind for one in china if one in packs.pack("cn").consequences] == ["record", "court", "taken"]
