"""Reading policy packs: strict, with the file, the line and the remedy in every complaint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path

from relief.dates import date_from_text
from relief.policy import values
from relief.policy.parameters import STATUSES, Dated, Parameter, Status
from relief.policy.specs import SPECS, STATES, Spec
from relief.policy.yaml_lines import Items, PackError, Place, Scalar, Table, parse
from relief.refusals import Refused

KINDS = ("base", "jurisdiction", "lender")
HELP_KINDS = ("crisis", "emergency", "advice", "complaint")
CONSEQUENCES = ("record", "court", "taken", "arrest", "family")
"""What may follow when nothing is paid, in the order in which it is told."""
STOPS = ("contact", "offers", "interest", "charges", "payment_prompts", "enforcement")
_VALUE_KEYS = ("from", "until", "value", "status", "source", "link", "verified")
_PARAMETER_KEYS = ("unit", "en", "zh", "values")


@dataclass(frozen=True, slots=True)
class Helpline:
    """Somebody outside who helps, free of charge; names and hours in both languages."""

    kind: str
    en: str
    zh: str
    number: str
    hours_en: str
    hours_zh: str
    link: str
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Hold:
    """A freeze: which states bring it, what it stops, for how many days (None: until it is lifted), and who may lift it."""

    id: str
    states: tuple[str, ...]
    stops: tuple[str, ...]
    days: int | None
    en: str
    zh: str
    status: str
    source: str
    link: str
    verified: bool
    lifted_by: str = "person"


@dataclass(frozen=True, slots=True)
class Consequence:
    """One thing that may follow, or may not, in plain words; a place replaces the base pack's words of the same kind."""

    kind: str
    en: str
    zh: str
    status: str
    source: str
    link: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Pack:
    """One file of `policies/`. `products` holds a lender's own limits for a product (and its jurisdiction)."""

    id: str
    kind: str
    en: str
    zh: str
    file: str
    starts: date
    currencies: tuple[str, ...]
    parameters: Mapping[str, Parameter]
    products: Mapping[str, Product]
    helplines: tuple[Helpline, ...]
    holds: tuple[Hold, ...]
    consequences: tuple[Consequence, ...] = ()


@dataclass(frozen=True, slots=True)
class Product:
    """What a lender sets for one product, above its own general values."""

    name: str
    jurisdiction: str
    parameters: Mapping[str, Parameter]


def read_pack(text: str, file: str) -> Pack:
    """A pack from its YAML text. Raises PackError: unknown or duplicate keys, gaps between dates, wrong units."""
    top = parse(text, file)
    top.only(
        "pack",
        "kind",
        "title",
        "from",
        "currencies",
        "defaults",
        "parameters",
        "products",
        "helplines",
        "holds",
        "consequences",
    )
    top.require("pack", "kind", "title", "from", "parameters")
    kind = top.scalar("kind")
    values.at_unknown(kind.at, kind.text, KINDS)
    title = top.table("title")
    title.only("en", "zh")
    title.require("en", "zh")
    reader = _Reader(_defaults(top), _day(top, "from"))
    return Pack(
        id=top.text("pack"),
        kind=kind.text,
        en=title.text("en"),
        zh=title.text("zh"),
        file=file,
        starts=reader.starts,
        currencies=_words(top.items("currencies")) if "currencies" in top.members else (),
        parameters=reader.parameters(top.table("parameters")),
        products=_products(top, kind.text, reader),
        helplines=tuple(_helpline(entry) for entry in _entries(top, "helplines")),
        holds=tuple(_hold(entry) for entry in _entries(top, "holds")),
        consequences=tuple(_consequence(entry) for entry in _entries(top, "consequences")),
    )


def read_file(path: Path) -> Pack:
    """A pack from a file. Raises PackError, also when it cannot be read."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PackError(str(path), 1, f"the file cannot be read ({error}).", "Save it as UTF-8 text here.") from error
    return read_pack(text, path.name)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads parameters of a pack; what a value does not say itself comes from the pack's `defaults`."""

    defaults: Mapping[str, Scalar]
    starts: date

    def parameters(self, table: Table) -> dict[str, Parameter]:
        found: dict[str, Parameter] = {}
        for name, body in table.tables():
            spec = SPECS.get(name)
            if spec is None:
                raise table.keys[name].error(
                    f"the parameter {name!r} is not known.", f"Did you mean {_nearest(name)!r}? Correct or delete it."
                )
            found[name] = self.parameter(name, spec, body, table.keys[name])
        return found

    def parameter(self, name: str, spec: Spec, body: Table, at: Place) -> Parameter:
        body.only(*_PARAMETER_KEYS)
        body.require(*_PARAMETER_KEYS)
        if body.text("unit") != spec.unit:
            raise body.keys["unit"].error(f"{name} has the unit {body.text('unit')!r}.", f"Write unit: {spec.unit}")
        dated: list[Dated] = []
        for item in body.items("values").items:
            if not isinstance(item, Table):
                raise item.at.error("a dated value is a table.", "Write - {from: 2026-01-01, value: …}")
            dated.append(self.dated(name, spec, item))
        if not dated:
            raise at.error(f"{name} has no value.", "Write at least one dated value.")
        for earlier, later in pairwise(dated):
            if later.starts <= earlier.starts:
                raise later.place.error(
                    f"{name}: {later.starts} does not come after {earlier.starts}.", "Sort by date."
                )
            if earlier.until is not None and earlier.until + timedelta(days=1) != later.starts:
                raise later.place.error(
                    f"{name}: between {earlier.until} and {later.starts} there is a gap or an overlap.",
                    "Let the next value begin on the day after the one before ends.",
                )
        return Parameter(name, spec, body.text("en"), body.text("zh"), tuple(dated))

    def dated(self, name: str, spec: Spec, item: Table) -> Dated:
        item.only(*_VALUE_KEYS)
        item.require("value")
        status = self.word(item, "status")
        values.at_unknown(status.at, status.text, STATUSES)
        link = self.word(item, "link")
        if not link.text.startswith(("https://", "http://")) and status.text != "product_default":
            raise link.at.error(f"{name}: {link.text!r} is no link to a source.", "Write the address of the source.")
        verified = self.word(item, "verified")
        values.at_unknown(verified.at, verified.text, ("true", "false"))
        return Dated(
            starts=_day(item, "from") if "from" in item.members else self.starts,
            until=_day(item, "until") if "until" in item.members else None,
            value=values.read(item.members["value"], name, spec),
            status=_status(status.text),
            source=self.word(item, "source").text,
            link=link.text,
            verified=verified.text == "true",
            place=item.at,
        )

    def word(self, item: Table, key: str) -> Scalar:
        if key in item.members:
            item.text(key)
            return item.scalar(key)
        if key in self.defaults:
            return self.defaults[key]
        raise item.at.error(f"{key!r} is missing.", f"Write {key}: here, or once under defaults: at the top.")


def _status(text: str) -> Status:
    return next(status for status in STATUSES if status == text)


def _nearest(name: str) -> str:
    return (get_close_matches(name, list(SPECS), 1, 0) or [""])[0]


def _day(table: Table, key: str) -> date:
    try:
        return date_from_text(table.text(key))
    except Refused as refused:
        raise table.scalar(key).at.error(
            f"{table.text(key)!r} is no day of the calendar.", "Write YYYY-MM-DD."
        ) from refused


def _words(items: Items) -> tuple[str, ...]:
    return tuple(item.text for item in items.items if isinstance(item, Scalar))


def _defaults(top: Table) -> dict[str, Scalar]:
    if "defaults" not in top.members:
        return {}
    table = top.table("defaults")
    table.only("status", "source", "link", "verified")
    return {key: table.scalar(key) for key in table.members}


def _products(top: Table, kind: str, reader: _Reader) -> dict[str, Product]:
    if "products" not in top.members:
        return {}
    if kind != "lender":
        raise top.keys["products"].error("only a lender's pack has products.", "Move them to lender.yml.")
    found: dict[str, Product] = {}
    for name, body in top.table("products").tables():
        body.only("jurisdiction", "parameters")
        body.require("jurisdiction")
        limits = reader.parameters(body.table("parameters")) if "parameters" in body.members else {}
        found[name] = Product(name, body.text("jurisdiction"), limits)
    return found


def _entries(top: Table, key: str) -> list[Table]:
    if key not in top.members:
        return []
    found: list[Table] = []
    for item in top.items(key).items:
        if not isinstance(item, Table):
            raise item.at.error(f"an entry of {key} is a table.", "Begin it with a dash and its first key.")
        found.append(item)
    return found


def _helpline(entry: Table) -> Helpline:
    keys = ("kind", "en", "zh", "number", "hours_en", "hours_zh", "link", "source", "verified")
    entry.only(*keys)
    entry.require(*keys)
    values.at_unknown(entry.scalar("kind").at, entry.text("kind"), HELP_KINDS)
    values.at_unknown(entry.scalar("verified").at, entry.text("verified"), ("true", "false"))
    return Helpline(**{key: entry.text(key) for key in keys[:-1]}, verified=entry.text("verified") == "true")


def _hold(entry: Table) -> Hold:
    keys = ("id", "states", "stops", "days", "en", "zh", "status", "source", "link", "verified")
    entry.only(*keys, "lifted_by")
    entry.require(*keys)
    lifted_by = entry.text("lifted_by") if "lifted_by" in entry.members else "person"
    values.at_unknown(entry.at, lifted_by, ("person", "borrower"))
    states, stops = entry.items("states"), entry.items("stops")
    for state in _words(states):
        values.at_unknown(states.at, state, STATES)
    for stop in _words(stops):
        values.at_unknown(stops.at, stop, STOPS)
    values.at_unknown(entry.scalar("status").at, entry.text("status"), STATUSES)
    values.at_unknown(entry.scalar("verified").at, entry.text("verified"), ("true", "false"))
    days = entry.scalar("days")
    if days.text != "none" and not days.text.isdecimal():
        raise days.at.error(f"days is {days.text!r}.", "Write a whole number, or none when a person lifts it.")
    return Hold(
        states=_words(states),
        stops=_words(stops),
        days=None if days.text == "none" else int(days.text),
        verified=entry.text("verified") == "true",
        lifted_by=lifted_by,
        **{key: entry.text(key) for key in ("id", "en", "zh", "status", "source", "link")},
    )


def _consequence(entry: Table) -> Consequence:
    keys = ("kind", "en", "zh", "status", "source", "link", "verified")
    entry.only(*keys)
    entry.require(*keys)
    values.at_unknown(entry.scalar("kind").at, entry.text("kind"), CONSEQUENCES)
    values.at_unknown(entry.scalar("status").at, entry.text("status"), STATUSES)
    values.at_unknown(entry.scalar("verified").at, entry.text("verified"), ("true", "false"))
    return Consequence(**{key: entry.text(key) for key in keys[:-1]}, verified=entry.text("verified") == "true")
