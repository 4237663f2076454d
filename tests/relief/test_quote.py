"""`python -m relief quote`: the command line, and what the JSON edge refuses."""

from __future__ import annotations

import copy
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relief.quote.document import answer_case, answer_document, answer_text

ROOT = Path(__file__).parents[2]
EXAMPLES = json.loads((Path(__file__).parent / "arithmetic" / "examples.json").read_text(encoding="utf-8"))
CASES = {example["case"]["kind"]: example["case"] for example in EXAMPLES}


def run(*arguments: str, stdin: bytes = b"", zone: str = "UTC") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "relief", "quote", *arguments],
        input=stdin,
        capture_output=True,
        cwd=ROOT,
        env={"TZ": zone, "LC_ALL": "C", "PATH": ""},
        check=False,
    )


def changed(kind: str, **inputs: object) -> dict:
    case = copy.deepcopy(CASES[kind])
    case["inputs"].update(inputs)
    return case


def without(kind: str, field: str) -> dict:
    case = copy.deepcopy(CASES[kind])
    del case["inputs"][field]
    return case


def code(case: object) -> str | None:
    answer = answer_case(case)
    assert ("result" in answer) != ("error" in answer)
    return answer.get("error", {}).get("code")


def document() -> bytes:
    return json.dumps({"cases": list(CASES.values())}).encode()


def test_a_file_and_standard_input_give_the_same_answer(tmp_path: Path) -> None:
    """P24, P26, P100: in another zone too."""
    file = tmp_path / "cases.json"
    file.write_bytes(document())
    from_file = run(str(file))
    assert from_file.returncode == 0
    assert from_file.stdout == run("-", stdin=document()).stdout == run(stdin=document(), zone="Pacific/Apia").stdout
    answers = json.loads(from_file.stdout)["cases"]
    assert [(answer["id"], answer["kind"]) for answer in answers] == [("example", kind) for kind in CASES]


@pytest.mark.parametrize(
    "stdin", [b"", b"{", b"[]", b"null", b'{"cases": {}}', b'{"case": []}', b"\xff\xfe\xfd", b"[" * 100_000]
)
def test_what_is_no_document_of_cases_ends_with_two_and_one_line(stdin: bytes) -> None:
    done = run("-", stdin=stdin)
    assert done.returncode == 2
    assert done.stdout == b""
    assert len(done.stderr.decode().splitlines()) == 1


def test_a_file_that_is_not_there_ends_with_two_and_one_line(tmp_path: Path) -> None:
    done = run(str(tmp_path / "none.json"))
    assert (done.returncode, done.stdout, len(done.stderr.decode().splitlines())) == (2, b"", 1)


def test_no_cases_are_answered_by_none() -> None:
    done = run("-", stdin=b'{"cases": [], "remark": "ignored"}')
    assert (done.returncode, json.loads(done.stdout)) == (0, {"cases": []})


def test_a_refused_case_does_not_disturb_the_others() -> None:
    good, bad = CASES["split"], changed("split", amount="NaN")
    first, second, third, fourth = answer_document({"cases": [good, bad, "no case", good]})["cases"]
    assert first == fourth == answer_case(good)
    assert second["error"]["code"] == "not_a_number"
    assert third["error"]["code"] == "value_not_allowed"


def test_ids_come_back_unchanged_whatever_their_letters() -> None:
    ids = ["", "一号", "a\u0000b", "\ud800", "🙂"]
    cases = [{**CASES["split"], "id": identity} for identity in ids]
    answers = json.loads(answer_text(json.dumps({"cases": cases}).encode()))["cases"]
    assert [answer["id"] for answer in answers] == ids


def test_members_that_are_not_named_are_ignored() -> None:
    assert answer_case({**changed("split", colour="blue"), "remark": 1}) == answer_case(CASES["split"])


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        (kind, field)
        for kind, case in CASES.items()
        for field in case["inputs"]
        if field not in ("expect", "n", "amount", "due")
    ]
    + [("split", "n"), ("split", "amount"), ("reject", "n"), ("penalty", "due")],
)
def test_a_required_field_that_is_absent_or_null_is_missing(kind: str, field: str) -> None:
    """P95."""
    optional = {("dates", "business_day"), ("penalty", "basis")}
    expected = None if (kind, field) in optional else "missing_field"
    if (kind, field) == ("reject", "n"):
        expected = "amount_not_positive"  # what is there is judged first
    assert code(without(kind, field)) == expected
    assert code(changed(kind, **{field: None})) == expected


def test_a_case_without_kind_or_inputs_lacks_a_field() -> None:
    assert code({"id": "a"}) == "missing_field"
    assert code({"id": "a", "kind": "split"}) == "missing_field"
    assert code({"id": "a", "kind": "loan", "inputs": {}}) == "unknown_kind"
    assert code({"id": "a", "kind": ["split"], "inputs": {}}) == "unknown_kind"
    assert code({"id": "a", "kind": "split", "inputs": []}) == "value_not_allowed"


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-inf", "", "ten", "1,000", "0x1", 1000, 10.5, True, [], {}])
def test_an_amount_that_is_no_decimal_string_is_not_a_number(amount: object) -> None:
    """P11, P95: JSON numbers are refused too, since their digits may have been through a float."""
    assert code(changed("split", amount=amount)) == "not_a_number"
    assert code(changed("annuity", annual_rate=amount)) == "not_a_number"


@pytest.mark.parametrize(
    ("kind", "inputs", "expected"),
    [
        ("split", {"amount": "1.005"}, "too_many_decimals"),
        ("split", {"amount": "10.5", "minor_units": 0}, "too_many_decimals"),
        ("split", {"amount": "10.555", "minor_units": 3}, None),
        ("split", {"amount": "0.00"}, "amount_not_positive"),
        ("split", {"amount": "-1.00"}, "amount_not_positive"),
        ("split", {"n": 0}, "n_out_of_range"),
        ("split", {"n": -1}, "n_out_of_range"),
        ("split", {"n": 2.5}, "value_not_allowed"),
        ("split", {"n": "3"}, "value_not_allowed"),
        ("split", {"n": True}, "value_not_allowed"),
        ("split", {"amount": "0.02", "n": 3}, "instalment_below_minimum"),
        ("split", {"amount": "0.03", "n": 3}, None),
        ("split", {"n": 10**12}, "instalment_below_minimum"),
        ("split", {"minor_units": 1}, "value_not_allowed"),
        ("split", {"base_rounding": "CEILING"}, "value_not_allowed"),
        ("annuity", {"annual_rate": "-0.01"}, "value_not_allowed"),
        ("annuity", {"periods_per_year": 4}, "value_not_allowed"),
        ("annuity", {"rounding": ["HALF_UP"]}, "value_not_allowed"),
        ("dates", {"first_due": "2026-02-30"}, "not_a_date"),
        ("dates", {"holidays": ["2026-02-30"]}, "not_a_date"),
        ("dates", {"n": 0}, "n_out_of_range"),
        ("dates", {"n": 10**9}, "n_out_of_range"),
        ("dates", {"frequency": "semimonthly"}, "missing_field"),
        ("dates", {"frequency": "semimonthly", "days": [15, 1]}, "value_not_allowed"),
        ("dates", {"pay_day": 32}, "value_not_allowed"),
        ("dates", {"first_due": "9999-12-31", "n": 2}, "not_a_date"),
        ("dated_annuity", {"due_dates": ["2023-12-12"]}, "value_not_allowed"),
        ("penalty", {"base": "-0.01"}, "amount_not_positive"),
        ("penalty", {"basis": 364}, "value_not_allowed"),
        ("penalty", {"daily_rate": "0.0005"}, "value_not_allowed"),
        ("penalty", {"annual_rate": None, "daily_rate": "0.0005"}, None),
        ("penalty", {"payments": [{"date": "2026-01-12"}]}, "missing_field"),
        ("allocation", {"order": ["fees", "penalty", "interest"]}, "value_not_allowed"),
        ("allocation", {"order": ["fees", "fees", "interest", "principal"]}, "value_not_allowed"),
        ("waiver", {"percent": "100.01"}, "percent_out_of_range"),
        ("waiver", {"percent": "-1"}, "percent_out_of_range"),
        ("waiver", {"on": ["principal"]}, "waiver_of_principal"),
        ("waiver", {"on": ["costs"]}, "value_not_allowed"),
        ("settlement", {"pay_percent": "101"}, "percent_out_of_range"),
        ("settlement", {"pay_percent": "0", "principal_floor_percent": "0"}, "instalment_below_minimum"),
        ("extension", {"then": "same_maturity", "holiday_months": 12}, "no_periods_left"),
        ("extension", {"holiday_months": -1}, "n_out_of_range"),
        ("extension", {"holiday_months": 10**9}, "not_a_date"),
        ("prepay", {"extra": "9197.92"}, "overpaid"),
        ("prepay", {"after_k": 13}, "n_out_of_range"),
        ("prepay", {"extra": "0.00"}, "amount_not_positive"),
        ("rate", {"flows": [{"k": 0, "amount": "1.00"}]}, "no_rate"),
        ("rate", {"flows": [{"k": -1, "amount": "1.00"}]}, "n_out_of_range"),
        ("rate", {"method": "guess"}, "value_not_allowed"),
        ("cap", {"caps": {"a": "x"}}, "not_a_number"),
        ("cap", {"caps": []}, "value_not_allowed"),
        ("cap", {"charges": "1.00"}, "value_not_allowed"),
        ("affordability", {"max_n": 0}, "n_out_of_range"),
        ("affordability", {"min_surplus_percent": "101"}, "percent_out_of_range"),
        ("affordability", {"income": [{"amount": "1.00", "every": "daily"}]}, "value_not_allowed"),
        ("promise", {"amount": "0"}, "amount_not_positive"),
        ("dpd", {"buckets": [{"name": "late", "from": 1}]}, "value_not_allowed"),
        ("local_date", {"zone": "Mars/Olympus"}, "value_not_allowed"),
        ("local_date", {"instant_utc": "2026-02-30T00:00:00Z"}, "not_a_date"),
        ("local_date", {"instant_utc": "2026-12-10T15:59:59"}, "not_a_date"),
    ],
)
def test_each_refusal_has_its_code(kind: str, inputs: dict, expected: str | None) -> None:
    """P95."""
    assert code(changed(kind, **inputs)) == expected


def test_what_was_overpaid_comes_back_as_credit_in_the_currencys_decimals() -> None:
    assert answer_case(changed("prepay", extra="9197.92"))["error"]["credit"] == "0.01"
    whole = changed("prepay", principal="12000", extra="12001", min_tail="1", after_k=0, minor_units=0)
    assert answer_case(whole)["error"]["credit"] == "1"


PLAN = {"operation": "instalments", "amount": "100.00", "n": 3}
LOAN = {**PLAN, "operation": "instalments_with_interest", "annual_rate": "0.12", "cap": "0.24"}
PROMISE = {"operation": "promise", "amount": "50.00", "today": "2026-11-23", "date": "2026-12-01"}
PAYMENT = {"operation": "payment", "amount": "50.00", "currency": "CNY", "loan_currency": "CNY"}


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        (PLAN, None),
        ({**PLAN, "amount": "abc"}, "not_a_number"),
        ({**PLAN, "amount": "NaN", "n": 0}, "not_a_number"),
        ({**PLAN, "amount": "-1.005"}, "too_many_decimals"),
        ({**PLAN, "amount": "100.000"}, None),
        ({**PLAN, "amount": "-1", "n": 0}, "amount_not_positive"),
        ({**PLAN, "n": 0}, "n_out_of_range"),
        ({**PLAN, "n": 60}, None),
        ({**PLAN, "n": 61}, "n_out_of_range"),
        ({**PLAN, "n": 61, "policy_max_n": 61}, None),
        ({**PLAN, "amount": "0.02"}, "instalment_below_minimum"),
        ({**PLAN, "policy_min_instalment": "33.33"}, None),
        ({**PLAN, "policy_min_instalment": "33.34"}, "instalment_below_minimum"),
        ({**PLAN, "max_instalment": "33.34"}, None),
        ({**PLAN, "max_instalment": "33.33"}, "not_affordable"),
        (LOAN, None),
        ({**LOAN, "annual_rate": "0.24"}, None),
        ({**LOAN, "annual_rate": "0.2400001", "max_instalment": "1.00"}, "rate_above_cap"),
        ({**LOAN, "max_instalment": "34.00"}, "not_affordable"),
        ({"operation": "waiver", "percent": "100", "on": ["penalty"]}, None),
        ({"operation": "waiver", "percent": "100"}, None),
        ({"operation": "waiver", "percent": "half"}, "not_a_number"),
        ({"operation": "waiver", "percent": "101", "on": ["principal"]}, "percent_out_of_range"),
        ({"operation": "waiver", "percent": "10", "on": ["fees", "principal"]}, "waiver_of_principal"),
        (PROMISE, None),
        ({**PROMISE, "date": "2026-11-23"}, None),
        ({**PROMISE, "date": "2026-11-22"}, "date_in_past"),
        ({**PROMISE, "date": "2027-11-23"}, None),
        ({**PROMISE, "date": "2027-11-24"}, "date_too_far"),
        ({**PROMISE, "date": "2026-12-24", "policy_max_days": 30}, "date_too_far"),
        ({**PROMISE, "date": "2026-11-31"}, "not_a_date"),
        ({**PROMISE, "date": "2027-02-29", "amount": "0"}, "amount_not_positive"),
        (PAYMENT, None),
        ({**PAYMENT, "currency": "USD"}, "currency_mismatch"),
        ({**PAYMENT, "currency": "USD", "amount": "0"}, "amount_not_positive"),
        ({**PAYMENT, "currency": "KWD", "loan_currency": "KWD", "amount": "1.005"}, None),
        ({**PAYMENT, "currency": "JPY", "loan_currency": "JPY", "amount": "50.5"}, "too_many_decimals"),
        ({"operation": "gift"}, "value_not_allowed"),
        ({}, "missing_field"),
        ({"operation": "payment", "amount": "1.00"}, "missing_field"),
    ],
)
def test_a_requested_operation_is_judged_in_the_order_of_the_interface(inputs: dict, expected: str | None) -> None:
    """P12, P27, P95."""
    answer = answer_case({"id": "a", "kind": "reject", "inputs": inputs})
    assert answer.get("error", {}).get("code") == expected
    assert expected or answer["result"] == {"accepted": True}


@pytest.mark.parametrize(("periods", "refused"), [(365, False), (366, False), (367, True), (499_293, True)])
def test_a_year_has_no_more_periods_than_days(periods: int, refused: bool) -> None:
    case = copy.deepcopy(CASES["cap"])
    case["inputs"]["periods_per_year"] = periods
    answer = answer_case({**case, "id": "a"})
    assert ("error" in answer) == refused
    assert not refused or answer["error"]["message"] == "A year has at most 366 periods (periods_per_year)."


hostile = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["1e999999", "-0.00", "0", "1e-9", "9" * 400, "9999-12-31", "0001-01-01", 10**30, -(10**30)]),
    st.lists(st.integers() | st.text(max_size=3), max_size=3),
    st.dictionaries(st.text(max_size=4), st.text(max_size=4), max_size=2),
)


@given(st.sampled_from(sorted(CASES)), st.data())
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_stands_in_a_field_the_case_is_answered(kind: str, data: st.DataObject) -> None:
    """P95: with one of the known codes, and as JSON."""
    case = copy.deepcopy(CASES[kind])
    for field in data.draw(st.sets(st.sampled_from(sorted(case["inputs"])), min_size=1, max_size=2)):
        case["inputs"][field] = data.draw(hostile)
    case["id"] = "a"
    answer = json.loads(answer_text(json.dumps({"cases": [case]}).encode()))["cases"][0]
    assert ("result" in answer) != ("error" in answer)
    assert answer.get("error", {}).get("message") != "These values cannot be worked with."
    assert not re.search(r'"-0(\.0*)?"', json.dumps(answer))
