"""Changed packs over a whole portfolio: who gets what instead, in bounded memory."""

from __future__ import annotations

import csv
from datetime import date, datetime, timezone
from pathlib import Path

import pytest
from click.testing import CliRunner

from relief.__main__ import main
from relief.facts import account_facts, budget_facts, situation_facts
from relief.policy.engine import decide
from relief.policy.invented import accounts
from relief.policy.model import Wishes
from relief.policy.packs import read_pack
from relief.policy.resolve import POLICIES, Packs, load
from relief.portfolio.demo import seed
from relief.portfolio_facts import portfolio, size
from relief.simulate import Summary, simulate
from relief.simulation_report import svg, table
from relief.store.engine import make_engine
from relief.store.migrate import migrate
from relief.store.uow import UnitOfWork

T = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 4, tzinfo=timezone.utc)
STRICT = (POLICIES / "lender.yml").read_text("utf-8").replace("values: [{value: 100}]", "values: [{value: 80}]", 1)


@pytest.fixture(scope="module")
def packs() -> Packs:
    return load()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.db'}"
    engine = make_engine(url)
    migrate(engine)
    seed(engine, T, 60)
    engine.dispose()
    return url


def test_the_same_packs_change_nobodys_outcome(packs: Packs) -> None:
    summary = Summary()
    facts = ((account, situation, T) for account, situation in accounts(200, 1, T))
    assert list(simulate(facts, packs, load(), summary)) == []
    assert (summary.looked_at, summary.changed, summary.undecidable) == (200, 0, 0)


def test_a_smaller_safety_share_names_itself_as_the_reason(packs: Packs) -> None:
    summary = Summary()
    proposed = packs.with_pack(read_pack(STRICT, "lender.yml"))
    facts = ((account, situation, T) for account, situation in accounts(300, 1, T))
    changes = list(simulate(facts, packs, proposed, summary))
    assert changes and len(changes) == summary.changed == sum(summary.moves.values())
    assert all("affordability.safety_share_percent" in change.why for change in changes)
    longer = [change for change in changes if change.before.kind == change.after.kind == "instalments"]
    assert longer and all(change.after.payments >= change.before.payments for change in longer)
    assert str(summary.changed) in svg(summary) and "instalments" in table(summary)


def test_a_loan_that_no_pack_covers_is_counted_and_not_guessed_at(packs: Packs) -> None:
    summary = Summary()
    without = Packs(packs.base, {"cn": packs.jurisdictions["cn"]}, packs.lender)
    facts = ((account, situation, T) for account, situation in accounts(50, 1, T))
    list(simulate(facts, packs, without, summary))
    assert 0 < summary.undecidable < 50
    assert "could not be decided" in table(summary)


def test_the_command_writes_table_csv_and_chart(tmp_path: Path) -> None:
    (tmp_path / "new.yml").write_text(STRICT, "utf-8")
    out = {name: str(tmp_path / name) for name in ("new.yml", "out.csv", "out.html")}
    arguments = [
        "simulate",
        "--policy",
        out["new.yml"],
        "--csv",
        out["out.csv"],
        "--chart",
        out["out.html"],
        "--made",
        "200",
    ]
    result = CliRunner().invoke(main, [*arguments, "--quiet"])
    assert result.exit_code == 0 and "200 loans looked at" in result.output
    rows = list(csv.DictReader(Path(out["out.csv"]).open(encoding="utf-8")))
    assert rows and f"{len(rows)} with a different outcome" in result.output
    assert "<svg" in Path(out["out.html"]).read_text("utf-8")


def test_the_command_simulates_over_the_stored_portfolio(
    tmp_path: Path, demo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", demo)
    monkeypatch.setenv("EVENKEEL_NOW", "2026-11-23T04:00:00Z")
    (tmp_path / "new.yml").write_text(STRICT, "utf-8")
    result = CliRunner().invoke(
        main,
        [
            "simulate",
            "--policy",
            str(tmp_path / "new.yml"),
            "--csv",
            str(tmp_path / "o.csv"),
            "--chart",
            str(tmp_path / "o.svg"),
        ],
    )
    assert result.exit_code == 0 and "66 loans looked at" in result.output
    assert (tmp_path / "o.svg").read_text("utf-8").startswith("<svg")


@pytest.mark.parametrize(("text", "says"), [("pack: lender", "lender.yml, line 1"), (None, "cannot be read")])
def test_a_pack_that_cannot_be_used_ends_with_its_line(tmp_path: Path, text: str | None, says: str) -> None:
    path = tmp_path / "lender.yml"
    if text:
        path.write_text(text, "utf-8")
    result = CliRunner().invoke(main, ["simulate", "--policy", str(path), "--made", "1"])
    assert result.exit_code == 2 and says in result.output


def test_an_empty_database_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    (tmp_path / "lender.yml").write_text(STRICT, "utf-8")
    result = CliRunner().invoke(
        main,
        [
            "simulate",
            "--policy",
            str(tmp_path / "lender.yml"),
            "--csv",
            str(tmp_path / "o.csv"),
            "--chart",
            str(tmp_path / "o.svg"),
        ],
    )
    assert result.exit_code == 2 and "make seed" in result.output


# --- facts from the store -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reference", "kind", "payments", "amount"),
    [
        ("EK-482913", "instalments", 4, 55008),
        ("EK-274681", "instalments", 9, 52550),
        ("EK-638250", "promise", 1, 23032),
        ("EK-746019", "instalments", 2, 56384),
        ("EK-821465", "instalments", 9, 112402),
        ("EK-459738", "instalments", 27, 12426),
        ("EK-682093", None, 0, 0),
    ],
)
def test_the_people_as_they_are_stored_get_what_their_story_says(
    packs: Packs, demo: str, reference: str, kind: str | None, payments: int, amount: int
) -> None:
    engine = make_engine(demo)
    with UnitOfWork(engine, readonly=True) as uow:
        borrower = uow.borrowers.by_reference(reference)
        assert borrower
        loan = uow.loans.of_borrower(borrower.id)[0]
        account = account_facts(uow, borrower.id, loan.id, NOW)
        found = decide(account, situation_facts(uow, borrower), Wishes(), packs, T).offers
    engine.dispose()
    if kind is None:
        assert found == ()
    else:
        assert (found[0].kind, len(found[0].payments), found[0].payments[0].amount) == (kind, payments, amount)


def test_the_portfolio_has_every_active_loan_once_and_says_the_same_as_one_account(demo: str) -> None:
    engine = make_engine(demo)
    with UnitOfWork(engine, readonly=True) as uow:
        found = list(portfolio(uow, NOW))
        assert len(found) == size(uow) == len({account.focus for account, _, _ in found})
        for account, _, _ in found[:20]:
            single = account_facts(uow, account.borrower, account.focus, NOW)
            assert (single.loans, single.binding, single.jurisdictions, single.pay_day) == (
                account.loans, account.binding, account.jurisdictions, account.pay_day,
            )  # fmt: skip
            assert sorted(plan.agreed_on for plan in single.plans) == sorted(plan.agreed_on for plan in account.plans)
    engine.dispose()


def test_a_stored_budget_keeps_the_day_of_seasonal_income() -> None:
    budget = budget_facts(
        [
            {"side": "income", "label": "pigs", "amount": 6200000, "every": "yearly", "next_on": "2027-02-05"},
            {"side": "essentials", "label": "food", "amount": 220000, "every": "monthly"},
        ]
    )
    assert budget.income[0].next_on == date(2027, 2, 5) and budget.spending[0].group == "food" and budget.irregular
