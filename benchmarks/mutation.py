"""`make mutation`: change arithmetic and eligibility on purpose, one small change at a time. Does a test notice?

mutmut makes the changes (pyproject.toml says in which files). Running them is ours: mutmut collects and imports the tests
anew for every change, which costs seconds where a run of the tests concerned costs hundredths. Here pytest collects once,
every change is a fork of that process, and the tests that touch the changed function run in it until one fails: first
those that noticed other changes of that function, then the quickest. Changes come in a shuffled order, always the same
one, so a run that is cut short is still a fair sample.

What is left unnoticed goes to results/mutation.txt, with its lines. docs/mutation.md says why each may stay.
"""

from __future__ import annotations

import gc
import json
import os
import random
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import partial
from pathlib import Path

import click
import mutmut
import pytest
from _pytest.outcomes import Skipped
from _pytest.tmpdir import tmppath_result_key
from hypothesis import Phase, settings
from mutmut import __main__ as generator
from mutmut.configuration import Config

PROJECT = Path(__file__).resolve().parents[1]
RESULTS = PROJECT / "results"
SEED = 1
EXAMPLES = 8
"""Generated examples a property test gets for a change: the same ones every time, so that a verdict is not luck."""
MOST_MEMORY = 3 * 1024**3

Hits = dict[str, set[str]]
"""Test → the functions that it touches."""
NOTICED, UNNOTICED, TOO_LONG, UNTESTED = "noticed", "not noticed", "took too long", "no test touches it"


def function_of(change: str) -> str:
    return change.rpartition("__mutmut_")[0]


def module_of(change: str) -> str:
    return change.split(".x")[0].removeprefix("relief.").replace(".", "/")


@dataclass(eq=False)
class Runner:
    """A pytest plugin that runs every change instead of the tests once."""

    changes: Sequence[str]
    seconds: float
    processes: int
    verdicts: dict[str, str] = field(default_factory=dict)
    hits: Hits = field(default_factory=dict)
    took: dict[str, float] = field(default_factory=dict)
    noticed_by: dict[str, Counter[str]] = field(default_factory=dict)
    """Function → the tests that noticed a change of it, and how many."""

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            test = getattr(item, "obj", None)
            own = getattr(test, "_hypothesis_internal_use_settings", None)
            if own is not None:
                test._hypothesis_internal_use_settings = settings(
                    own,
                    max_examples=min(EXAMPLES, own.max_examples),
                    derandomize=True,
                    database=None,
                    deadline=None,
                    phases=(Phase.explicit, Phase.generate),
                )

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        started = time.monotonic()
        self._warm(session)
        self._learn(session)
        gc.collect()
        gc.freeze()
        waiting = [change for change in self.changes if self._tests(session, change)]
        self.verdicts = {change: UNTESTED for change in set(self.changes) - set(waiting)}
        running: dict[int, tuple[str, list[pytest.Item]]] = {}
        for change in waiting:
            if time.monotonic() - started > self.seconds:
                break
            if len(running) == self.processes:
                self._reap(running)
                if len(self.verdicts) % 200 == 0:
                    missed = sum(verdict == UNNOTICED for verdict in self.verdicts.values())
                    spent = time.monotonic() - started
                    click.echo(f"{len(self.verdicts)} of {len(self.changes)}, {missed} not noticed, {spent:.0f} s")
            tests = self._tests(session, change)
            running[_fork(partial(self._try, change, tests))] = (change, tests)
        while running:
            self._reap(running)
        return True

    def _warm(self, session: pytest.Session) -> None:
        """Make the fixtures of the session here, once: the packs are not what is changed."""
        item = next(item for item in session.items if "packs" in getattr(item, "fixturenames", ()))
        session._setupstate.setup(item)
        session._setupstate.teardown_exact(session.items[0])

    def _learn(self, session: pytest.Session) -> None:
        """Which functions does each test touch, and for how long? In a fork: what is cached must not hide a change."""
        read, write = os.pipe()

        def look() -> None:
            os.environ["MUTANT_UNDER_TEST"] = "stats"
            found = {}
            for at, item in enumerate(session.items):
                mutmut._stats.clear()
                since = time.process_time()
                if not _passes(item, session.items[(at + 1) % len(session.items)]):
                    raise SystemExit(f"{item.nodeid} fails without any change")
                found[item.nodeid] = (time.process_time() - since, sorted(mutmut._stats))
            with os.fdopen(write, "w") as pipe:
                json.dump(found, pipe)

        child = _fork(look, quiet=False)
        os.close(write)
        with os.fdopen(read) as pipe:
            text = pipe.read()
        _, status = os.waitpid(child, 0)
        if status or not text:
            raise SystemExit("the tests do not pass without a change; nothing was measured")
        found = json.loads(text)
        self.took = {test: seconds for test, (seconds, _) in found.items()}
        self.hits = {test: set(touched) for test, (_, touched) in found.items()}

    def _tests(self, session: pytest.Session, change: str) -> list[pytest.Item]:
        function = function_of(change)
        sharp = self.noticed_by.get(function, Counter())
        touching = [item for item in session.items if function in self.hits[item.nodeid]]
        return sorted(touching, key=lambda item: (-sharp[item.nodeid], self.took[item.nodeid]))

    def _try(self, change: str, tests: Sequence[pytest.Item]) -> None:
        """Ends the process with 1 + the place of the test that noticed."""
        os.environ["MUTANT_UNDER_TEST"] = change
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        for place, (item, following) in enumerate(zip(tests, [*tests[1:], tests[-1]], strict=True)):
            # An endless loop ends here: the signal kills.
            signal.setitimer(signal.ITIMER_VIRTUAL, 1.5 + 10 * self.took[item.nodeid])
            if not _passes(item, following):
                os._exit(min(1 + place, 255))

    def _reap(self, running: dict[int, tuple[str, list[pytest.Item]]]) -> None:
        child, status = os.wait()
        change, tests = running.pop(child)
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGVTALRM:
            self.verdicts[change] = TOO_LONG
        elif status:
            self.verdicts[change] = NOTICED
            place = os.WEXITSTATUS(status) - 1
            if 0 <= place < min(len(tests), 254):
                self.noticed_by.setdefault(function_of(change), Counter())[tests[place].nodeid] += 1
        else:
            self.verdicts[change] = UNNOTICED


def _passes(item: pytest.Item, following: pytest.Item) -> bool:
    """Run one test without what pytest does to explain a failure: nobody reads it, and it costs more than the test."""
    state = item.session._setupstate
    item.stash[tmppath_result_key] = {}
    try:
        state.setup(item)
        item.runtest()
    except Skipped:
        pass
    except BaseException:
        return False
    try:
        state.teardown_exact(following)
    except BaseException:
        return False
    return True


def _fork(work: Callable[[], None], *, quiet: bool = True) -> int:
    """Do it in a child that ends with 0 when it returns, else with 1."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    try:
        if quiet:
            nothing = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nothing, 1)
            os.dup2(nothing, 2)
        work()
    except BaseException as error:  # whatever a change does counts as noticed
        os.write(2, f"{error}\n".encode())
        os._exit(1)
    os._exit(0)


def generate(patterns: Sequence[str]) -> list[str]:
    """Write the changes to mutants/, where a file is newer than its own, and give their names."""
    Path("mutants").mkdir(exist_ok=True)
    os.environ["MUTANT_UNDER_TEST"] = "mutant_generation"
    Config.ensure_loaded()
    generator.copy_src_dir()
    generator.copy_also_copy_files()
    generator.create_mutants(2)
    found, _ = generator.collect_source_file_mutation_data(mutant_names=())
    names = sorted(name for _, name, _ in found)
    random.Random(SEED).shuffle(names)
    return [name for name in names if not patterns or any(fnmatch(name, pattern) for pattern in patterns)]


def table(changes: Sequence[str], verdicts: dict[str, str]) -> Iterator[str]:
    """One line a module, and the sum."""
    columns = (NOTICED, UNNOTICED, TOO_LONG, UNTESTED)
    yield "| module | changes | looked at | " + " | ".join(columns) + " |"
    yield "|---|" + "---|" * (len(columns) + 2)
    for module in [*sorted({module_of(change) for change in changes}), ""]:
        own = [change for change in changes if module in ("", module_of(change))]
        counts = Counter(verdicts[change] for change in own if change in verdicts)
        name = f"`{module}`" if module else "**all**"
        yield f"| {name} | {len(own)} | {counts.total()} | " + " | ".join(str(counts[one]) for one in columns) + " |"


def difference(change: str) -> str:
    lines = generator.get_diff_for_mutant(change).splitlines()
    return "\n".join(line for line in lines if line[:1] in "+-" and not line.startswith(("+++", "---")))


@click.command()
@click.argument("patterns", nargs=-1)
@click.option("--seconds", type=float, default=1740.0, show_default=True, help="Stop after so long, in all.")
@click.option("--processes", type=click.IntRange(min=1), default=2, show_default=True)
def main(patterns: tuple[str, ...], seconds: float, processes: int) -> None:
    """Try every change whose name matches a pattern (such as 'relief.policy.rhythm*'), or all."""
    started = time.monotonic()
    os.chdir(PROJECT)
    changes = generate(patterns)
    click.echo(f"{len(changes)} changes written after {time.monotonic() - started:.0f} s")
    runner = Runner(changes, seconds - (time.monotonic() - started), processes)
    os.environ["MUTANT_UNDER_TEST"] = ""
    generator.setup_source_paths()
    sys.path[:] = [path for path in sys.path if path and Path(path).resolve() != PROJECT]
    os.chdir("mutants")
    tests = ["tests/relief/arithmetic", "tests/relief/policy"]
    status = pytest.main(
        ["-q", "-s", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:cov", *tests], plugins=[runner]
    )
    os.chdir(PROJECT)
    if not runner.verdicts:
        raise SystemExit(status or 1)
    RESULTS.mkdir(exist_ok=True)
    found = list(table(changes, runner.verdicts))
    left = sorted(change for change, verdict in runner.verdicts.items() if verdict in (UNNOTICED, UNTESTED))
    texts = [*found, "", *(f"{change} ({runner.verdicts[change]})\n{difference(change)}\n" for change in left)]
    (RESULTS / "mutation.txt").write_text("\n".join(texts))
    (RESULTS / "mutation.json").write_text(json.dumps(dict(sorted(runner.verdicts.items())), indent=0))
    click.echo("\n".join(found))
    click.echo(f"{time.monotonic() - started:.0f} s; what was not noticed is in results/mutation.txt")


if __name__ == "__main__":
    main()
