"""Files of a lender's books: in, out, and what is wrong with them."""

from __future__ import annotations

import csv
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import datetime, timezone
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from benchmarks.import_rows import rows as many_rows
from relief.accounts import overview
from relief.portfolio.columns import NAMES
from relief.portfolio.exporting import Cells, export_file, write_rows
from relief.portfolio.importing import Imported, import_file
from relief.portfolio.reading import UnusableFile
from relief.portfolio.template import EXAMPLE, describe, write_template
from relief.store import tables
from relief.store.engine import make_engine
from relief.store.uow import UnitOfWork

NOW = datetime(2026, 11, 23, 9, tzinfo=timezone.utc)
ROOT = Path(__file__).parents[3]
BORROWER, CONTACT, _, LOAN, PAYMENT, REVERSAL, FREEZE = EXAMPLE


def taken(engine: Engine, folder: Path, *rows: Cells, dry_run: bool = False) -> Imported:
    """Import rows by way of a CSV file."""
    file = folder / "rows.csv"
    write_rows(file, iter(rows))
    return import_file(engine, file, now=NOW, dry_run=dry_run)


def errors(done: Imported) -> list[list[str]]:
    assert done.errors is not None
    with done.errors.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


def counts(done: Imported) -> dict[str, int]:
    return {f"{record} {outcome}": count for (record, outcome), count in done.counts.items()}


def payments(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(tables.payments)).scalar_one())


def test_an_export_of_the_demo_comes_back_as_it_was(demo: Engine, engine: Engine, tmp_path: Path) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    export_file(demo, first)
    done = import_file(engine, first, now=NOW)
    assert done.bad == 0
    export_file(engine, second)
    assert second.read_bytes() == first.read_bytes()
    assert first.stat().st_size > 100_000


def test_balances_are_the_same_after_an_import(demo: Engine, sqlite_engine: Engine, tmp_path: Path) -> None:
    export_file(demo, tmp_path / "all.csv")
    import_file(sqlite_engine, tmp_path / "all.csv", now=NOW)
    for reference in ("EK-482913", "EK-274681", "EK-682093"):
        figures = []
        for one in (demo, sqlite_engine):
            with UnitOfWork(one, readonly=True) as uow:
                borrower = uow.borrowers.by_reference(reference)
                assert borrower is not None
                (loan,) = overview(uow, borrower.id, NOW).loans
                figures.append((loan.total_due, loan.charges, loan.principal_left, loan.days_late, loan.next_due))
        assert figures[0] == figures[1]


def test_a_workbook_carries_the_same_as_a_csv_file(demo: Engine, sqlite_engine: Engine, tmp_path: Path) -> None:
    book, text, again = tmp_path / "all.xlsx", tmp_path / "all.csv", tmp_path / "again.csv"
    export_file(demo, book)
    export_file(demo, text)
    assert import_file(sqlite_engine, book, now=NOW).bad == 0
    export_file(sqlite_engine, again)
    assert again.read_bytes() == text.read_bytes()


def test_the_same_file_twice_changes_nothing(engine: Engine, tmp_path: Path) -> None:
    first = taken(engine, tmp_path, *EXAMPLE)
    assert set(name.split()[1] for name in counts(first)) == {"new"}
    again = taken(engine, tmp_path, *EXAMPLE)
    assert set(name.split()[1] for name in counts(again)) == {"unchanged"}
    assert (sum(again.counts.values()), again.errors) == (len(EXAMPLE), None)


def test_the_template_imports_as_it_is(sqlite_engine: Engine, tmp_path: Path) -> None:
    for name in ("template.csv", "template.xlsx"):
        write_template(tmp_path / name)
        assert import_file(sqlite_engine, tmp_path / name, now=NOW).bad == 0


def test_numbers_and_days_that_excel_keeps_as_its_own_are_understood(sqlite_engine: Engine, tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.active.append(list(NAMES))
    typed = {"principal": 12000, "annual_rate": 0.18, "n": 12, "first_due": datetime(2026, 6, 10), "amount": 1100.16}
    for row in (BORROWER, LOAN, PAYMENT):
        workbook.active.append([typed.get(name, row[name]) if row.get(name) else None for name in NAMES])
    workbook.save(tmp_path / "typed.xlsx")
    done = import_file(sqlite_engine, tmp_path / "typed.xlsx", now=NOW)
    assert done.bad == 0
    with UnitOfWork(sqlite_engine, readonly=True) as uow:
        payment = uow.payments.by_reference("EX-PAY-1")
        assert payment is not None and payment.amount == 1100_16


def test_good_rows_go_in_and_bad_rows_go_to_the_error_file(engine: Engine, tmp_path: Path) -> None:
    broken = {**PAYMENT, "reference": "EX-PAY-2", "amount": "12.345"}
    done = taken(engine, tmp_path, BORROWER, LOAN, PAYMENT, broken)
    assert (done.rows, done.bad) == (4, 1)
    assert errors(done) == [
        [
            "5",
            "amount",
            "12.345",
            "The amount has more decimals than the currency, which has 2",
            "write it like 1234.56, with 2 decimals at most",
        ]
    ]
    assert payments(engine) == 1


@pytest.mark.parametrize(
    ("row", "changes", "column", "why"),
    [
        (BORROWER, {"date_of_birth": "1990-02-30"}, "date_of_birth", "there is no such day"),
        (BORROWER, {"timezone": "Asia/Nowhere"}, "timezone", "there is no such time zone"),
        (BORROWER, {"full_name": ""}, "full_name", "it is empty, and a borrower needs it"),
        (BORROWER, {"language": "fr"}, "language", "it is not one of the values for this column"),
        (BORROWER, {"pay_day": "monthly 32"}, "pay_day", "it is no whole number from 1 to 31"),
        (BORROWER, {"income": "100.00 hourly"}, "income", "it does not say how often"),
        (BORROWER, {"essentials": "-1.00"}, "essentials", "it is too small"),
        (BORROWER, {"full_name": "A\x01B"}, "full_name", "it contains control characters"),
        (BORROWER, {"reference": "EX 1"}, "reference", "it is no reference"),
        (CONTACT, {"value": "12345"}, "value", "it is no phone number"),
        (CONTACT, {"kind": "email", "value": "nobody"}, "value", "it is no e-mail address"),
        (CONTACT, {"kind": "payment"}, "kind", "it is not for a contact"),
        (CONTACT, {"borrower": "EX-999"}, "borrower", "there is no borrower with this reference"),
        (LOAN, {"book": "XX"}, "book", "it is not one of the values for this column"),
        (LOAN, {"currency": "USD"}, "currency", "book CN-CONS is in CNY"),
        (LOAN, {"principal": "0.00"}, "principal", "it is too small"),
        (LOAN, {"principal": "NaN"}, "principal", "The amount is not a finite decimal number"),
        (LOAN, {"annual_rate": "18 %"}, "annual_rate", "it is no rate"),
        (LOAN, {"n": "0"}, "n", "it is no whole number from 1 to 600"),
        (LOAN, {"principal": "0.05"}, "n", "The amount is too small for so many instalments"),
        (PAYMENT, {"loan": "EX-NONE"}, "loan", "there is no loan with this reference"),
        (PAYMENT, {"currency": "USD"}, "currency", "loan EX-LOAN-1 is in CNY"),
        (PAYMENT, {"paid_at": "2026-06-09T20:15:00"}, "paid_at", "it is no instant with an offset"),
        (PAYMENT, {"kind": "reversal"}, "reverses", "a reversal has to name a payment"),
        (REVERSAL, {"reverses": "EX-PAY-9"}, "reverses", "there is no payment with this reference"),
        (FREEZE, {"until": "2026-06-01"}, "until", "it is before the first day"),
        (FREEZE, {"record": "wish"}, "record", "it does not say what the row is"),
    ],
)
def test_a_bad_row_names_the_cell_and_what_to_do(
    sqlite_engine: Engine, tmp_path: Path, row: Cells, changes: Cells, column: str, why: str
) -> None:
    before = [one for one in (BORROWER, LOAN, PAYMENT) if one is not row]
    done = taken(sqlite_engine, tmp_path, *before, {**row, **changes})
    mine = [error for error in errors(done) if error[0] == str(len(before) + 2)]
    assert [(error[1], error[3]) for error in mine] == [(column, why)]
    assert mine[0][4]


def test_a_loans_terms_do_not_change_by_import_and_its_status_does(engine: Engine, tmp_path: Path) -> None:
    taken(engine, tmp_path, BORROWER, LOAN)
    assert taken(engine, tmp_path, {**LOAN, "annual_rate": "0.24"}).bad == 1
    assert counts(taken(engine, tmp_path, {**LOAN, "status": "closed"})) == {"loan changed": 1}
    assert counts(taken(engine, tmp_path, {**LOAN, "status": ""})) == {"loan unchanged": 1}


def test_a_payment_reference_is_never_used_for_something_else(engine: Engine, tmp_path: Path) -> None:
    taken(engine, tmp_path, BORROWER, LOAN, PAYMENT)
    assert taken(engine, tmp_path, {**PAYMENT, "amount": "1.00"}).bad == 1
    assert payments(engine) == 1


def test_a_payment_is_taken_back_once(engine: Engine, tmp_path: Path) -> None:
    taken(engine, tmp_path, BORROWER, LOAN, PAYMENT, REVERSAL)
    done = taken(engine, tmp_path, {**REVERSAL, "reference": "EX-PAY-1RR"})
    assert errors(done)[0][3] == "it was taken back already"


def test_a_borrower_changes_and_an_empty_cell_leaves_what_was_there(engine: Engine, tmp_path: Path) -> None:
    taken(engine, tmp_path, BORROWER)
    done = taken(engine, tmp_path, {**BORROWER, "full_name": "New Name", "native_name": "", "income": ""})
    assert counts(done) == {"borrower changed": 1}
    with UnitOfWork(engine, readonly=True) as uow:
        borrower = uow.borrowers.by_reference("EX-100001")
        assert borrower is not None
        assert (borrower.full_name, borrower.native_name, len(borrower.income)) == ("New Name", "示例", 1)


def test_own_instalments_replace_the_worked_out_ones_and_have_to_add_up(engine: Engine, tmp_path: Path) -> None:
    taken(engine, tmp_path, BORROWER, {**LOAN, "n": "2"})
    item = {"record": "instalment", "loan": "EX-LOAN-1", "k": "1", "due": "2026-06-12", "interest": "100.00"}
    done = taken(engine, tmp_path, {**item, "principal": "5000.00"})
    assert errors(done)[0][:3] == ["0", "principal", "EX-LOAN-1"]
    done = taken(
        engine,
        tmp_path,
        {**item, "principal": "5000.00"},
        {**item, "k": "2", "due": "2026-07-12", "principal": "7000.00"},
    )
    assert done.errors is None


def test_a_dry_run_finds_the_same_mistakes_and_changes_nothing(engine: Engine, tmp_path: Path) -> None:
    broken = {**PAYMENT, "reference": "EX-PAY-2", "amount": "x"}
    done = taken(engine, tmp_path, BORROWER, LOAN, PAYMENT, broken, dry_run=True)
    assert (counts(done), done.bad) == ({"borrower new": 1, "loan new": 1, "payment new": 1}, 1)
    with UnitOfWork(engine, readonly=True) as uow:
        assert uow.borrowers.all() == []


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless_in_the_error_file(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    done = taken(sqlite_engine, tmp_path, {**BORROWER, "language": '=HYPERLINK("http://example.org")'})
    assert errors(done)[0][2].startswith("'=")


def test_the_error_file_of_an_earlier_run_does_not_stay(sqlite_engine: Engine, tmp_path: Path) -> None:
    assert taken(sqlite_engine, tmp_path, {**BORROWER, "language": "fr"}).errors == tmp_path / "rows.errors.csv"
    taken(sqlite_engine, tmp_path, BORROWER)
    assert not (tmp_path / "rows.errors.csv").exists()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("rows.txt", b"record\n", "save it as .csv"),
        ("rows.csv", b"name,amount\n", "unknown columns name"),
        ("rows.csv", b"reference,amount\n", "no column record"),
        ("rows.csv", b"record,amount,amount\n", "twice"),
        ("rows.csv", "record,full_name\nborrower,Jos\xe9\n".encode("latin-1"), "not UTF-8"),
        ("rows.csv", "record\n".encode("utf-16"), "UTF-16"),
        ("rows.xlsx", b"no workbook", "no Excel workbook"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(
    sqlite_engine: Engine, tmp_path: Path, name: str, content: bytes, why: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnusableFile, match=why):
        import_file(sqlite_engine, tmp_path / name, now=NOW)


def test_semicolons_and_a_byte_order_mark_are_understood(sqlite_engine: Engine, tmp_path: Path) -> None:
    lines = [";".join(BORROWER), ";".join(BORROWER.values())]
    (tmp_path / "rows.csv").write_text("\n".join(lines), encoding="utf-8-sig")
    assert counts(import_file(sqlite_engine, tmp_path / "rows.csv", now=NOW)) == {"borrower new": 1}


def test_a_null_byte_spoils_its_own_row_only(sqlite_engine: Engine, tmp_path: Path) -> None:
    spoilt = {**BORROWER, "reference": "EX-2", "full_name": "A?B"}
    lines = [",".join(BORROWER), ",".join(BORROWER.values()), ",".join(spoilt.values()).replace("?", "\0")]
    (tmp_path / "rows.csv").write_text("\n".join(lines), encoding="utf-8")
    done = import_file(sqlite_engine, tmp_path / "rows.csv", now=NOW)
    assert (counts(done), done.bad) == ({"borrower new": 1}, 1)


def test_the_columns_are_documented_as_they_are() -> None:
    page = (ROOT / "docs" / "portfolio-file.md").read_text(encoding="utf-8")
    assert "\n".join(describe()) in page


def command(home: Path, *arguments: str) -> subprocess.Popen[str]:
    environ = {**os.environ, "EVENKEEL_HOME": str(home), "DATABASE_URL": ""}
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "portfolio", *arguments],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_an_import_that_is_killed_is_simply_run_again(tmp_path: Path) -> None:
    file, whole, killed = tmp_path / "many.csv", tmp_path / "whole", tmp_path / "killed"
    write_rows(file, many_rows(20_000))
    process = command(killed, "import", str(file))
    database = killed / "evenkeel.db"
    deadline = time.monotonic() + 60
    while _rows_in(database) < 2000:
        assert time.monotonic() < deadline and process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert 2000 <= _rows_in(database) < 17_000
    for home in (killed, whole):
        process = command(home, "import", str(file))
        report, _ = process.communicate(timeout=120)
        assert process.returncode == 0, report
    for home in (killed, whole):
        engine = make_engine(f"sqlite:///{home / 'evenkeel.db'}")
        export_file(engine, home / "out.csv")
        engine.dispose()
    assert (killed / "out.csv").read_bytes() == (whole / "out.csv").read_bytes()


def _rows_in(database: Path) -> int:
    """Payments so far, asked quickly: the import goes on meanwhile."""
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM payments").fetchone()[0])
    except sqlite3.OperationalError:  # not there or not migrated yet
        return 0


def test_the_command_says_what_went_in_and_what_did_not(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    write_rows(file, iter((BORROWER, {**CONTACT, "value": "12"})))
    process = command(tmp_path / "home", "import", str(file))
    report, _ = process.communicate(timeout=60)
    assert process.returncode == 3
    assert "1 of borrower: new" in report
    assert "rows.errors.csv" in report.replace("\n", "")


def test_a_template_does_not_overwrite_a_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.xlsx"
    process = command(tmp_path, "template", str(file))
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert [cell.value for cell in load_workbook(file).active[1]] == list(NAMES)
    process = command(tmp_path, "template", str(file))
    _, complaint = process.communicate(timeout=60)
    assert process.returncode == 1 and "is there already" in complaint
