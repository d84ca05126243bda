"""`python -m benchmarks.endurance`: ask a site all the time while its archive and its index change.

Four readers ask several servers without a pause. Meanwhile filings are ingested, the index is rebuilt twice, twenty
rebuilds and twenty ingests are killed with all their processes. No request may fail, for no reader may the archive
ever shrink, no killed rebuild may change an answer, after a killed ingest `check_index --repair` must make index and
database agree, and at the end every server must count the same, and as the database does.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

from benchmarks.corpus import Corpus
from benchmarks.submissions import write

ROOT = Path(__file__).resolve().parent.parent
SERVERS = 2
READERS = 4
ALL = "copies=1"
QUERIES = ("", "q=cancer", "q=results+trial", "q=%22clinical+trial%22", "q=-patients", "phase=phase-2", ALL)
PATIENCE = 120.0
KILLS = 20
TO_KILL = 200
"""Filings that are read while ingests are killed."""

_TOTAL = re.compile(r'"total":\s*(\d+)')


class Answer(NamedTuple):
    """What a server said: seconds it took, and how many releases it counts, or what went wrong."""

    seconds: float
    total: int | None
    problem: str | None


class Site:
    """An archive of its own, with servers."""

    def __init__(self, folder: Path) -> None:
        self.environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {
            "DJANGO_SETTINGS_MODULE": "config.settings.local",
            "DJANGO_DEBUG": "false",
            "PHASELINE_DATA": str(folder),
        }

    def started(self, *command: str) -> subprocess.Popen[str]:
        """Start a command of `manage.py`, in a group of processes that can be killed as one."""
        return subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), *command],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, *command: str) -> str:
        """Run a command to its end, and return what it says; an exit status is no error."""
        process = self.started(*command)
        said, _ = process.communicate()
        return f"{said.strip()} [{process.returncode}]"

    @contextmanager
    def server(self) -> Iterator[str]:
        """Serve the site, and give its address."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            address = f"127.0.0.1:{probe.getsockname()[1]}"
        process = self.started("runserver", "--insecure", "--noreload", address)
        drain = threading.Thread(target=process.communicate, daemon=True)
        drain.start()
        try:
            until = time.monotonic() + PATIENCE
            while ask(f"http://{address}", "").problem:
                if time.monotonic() > until:
                    raise RuntimeError(f"no answer from {address}")
                time.sleep(0.2)
            yield f"http://{address}"
        finally:
            process.terminate()
            drain.join()


def ask(address: str, query: str) -> Answer:
    """Ask the interface for programs: one page of a search."""
    begun = time.perf_counter()
    try:
        with urllib.request.urlopen(f"{address}/api/v1/releases?{query}", timeout=PATIENCE) as answer:  # noqa: S310
            found = _TOTAL.search(answer.read().decode())
        problem = None if found else "no count in the answer"
    except (urllib.error.URLError, OSError) as error:
        found, problem = None, str(error)
    return Answer(time.perf_counter() - begun, int(found[1]) if found else None, problem)


class Readers:
    """Ask all servers, all the time."""

    def __init__(self, addresses: list[str]) -> None:
        self.answers: list[list[tuple[str, Answer]]] = [[] for _ in range(READERS)]
        self._done = threading.Event()
        self._threads = [
            threading.Thread(target=self._read, args=(addresses[number % len(addresses)], number))
            for number in range(READERS)
        ]

    def __enter__(self) -> Readers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        for thread in self._threads:
            thread.join()

    def _read(self, address: str, number: int) -> None:
        for query in cycle(QUERIES[number:] + QUERIES[:number]):
            if self._done.is_set():
                break
            self.answers[number].append((query, ask(address, query)))


def main() -> None:
    """Do it, and print what came of it; exit status 1 where anything went wrong."""
    parser = argparse.ArgumentParser(prog="benchmarks.endurance", description=__doc__)
    parser.add_argument("--before", type=int, default=500, help="filings that are there from the beginning")
    parser.add_argument("--filings", type=int, default=500, help="filings that are ingested meanwhile")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        sys.exit(0 if endured(Path(place), asked.before, asked.filings) else 1)


def endured(place: Path, before: int, more: int) -> bool:
    """Return whether no request failed and no count was wrong."""
    first, second, third = _filings(place, before, more)
    site = Site(place / "data")
    print(site.run("migrate", "--verbosity=0"), site.run("ingest", str(first), "--workers", "2"), sep="\n")
    with ExitStack() as servers:
        addresses = [servers.enter_context(site.server()) for _ in range(SERVERS)]
        with Readers(addresses) as readers:
            begun = time.monotonic()
            print(site.run("rebuild_index"))
            ingest = site.started("ingest", str(second), "--workers", "2")
            print(site.run("rebuild_index"))
            print(ingest.communicate()[0].strip())
            print(f"An ingest of {more} filings and two rebuilds took {time.monotonic() - begun:.0f} s.")
            agreed = _agree(site, addresses)
            survived = [_rebuild_killed(site, addresses, random.Random(kill)) for kill in range(KILLS)]
            print(f"{survived.count(True)} of {KILLS} killed rebuilds changed no answer.")
            agreed &= _agree(site, addresses)
            begun = time.monotonic()
            print(site.run("ingest", str(third), "--workers", "2"))
            whole = time.monotonic() - begun
            mended = [_ingest_killed(site, third, whole, random.Random(kill)) for kill in range(KILLS)]
            print(f"After {mended.count(True)} of {KILLS} killed ingests all was well with the next command.")
            agreed &= _agree(site, addresses)
    return _told(readers.answers) and agreed and all(survived) and all(mended)


def _filings(place: Path, *numbers: int) -> list[Path]:
    """Write so many filings into a folder each, and some to be killed with into one more."""
    folder = place / "all"
    write(Corpus(sum(numbers) + TO_KILL).drafts(), folder)
    paths = iter(sorted(folder.iterdir()))
    folders: list[Path] = []
    for number in (*numbers, TO_KILL):
        folders.append(place / f"part-{len(folders)}")
        folders[-1].mkdir()
        for path in islice(paths, number):
            shutil.move(path, folders[-1] / path.name)
    return folders


def _agree(site: Site, addresses: list[str]) -> bool:
    """Tell whether the index is what the database says, and every server answers from it."""
    report = site.run("check_index")
    answers = {tuple(ask(address, query).total for query in QUERIES) for address in addresses}
    print(report, f"The servers count {' and '.join(map(str, answers))}.", sep="\n")
    return report.endswith("[0]") and len(answers) == 1 and None not in next(iter(answers))


def _rebuild_killed(site: Site, addresses: list[str], random: random.Random) -> bool:
    """Kill a rebuild, with all its processes, at a random moment; tell whether the servers answer as before."""
    before = [ask(address, query).total for address in addresses for query in QUERIES]
    process = site.started("rebuild_index", "--workers", "2")
    time.sleep(random.uniform(0.5, 6.0))
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    return before == [ask(address, query).total for address in addresses for query in QUERIES]


def _ingest_killed(site: Site, folder: Path, whole: float, random: random.Random) -> bool:
    """Kill an ingest that writes everything again, with all its processes; tell whether it can be mended.

    whole: seconds that it takes where it is left alone.
    """
    process = site.started("ingest", str(folder), "--force", "--workers", "2")
    time.sleep(random.uniform(0.3, 1.1) * whole)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    return site.run("check_index", "--repair").endswith("[0]")


def _told(answers: list[list[tuple[str, Answer]]]) -> bool:
    """Print how each reader fared; tell whether none was refused, and for none the archive ever shrank."""
    fared = [answer for reader in answers for _, answer in reader]
    problems = [answer.problem for answer in fared if answer.problem]
    seconds = sorted(answer.seconds for answer in fared)
    growing = [
        [answer.total for query, answer in reader if query == ALL and answer.total is not None]
        for reader in answers
    ]
    print(
        f"{len(fared):,} requests, {len(problems)} failed {problems[:3]}; median "
        f"{1000 * seconds[len(seconds) // 2]:.0f} ms, slowest {1000 * seconds[-1]:.0f} ms; "
        f"the readers saw {[(totals[0], totals[-1], len(set(totals))) for totals in growing]} "
        "releases (first, last, different counts)."
    )
    return not problems and all(totals == sorted(totals) for totals in growing)


if __name__ == "__main__":
    main()
