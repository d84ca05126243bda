"""`python -m benchmarks`: make a corpus, build every engine's index, compare the answers, time them, print a table."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks import archives, report, submissions
from benchmarks.comparing import differences
from benchmarks.corpus import Corpus
from benchmarks.engines import CLASSES, PEERS, TITLES
from benchmarks.questions import Question, questions
from benchmarks.timing import ROUNDS, measure
from benchmarks.workers import Worker

POSTGRES = "BENCHMARK_POSTGRES"


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
    parser.add_argument(
        "--anew", action="store_true", help="build the others' indexes even where they are kept"
    )
    parser.add_argument(
        "--folder", type=Path, default=archives.DATA, help="where archives and indexes are kept"
    )
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
        return
    folder = (asked.folder / str(asked.size)).resolve()
    try:
        with archives.reserved(folder):
            agreed = run(corpus, _at_hand(asked.engines), asked.rounds, folder, anew=asked.anew)
    except BlockingIOError:
        sys.exit(f"Another run is at work in {folder}.")
    sys.exit(not agreed)


def run(corpus: Corpus, names: list[str], rounds: int, folder: Path, *, anew: bool) -> bool:
    """Build what is not there, or everything `anew`; compare and time the engines; return whether they agree."""
    written = archives.make(corpus.size, folder)
    say(f"{corpus.size:,} releases, written in {written['seconds']:,.0f} s.")
    built = {name: _built(name, folder, anew=anew) for name in names if name in PEERS or name == "phaseline"}
    asked = questions(corpus)
    if not agree(list(built), asked, folder):
        return False
    with ExitStack() as stack:
        workers = [stack.enter_context(Worker(name, folder)) for name in names]
        times = measure(workers, asked, rounds)
    say(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[1]:.1f}; {rounds} rounds.\n")
    say("\n".join(report.lines(asked, times, built)))
    (folder / "times.json").write_text(
        json.dumps({name: {"cold": found.cold, "warm": found.warm} for name, found in times.items()})
    )
    return True


def _at_hand(names: list[str]) -> list[str]:
    """Return the engines without PostgreSQL where there is no cluster."""
    if "DATABASE_URL" in os.environ:  # of the cluster that is made for this run
        os.environ.setdefault(POSTGRES, os.environ.pop("DATABASE_URL"))
    if POSTGRES in os.environ or "postgres" not in names:
        return names
    say(f"Without PostgreSQL: {POSTGRES} names no cluster.")
    return [name for name in names if name != "postgres"]


def _built(name: str, folder: Path, *, anew: bool) -> dict[str, Any]:
    found = archives.rebuild(folder) if name == "phaseline" else archives.build(name, folder, anew=anew)
    say(f"{TITLES[name]}: index of {found['bytes'] / 1e6:,.0f} MB, built in {found['seconds']:,.0f} s.")
    return found


def agree(names: list[str], asked: list[Question], folder: Path) -> bool:
    """Tell whether all these engines answer alike; say where they do not."""
    with ExitStack() as stack:
        workers = [stack.enter_context(Worker(name, folder)) for name in names]
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
