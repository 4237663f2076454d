"""Parameters as dated values, and what they come to for one product on one day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from relief.policy.specs import SPECS, Spec
from relief.policy.values import Held, from_json, to_json
from relief.policy.yaml_lines import Place

Status = Literal["law", "rule", "guidance", "self_reg", "product_default"]
STATUSES: tuple[Status, ...] = ("law", "rule", "guidance", "self_reg", "product_default")
BINDING: tuple[Status, ...] = ("law", "rule")
"""A value of one of these cannot be made laxer by an overlay."""


_PARAMETER_OF = {name.replace(".", "_"): name for name in SPECS}


@dataclass(frozen=True, slots=True)
class Dated:
    """A value from a day on (to `until`, included, where it ends), and where it is written down."""

    starts: date
    until: date | None
    value: Held
    status: Status
    source: str
    link: str
    verified: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Parameter:
    """One limit or choice of a pack; values rise by date."""

    name: str
    spec: Spec
    en: str
    zh: str
    values: tuple[Dated, ...]

    def on(self, day: date) -> Dated | None:
        """The value that applies on the day: the last one that has begun, unless it has ended."""
        found: Dated | None = None
        for value in self.values:
            if value.starts <= day:
                found = value
        return found if found and (found.until is None or day <= found.until) else None


@dataclass(frozen=True, slots=True)
class Version:
    """The value of a parameter that a decision used. `won_over` names packs whose value was laxer."""

    name: str
    value: Held
    pack: str
    starts: date
    status: Status
    source: str
    link: str
    verified: bool
    won_over: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "value": to_json(self.value),
            "pack": self.pack,
            "from": self.starts.isoformat(),
            "status": self.status,
            "source": self.source,
            "link": self.link,
            "verified": self.verified,
            "won_over": list(self.won_over),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Version:
        return cls(
            data["name"],
            from_json(data["value"], SPECS[data["name"]]),
            data["pack"],
            date.fromisoformat(data["from"]),
            data["status"],
            data["source"],
            data["link"],
            data["verified"],
            tuple(data["won_over"]),
        )


@dataclass(frozen=True, slots=True)
class Rules:
    """Every parameter that the engine reads, for one product, currency and day; amounts in minor units.

    A field is the parameter's name with `_` for the dot. Percentages are per hundred, rates a part of one.
    """

    plans_max_in_period: int
    plans_period_months: int
    plans_cool_down_days: int
    plans_notice_days: int
    plans_offset_days: int
    plans_offer_valid_days: int
    plans_grace_days: int
    plans_freeze_while_kept: bool
    instalments_allowed: bool
    instalments_max_months: int
    instalments_assistant_max_months: int
    instalments_min_amount: int
    instalments_rhythm: str
    instalments_remainder: Literal["last", "first", "spread_first"]
    instalments_without_budget_max_months: int
    extension_allowed: bool
    extension_max_months: int
    extension_interest: Literal["frozen", "deferred_simple", "capitalised"]
    extension_deferred_due: Literal["spread", "last"]
    extension_approver: str
    extension_to_income: bool
    extension_to_income_max_months: int
    extension_without_return_max_months: int
    extension_first_wage_days: int
    move_date_allowed: bool
    move_date_max_days: int
    move_date_max_in_period: int
    move_date_max_days_past_due: int
    waiver_penalty_percent: Fraction
    waiver_fees_percent: Fraction
    waiver_interest_percent: Fraction
    waiver_cap: int | None
    waiver_condition: str
    waiver_when_broken: str
    waiver_again_after_break: bool
    waiver_alone_reasons: tuple[str, ...]
    settlement_allowed: bool
    settlement_principal_floor_percent: Fraction
    settlement_total_floor_percent: Fraction
    settlement_min_days_past_due: int
    settlement_max_instalments: int
    settlement_approver: str
    settlement_pay_within_days: int
    promise_allowed: bool
    promise_max_days: int
    promise_max_open: int
    promise_max_broken: int
    promise_period_months: int
    promise_grace_days: int
    affordability_min_surplus: int
    affordability_min_surplus_percent: Fraction
    affordability_safety_share_percent: Fraction
    affordability_buffer_percent: Fraction
    affordability_buffer_cap: int | None
    affordability_debt_service_warn_percent: Fraction | None
    affordability_debt_service_person_percent: Fraction | None
    affordability_debt_service_max_percent: Fraction | None
    cap_basis: str
    cap_yearly_cost: Fraction | None
    cap_reference_rate: Fraction | None
    cap_reference_multiple: int | None
    cap_interest_of_principal_percent: Fraction | None
    approval_assistant_amount: int
    approval_collector_amount: int
    approval_assistant_waiver: int
    approval_collector_waiver: int
    approval_four_eyes_waiver: int | None
    approval_offer_stands_days: int
    pause_days: int
    pause_stops_penalty: bool
    hold_precedence: tuple[str, ...]
    disclosures_before_plan: tuple[str, ...]
    versions: Mapping[str, Version]

    @property
    def yearly_cap(self) -> Fraction | None:
        """The most that credit may cost a year, all in; None where no cap applies."""
        if self.cap_basis == "fixed":
            return self.cap_yearly_cost
        if self.cap_reference_rate is None or self.cap_reference_multiple is None:
            return None
        return self.cap_reference_rate * self.cap_reference_multiple

    @classmethod
    def of(cls, versions: Mapping[str, Version], currency: str) -> Rules:
        """The rules in one currency. Raises KeyError when a parameter or the currency is missing."""
        held: dict[str, Any] = {}
        for field in fields(cls)[:-1]:
            value = versions[_PARAMETER_OF[field.name]].value
            held[field.name] = value[currency] if isinstance(value, Mapping) else value
        return cls(**held, versions=versions)

    def to_json(self) -> list[dict[str, Any]]:
        """Every parameter with its value and version: enough to decide again, whatever the packs say later."""
        return [version.to_json() for version in self.versions.values()]

    @classmethod
    def from_json(cls, data: list[dict[str, Any]], currency: str) -> Rules:
        versions = [Version.from_json(entry) for entry in data]
        return cls.of({version.name: version for version in versions}, currency)
