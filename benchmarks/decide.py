"""How many full decisions a second one core makes, where the time goes, and what a simulation of many loans needs.

    python -m benchmarks.decide                 the demo portfolio of 2,000 borrowers, seeded into a temporary database
    python -m benchmarks.decide --made 2000     invented accounts, quick to start
    python -m benchmarks.decide --simulate 100000   also a simulation in a process of its own, with its memory

A full decision looks at all six kinds of relief for one loan, with schedules, costs three ways, reasons and trace. Resolving
the packs happens once a product and day; its time is shown apart. Reading the accounts from the database is shown apart
as well. Figures are of this machine, in one process; decisions are timed by the processor's time that they took.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timezone
from pathlib import Path

import click
import psutil
from rich.console import Console
from rich.table import Table

from relief.policy.case import Case
from relief.policy.engine import _RELIEF, decide
from relief.policy.invented import accounts as invented
from relief.policy.model import Account, Situation, Wishes
from relief.policy.resolve import Packs, load

DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 4, tzinfo=timezone.utc)
NO_WISH = Wishes()
Facts = tuple[Account, Situation, date]


@click.command()
@click.option("--made", type=click.IntRange(min=1), help="So many invented accounts instead of the demo portfolio.")
@click.option("--borrowers", default=2000, show_default=True, help="Size of the demo portfolio.")
@click.option(
    "--rounds", default=5, show_default=True, help="How often to go through all accounts; the best round counts."
)
@click.option("--simulate", "simulated", type=click.IntRange(min=1), help="Also simulate over so many invented loans.")
def main(made: int | None, borrowers: int, rounds: int, simulated: int | None) -> None:
    """Decisions a second on one core."""
    out = Console()
    if made:
        facts = [(account, situation, DAY) for account, situation in invented(made, 1, DAY)]
    else:
        facts = _demo(out, borrowers)
    started = time.perf_counter()
    packs = load()
    loaded = time.perf_counter() - started
    started = time.perf_counter()
    for account, situation, today in facts:
        decide(account, situation, NO_WISH, packs, today)
    first = time.perf_counter() - started
    best = min(_round(facts, packs) for _ in range(rounds))
    out.print(f"packs read in {loaded * 1000:.0f} ms; first round {len(facts) / first:.0f} decisions a second")
    out.print(
        f"[bold]{len(facts) / best:.0f} full decisions a second[/bold] on one core, {len(facts)} loans, best of {rounds}"
    )
    out.print(_answers(facts, packs))
    out.print(_parts(facts, packs))
    if simulated:
        _simulation(out, simulated)


def _round(facts: list[Facts], packs: Packs) -> float:
    """Seconds of processor time: what else runs on the machine does not count as waiting."""
    started = time.process_time()
    for account, situation, today in facts:
        decide(account, situation, NO_WISH, packs, today)
    return time.process_time() - started


def _demo(out: Console, borrowers: int) -> list[Facts]:
    from relief.portfolio.demo import seed
    from relief.portfolio_facts import portfolio
    from relief.store.engine import make_engine
    from relief.store.migrate import migrate
    from relief.store.uow import UnitOfWork

    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{folder}/demo.db")
        migrate(engine)
        started = time.perf_counter()
        seed(engine, DAY, borrowers)
        seeded = time.perf_counter() - started
        started = time.perf_counter()
        with UnitOfWork(engine, readonly=True) as uow:
            facts = list(portfolio(uow, AT))
        read = time.perf_counter() - started
        engine.dispose()
    out.print(
        f"demo of {borrowers} borrowers written in {seeded:.0f} s; {len(facts) / read:.0f} loans a second read and replayed"
    )
    return facts


def _answers(facts: list[Facts], packs: Packs) -> str:
    """What the decisions were, so that the figure is not one of refusing quickly."""
    first: Counter[str] = Counter()
    for account, situation, today in facts:
        offers = decide(account, situation, NO_WISH, packs, today).offers
        first[offers[0].kind if offers else "no offer"] += 1
    return "first offer: " + ", ".join(f"{kind} {count}" for kind, count in first.most_common())


def _parts(facts: list[Facts], packs: Packs) -> Table:
    """Each part timed by itself over all accounts that nothing binds."""
    free = [(item, packs.rules(item[0].jurisdictions, item[0].loan.product, item[0].loan.currency, item[2]))
            for item in facts if not item[0].binding]  # fmt: skip
    gc.collect()
    gc.disable()  # the lists kept here would make the collector's work, not the decision's, the subject
    try:
        seconds, cases = _timed(lambda: [Case(item[0], item[1], NO_WISH, rules, item[2]) for item, rules in free])
        parts = {"facts and month": seconds}
        for kind, relief in _RELIEF.items():
            parts[kind], _ = _timed(lambda relief=relief: [relief(case) for case in cases])  # type: ignore[misc]
        parts["order, trace, versions"] = max(_round([item for item, _ in free], packs) - sum(parts.values()), 0.0)
    finally:
        gc.enable()
    table = Table("part", "µs a decision", "share")
    for name, seconds in parts.items():
        table.add_row(name, f"{seconds / len(free) * 1e6:.0f}", f"{seconds / sum(parts.values()) * 100:.0f} %")
    return table


def _timed(work: Callable[[], list[Case]]) -> tuple[float, list[Case]]:
    started = time.process_time()
    result = work()
    return time.process_time() - started, result


def _simulation(out: Console, loans: int) -> None:
    """A process of its own: its peak memory is that of the simulation alone."""
    with tempfile.TemporaryDirectory() as folder:
        lender = (Path(__file__).parents[1] / "policies" / "lender.yml").read_text("utf-8")
        changed = Path(folder) / "lender.yml"
        changed.write_text(lender.replace("values: [{value: 100}]", "values: [{value: 80}]", 1), "utf-8")
        command = [
            sys.executable, "-m", "relief", "simulate", "--policy", str(changed), "--made", str(loans), "--quiet",
            "--csv", f"{folder}/out.csv", "--chart", f"{folder}/out.svg",
        ]  # fmt: skip
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=dict(os.environ))
        watched = psutil.Process(process.pid)
        peak = 0
        while process.poll() is None:
            try:
                peak = max(peak, watched.memory_info().rss)
            except psutil.Error:
                break
            time.sleep(0.1)
        process.wait()
    seconds = time.perf_counter() - started
    out.print(
        f"simulation of {loans} loans (two decisions each): {seconds:.0f} s, {loans / seconds:.0f} loans a second, "
        f"at most {peak / 2**20:.0f} MiB"
    )


if __name__ == "__main__":
    main()
