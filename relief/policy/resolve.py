"""Which packs apply, and which of their values counts.

Base is always on; a jurisdiction's value stands above it; of several jurisdictions the stricter value wins; the
lender's own value and then its product's stand above that, but never laxer than a law or rule below.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from relief.policy.packs import CONSEQUENCES, Consequence, Helpline, Hold, Pack, read_file
from relief.policy.parameters import BINDING, STATUSES, Dated, Parameter, Rules, Version
from relief.policy.specs import SPECS
from relief.policy.values import Held, laxer, stricter
from relief.policy.yaml_lines import PackError

POLICIES = Path(__file__).parents[2] / "policies"


class NoParameter(LookupError):
    """Nothing is laid down for this day, place, product or currency; nothing may be decided."""


@dataclass(frozen=True)
class Packs:
    """The packs in force. `rules` remembers what it worked out."""

    base: Pack
    jurisdictions: Mapping[str, Pack]
    lender: Pack | None = None
    _known: dict[tuple[tuple[str, ...], str, str, date], Rules] = field(default_factory=dict, repr=False, compare=False)

    def rules(self, jurisdictions: tuple[str, ...], product: str, currency: str, day: date) -> Rules:
        """Everything the engine reads. Raises NoParameter."""
        key = (jurisdictions, product, currency, day)
        known = self._known.get(key)
        if known is None:
            versions = {name: self.version(name, jurisdictions, product, day) for name in SPECS}
            decides = {name: version for name, version in versions.items() if SPECS[name].decides}
            try:
                known = Rules.of(decides, currency)
            except KeyError as error:
                raise NoParameter(f"no amounts are laid down in {currency}; add it to the packs") from error
            if len(self._known) > 500:
                self._known.clear()
            self._known[key] = known
        return known

    def version(self, name: str, jurisdictions: tuple[str, ...], product: str, day: date) -> Version:
        """The value of one parameter that counts on the day. Raises NoParameter."""
        spec = SPECS[name]
        base = self.base.parameters[name].on(day)
        if base is None:
            raise NoParameter(f"{name} has no value on {day}; the base pack begins on {self.base.starts}")
        found: Version | None = None
        for code in jurisdictions:
            own = self.pack(code).parameters.get(name)
            here = _above(_version(name, base, self.base.id), _on(own, day), code)
            if found is None:
                found = here
                continue
            value = stricter(spec, found.value, here.value)
            if found.value == here.value:  # the one that binds more names it
                found = min(found, here, key=lambda version: STATUSES.index(version.status))
            elif value == found.value:
                found = _won(found, here.pack)
            elif value == here.value:
                found = _won(here, found.pack)
            else:
                found = Version(
                    name, value, f"{found.pack}+{here.pack}", max(found.starts, here.starts),
                    found.status, f"{found.source}; {here.source}", found.link, found.verified and here.verified,
                )  # fmt: skip
        version = found or _version(name, base, self.base.id)
        if self.lender:
            own = self.lender.parameters.get(name)
            version = _above(version, _on(own, day), self.lender.id)
            special = self.lender.products.get(product)
            own = special.parameters.get(name) if special else None
            version = _above(version, _on(own, day), f"{self.lender.id}/{product}")
        return version

    def pack(self, code: str) -> Pack:
        """The pack of a jurisdiction (`base` is the base pack). Raises NoParameter."""
        if code == self.base.id:
            return self.base
        try:
            return self.jurisdictions[code]
        except KeyError as error:
            raise NoParameter(f"there is no policy pack {code!r}; add policies/{code}.yml") from error

    def helplines(self, code: str, kind: str | None = None) -> tuple[Helpline, ...]:
        """Where help is to be found in a jurisdiction; the base pack's where it names none."""
        own = [line for line in self.pack(code).helplines if kind in (None, line.kind)]
        return tuple(own or [line for line in self.base.helplines if kind in (None, line.kind)])

    def consequences(self, code: str) -> tuple[Consequence, ...]:
        """What may follow when nothing is paid, in order: the place's own words, else the base pack's."""
        own = {one.kind: one for one in (*self.base.consequences, *self.pack(code).consequences)}
        return tuple(own[kind] for kind in CONSEQUENCES if kind in own)

    def holds(self, code: str) -> tuple[Hold, ...]:
        """The freezes of a jurisdiction and those of the base pack that it does not replace."""
        own = self.pack(code).holds
        ids = {hold.id for hold in own}
        return (*own, *(hold for hold in self.base.holds if hold.id not in ids))

    def with_pack(self, pack: Pack) -> Packs:
        """The same packs with one of them replaced, checked anew. Raises PackError."""
        if pack.kind == "lender":
            return assemble([self.base, *self.jurisdictions.values(), pack])
        lender = [self.lender] if self.lender else []
        others = [known for known in (self.base, *self.jurisdictions.values()) if known.id != pack.id]
        return assemble([*others, pack, *lender])


def load(folder: Path = POLICIES) -> Packs:
    """Every `*.yml` of a folder, put together and checked. Raises PackError."""
    return assemble([read_file(path) for path in sorted(folder.glob("*.yml"))])


def assemble(packs: list[Pack]) -> Packs:
    """Check packs against each other: one base without gaps, no overlay laxer than a law below it."""
    base = [pack for pack in packs if pack.kind == "base"]
    lenders = [pack for pack in packs if pack.kind == "lender"]
    if len(base) != 1 or len(lenders) > 1:
        raise PackError("policies", 1, f"{len(base)} base packs and {len(lenders)} lenders' packs.", "One of each.")
    places: dict[str, Pack] = {}
    for pack in packs:
        if pack.id in places:
            raise PackError(pack.file, 1, f"{pack.id!r} is also in {places[pack.id].file}.", "Give it another name.")
        places[pack.id] = pack
    jurisdictions = {pack.id: pack for pack in packs if pack.kind == "jurisdiction"}
    together = Packs(base[0], jurisdictions, lenders[0] if lenders else None)
    _check_base(base[0])
    for pack in jurisdictions.values():
        for overlay in pack.parameters.values():
            _check_above(overlay, [base[0]])
    for pack in lenders:
        for overlay in pack.parameters.values():
            _check_above(overlay, [base[0], *jurisdictions.values()])
        for product in pack.products.values():
            if product.jurisdiction not in places:
                raise PackError(
                    pack.file, 1, f"{product.name} names the jurisdiction {product.jurisdiction!r}.",
                    f"Use one of: {', '.join(sorted(places))}.",
                )  # fmt: skip
            for overlay in product.parameters.values():
                _check_above(overlay, [base[0], together.pack(product.jurisdiction)])
    return together


def _check_base(base: Pack) -> None:
    for name, spec in SPECS.items():
        parameter = base.parameters.get(name)
        if parameter is None:
            raise PackError(base.file, 1, f"{name} has no value: a gap.", "Add it; every parameter needs a base value.")
        first, last = parameter.values[0], parameter.values[-1]
        if first.starts > base.starts:
            raise first.place.error(
                f"{name} begins on {first.starts}, the pack on {base.starts}: a gap.", "Begin then."
            )
        if last.until is not None:
            raise last.place.error(f"{name} ends on {last.until}: a gap after it.", "Delete until:, or add a value.")
        if spec.unit != "money":
            continue
        for dated in parameter.values:
            missing = set(base.currencies) - set(dated.value) if isinstance(dated.value, Mapping) else set()
            if missing:
                raise dated.place.error(f"{name} says nothing in {', '.join(sorted(missing))}: a gap.", "Add amounts.")


def _check_above(overlay: Parameter, below: list[Pack]) -> None:
    for pack in below:
        law = pack.parameters.get(overlay.name)
        if law is None:
            continue
        for own, legal in _together(overlay, law):
            if legal.status in BINDING and _is_laxer(overlay.name, own.value, legal.value):
                raise own.place.error(
                    f"{overlay.name} is laxer than the {legal.status} in {pack.file} ({_shown(legal)}).",
                    f"Write a value that keeps to it ({legal.source}), or take the line out.",
                )


def _together(one: Parameter, other: Parameter) -> Iterator[tuple[Dated, Dated]]:
    """The pairs of values that apply on one day."""
    for day in sorted({value.starts for value in (*one.values, *other.values)}):
        here, there = one.on(day), other.on(day)
        if here and there:
            yield here, there


def _is_laxer(name: str, value: Held, than: Held) -> bool:
    if isinstance(value, Mapping) and isinstance(than, Mapping):
        than = {currency: amount for currency, amount in than.items() if currency in value}
        value = {currency: amount for currency, amount in value.items() if currency in than}
    return laxer(SPECS[name], value, than)


def _shown(dated: Dated) -> str:
    value = dated.value
    return "–".join(value) if isinstance(value, tuple) else str(value)


def _version(name: str, dated: Dated, pack: str) -> Version:
    return Version(name, dated.value, pack, dated.starts, dated.status, dated.source, dated.link, dated.verified)


def _on(parameter: Parameter | None, day: date) -> Dated | None:
    return parameter.on(day) if parameter else None


def _won(version: Version, over: str) -> Version:
    return Version(
        version.name, version.value, version.pack, version.starts, version.status, version.source, version.link,
        version.verified, (*version.won_over, over),
    )  # fmt: skip


def _above(below: Version, dated: Dated | None, pack: str) -> Version:
    """The overlay's value, unless a law or rule below is stricter."""
    if dated is None:
        return below
    if below.status in BINDING and _is_laxer(below.name, dated.value, below.value):
        return _won(below, pack)
    above = _version(below.name, dated, pack)
    if isinstance(above.value, Mapping) and isinstance(below.value, Mapping):
        merged = {**below.value, **above.value}
        return Version(above.name, merged, pack, above.starts, above.status, above.source, above.link, above.verified)
    return above
