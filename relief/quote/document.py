"""A document of cases in, a document of answers out."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from decimal import Decimal

from relief.money import text_from_minor
from relief.quote import calendar, charges, costs, judgement, plans
from relief.quote.fields import Fields, with_minor_units
from relief.quote.writing import Answer
from relief.refusals import Refused

_log = logging.getLogger(__name__)

KINDS: dict[str, Callable[[Fields], Answer]] = {
    "split": plans.answer_split,
    "annuity": plans.answer_annuity,
    "equal_principal": plans.answer_equal_principal,
    "flat": plans.answer_flat,
    "dates": calendar.answer_dates,
    "payday": calendar.answer_payday,
    "dated_annuity": plans.answer_dated_annuity,
    "penalty": charges.answer_penalty,
    "allocation": charges.answer_allocation,
    "waiver": charges.answer_waiver,
    "settlement": charges.answer_settlement,
    "extension": plans.answer_extension,
    "prepay": plans.answer_prepay,
    "rate": costs.answer_rate,
    "cap": costs.answer_cap,
    "affordability": costs.answer_affordability,
    "promise": calendar.answer_promise,
    "dpd": calendar.answer_dpd,
    "local_date": calendar.answer_local_date,
    "reject": judgement.answer_reject,
}


class NotADocument(ValueError):
    """What came in is not JSON, or has no list `cases`."""


def answer_text(text: bytes) -> bytes:
    """Answer a JSON document of cases with a JSON document of answers, both UTF-8.

    Raises NotADocument when there is nothing to answer at all.
    """
    answered = answer_document(_parsed(text))
    written = json.dumps(answered, ensure_ascii=False)
    try:
        return written.encode("utf-8") + b"\n"
    except UnicodeEncodeError:  # half a surrogate pair in an id can only be given back escaped
        return json.dumps(answered).encode("ascii") + b"\n"


def _parsed(text: bytes) -> object:
    try:
        return json.loads(text, parse_float=Decimal, parse_int=_whole_number, parse_constant=Decimal)
    except (ValueError, RecursionError) as error:
        raise NotADocument(f"The document is not JSON: {_one_line(error)}") from error


def _whole_number(digits: str) -> int | Decimal:
    # A number too long for int() is still a number; as a Decimal it is refused where an int is wanted.
    return int(digits) if len(digits) < 1000 else Decimal(digits)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def answer_document(document: object) -> Answer:
    """Answer each case of a parsed document from its inputs alone, in the order they came."""
    cases = document.get("cases") if isinstance(document, dict) else None
    if not isinstance(cases, list):
        raise NotADocument("The document has no list named cases.")
    return {"cases": [answer_case(case) for case in cases]}


def answer_case(case: object) -> Answer:
    """The result of one case, or its refusal; never both, and never an exception."""
    answer: Answer = {"id": None, "kind": None}
    try:
        members = Fields(case, "A case")
        answer = {"id": _given_back(members, "id"), "kind": _given_back(members, "kind")}
        members.require("id", "kind")
        kind = members.raw("kind")
        if not isinstance(kind, str) or kind not in KINDS:
            raise Refused("unknown_kind", "There is no such kind of case.")
        return answer | {"result": KINDS[kind](members.object("inputs"))}
    except Refused as refused:
        return answer | {"error": _error(refused, case)}
    except Exception as error:  # one case must never take the others down with it
        _log.warning("A case could not be answered: %s", type(error).__name__)
        return answer | {"error": _error(Refused("value_not_allowed", "These values cannot be worked with."), case)}


def _given_back(members: Fields, name: str) -> object:
    value = members.values.get(name)
    return value if isinstance(value, str | int) else None


def _error(refused: Refused, case: object) -> Answer:
    error: Answer = {"code": refused.code, "message": refused.message}
    if refused.credit is not None:
        inputs = with_minor_units(Fields(case, "A case").object("inputs"))
        error["credit"] = text_from_minor(refused.credit, inputs.decimals)
    return error
