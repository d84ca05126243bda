"""`python -m benchmarks`: make a corpus, build every engine's index, compare the answers, time them, print a table."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from contextlib import ExitStack
from pathlib import Path

from benchmarks import archives, report, submissions
from benchmarks.comparing import differences
from benchmarks.corpus import Corpus
from benchmarks.engines import CLASSES, PEERS
from benchmarks.questions import questions
from benchmarks.timing import ROUNDS, measure
from benchmarks.workers import Worker

POSTGRES = "BENCHMARK_POSTGRES"
DATA = Path(os.environ.get("PHASELINE_DATA", archives.ROOT / "data")) / "benchmarks"


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("size", type=int, nargs="?", default=25_000, help="releases")
    parser.add_argument(
        "--engines", nargs="+", choices=CLASSES, default=list(CLASSES), help="some of them only"
    )
    parser.add_argument(
        "--rounds", type=int, default=ROUNDS, help="times that each question is asked, cold and warm"
    )
    parser.add_argument("--folder", type=Path, default=DATA, help="where archives and indexes are kept")
    parser.add_argument(
        "--filings",
        type=Path,
        metavar="FOLDER",
        help="write the releases as submissions into a folder, and end",
    )
    asked = parser.parse_args()
    corpus = Corpus(asked.size)
    if asked.filings:
        say(f"{submissions.write(corpus.drafts(), asked.filings):,} submissions are in {asked.filings}.")
    elif not run(corpus, asked.engines, asked.rounds, (asked.folder / str(asked.size)).resolve()):
        sys.exit(1)


def run(corpus: Corpus, names: list[str], rounds: int, folder: Path) -> bool:
    """Compare and time the engines; return whether they agree."""
    if "DATABASE_URL" in os.environ:  # of the cluster that is made for this
        os.environ.setdefault(POSTGRES, os.environ.pop("DATABASE_URL"))
    if POSTGRES not in os.environ and "postgres" in names:
        say("Without PostgreSQL: BENCHMARK_POSTGRES names no cluster.")
        names = [name for name in names if name != "postgres"]
    known = archives.make(corpus.size, folder)
    say(f"{corpus.size:,} releases, written in {known['seconds']:,.0f} s.")
    built = {}
    for name in names:
        if name in PEERS:
            built[name] = archives.build(name, folder)
        elif name == "phaseline":
            built[name] = archives.rebuild(folder)
        say(f"{name}: {built.get(name, 'as phaseline')}")
    asked = questions(corpus)
    if not agree(names, asked, folder):
        return False
    with ExitStack() as stack:
        workers = [stack.enter_context(Worker(name, folder)) for name in names]
        times = measure(workers, asked, rounds)
    table = list(report.lines(asked, times, built))
    say(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[1]:.1f}; {rounds} rounds.\n")
    say("\n".join(table))
    (folder / "times.json").write_text(
        json.dumps({name: {"cold": found.cold, "warm": found.warm} for name, found in times.items()})
    )
    return True


def agree(names: list[str], asked: list, folder: Path) -> bool:
    """Tell whether all engines that can be compared answer alike; say where they do not."""
    with ExitStack() as stack:
        workers = [
            stack.enter_context(Worker(name, folder))
            for name in names
            if name in PEERS or name == "phaseline"
        ]
        for worker in workers:
            worker.open()
        found = list(differences(workers, asked))
    say("\n".join(found) if found else f"All {len(workers)} engines agree on all {len(asked)} questions.")
    return not found


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)


if __name__ == "__main__":
    main()
