"""A million rows through `python -m bot portfolio import`: time, memory, and that a second run changes nothing.

    python -m benchmarks.import_rows [--rows 1000000] [--limit-mib 300]

Exits with 1 when the process needed more memory than the limit, or when a row did not go in.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

from relief.portfolio.exporting import Cells, write_rows

PAYMENTS_PER_LOAN = 22
START = datetime(2025, 1, 6, 12, tzinfo=timezone.utc)


def rows(count: int) -> Iterator[Cells]:
    """Borrowers with a phone, a loan of 52 instalments and 22 payments each, until there are `count` rows."""
    written, at = 0, 0
    while written < count:
        at += 1
        for row in _one(at):
            if written == count:
                return
            written += 1
            yield row


def _one(at: int) -> Iterator[Cells]:
    borrower, loan = f"BM-{at:07d}", f"BL-{at:07d}"
    yield {
        "record": "borrower", "reference": borrower, "full_name": f"Borrower {at}", "date_of_birth": "1984-05-17",
        "language": "en", "timezone": "America/Chicago", "jurisdiction": "us", "currency": "USD",
        "income": "1480.00 biweekly", "essentials": "2650.00", "minimum_surplus": "100.00",
    }  # fmt: skip
    yield {"record": "contact", "borrower": borrower, "kind": "email", "value": f"b{at}@example.org", "primary": "yes"}
    yield {
        "record": "loan", "reference": loan, "borrower": borrower, "book": "US-PL", "currency": "USD",
        "principal": "4200.00", "annual_rate": "0.2199", "n": "52", "frequency": "biweekly", "first_due": "2025-01-10",
        "disbursed_on": "2024-12-27",
    }  # fmt: skip
    for k in range(PAYMENTS_PER_LOAN):
        yield {
            "record": "payment", "reference": f"BP-{at:07d}-{k:02d}", "loan": loan, "kind": "payment", "currency": "USD",
            "paid_at": (START + timedelta(days=14 * k)).isoformat(), "amount": "100.16", "channel": "ach",
        }  # fmt: skip


def run(file: Path, home: Path) -> dict[str, float | int]:
    """One import as its own process; its peak memory comes from the kernel."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "bot", "portfolio", "import", str(file)]
    environ = {**os.environ, "EVENKEEL_HOME": str(home), "DATABASE_URL": os.environ.get("DATABASE_URL", "")}
    process = subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    report = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    return {
        "seconds": round(time.perf_counter() - started, 1),
        "peak_mib": usage.ru_maxrss // 1024,
        "exit": os.waitstatus_to_exitcode(status),
        "new": sum(int(line.split()[0]) for line in report.splitlines() if line.endswith(": new")),
        "unchanged": sum(int(line.split()[0]) for line in report.splitlines() if line.endswith(": unchanged")),
    }


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--limit-mib", type=int, default=300)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="evenkeel-import-") as folder:
        home = Path(folder)
        file = home / "rows.csv"
        count = write_rows(file, rows(chosen.rows))
        first, second = run(file, home), run(file, home)
        result = {"rows": count, "file_mib": file.stat().st_size // 2**20, "first": first, "second": second}
    result["own_peak_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(result, indent=2))
    fine = first["new"] == count and second["unchanged"] == count
    return 0 if fine and max(first["peak_mib"], second["peak_mib"]) <= chosen.limit_mib else 1


if __name__ == "__main__":
    sys.exit(main())
