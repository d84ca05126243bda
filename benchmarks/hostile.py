"""`python -m benchmarks.hostile FOLDER`: ask an archive's search page what careless and hostile people type.

Every query must be answered with a page (200) or with a page that says what to change (400), within a second of
a processor's time: that is what a query takes where nobody else is at work.
The queries are the same for the same seed: a list of known troublemakers, random characters, rows of the
language's own signs, well-formed queries of the archive's own words, and these with letters changed.

With `--address http://127.0.0.1:8000` a server that serves this archive is asked, and waited for a second at most.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from heapq import nlargest
from itertools import islice, repeat
from pathlib import Path
from random import Random
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpResponse

SEED = 2026
SLOWEST = 10
TOGETHER = 500
"""Queries that a process is given at a time."""

LIMIT = 1.0
"""Seconds of a processor's time that one page may take."""

TROUBLEMAKERS = (
    '"', '""', '"""', '"a', 'a"', '"a" "', "“a„", "«", "(" * 10_000, ")" * 10_000, "()" * 5_000,
    "(a " * 300, "((((((((a))))))))",
    "(" * 999, '"' * 999, "-" * 999, "*" * 999, "~" * 999, ":" * 999, "a" * 999, "a " * 499,
    "a OR " * 199, "-(" * 499, "é" * 999,
    "*", "**", "a*", "*a", "a*b*c", "???", "~", "~~", "a~", "~2", "word~99999", "word~-1", '"a b"~',
    '"a b"~99999999999', '"a"~3',
    "OR", "AND", "NOT", "NOT OR x", "OR OR", "a OR", "AND OR NOT", "NOT NOT a", "- - -", "--a", "-",
    "−a", "a AND", "(OR)", "(NOT)",
    "phase:", "phase:()", "phase:(((2)))", "phase:99", "phase:-1", "phase:*", 'phase:"', "phase:2:3",
    "phase:phase:2", "phase:(a OR",
    "drug:", "drug:*", 'drug:""', "drug:((", "drug:-x", "product:~", "company:%", "company:_",
    "company:'", "topic:<b>", "status:?",
    "date:", "date:..", "date:....", "date:9999..", "date:0000", "date:2004-13", "date:2004-02-30",
    "date:[9999 to]", "date:99999",
    "date:1e9", "date:²⁰⁰⁴", "date:٢٠٠٤", "date:2005..2003", "exhibit:", "exhibit:999999999999",
    "headline:-", "headline:(-)", "contact:@",
    "boilerplate:the", "boilerplate:*", "foo:bar", "http://[::1", "a:b:c:d", "::::", "prodcut:x",
    "PHASE:2", "x" * 64 + "*", "ab*",
    "🙂", "🙂*", "👩‍👩‍👧‍👦", "\x00", "a\x00b", "\ufeff", "\u202eabc", "\u200d" * 99, "\u0301" * 500,
    "e\u0301" * 300, "ﬁ ½ ㎎", "١٢٣", "薬 物",
    "'; DROP TABLE filings_release; --", "' OR 1=1 --", "1; SELECT pg_sleep(9)", "%00", "%", "_", "\\",
    "\\\\", "\\u0000", "${7*7}", "{{7*7}}",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "&lt;", "&#0;", "]]>", "<!--",
    "[a TO z]", "{a TO z}", "a^1000", "a && b || !c",
    "the", "the -the", '"the the"', '"of the"~50 "in the"~50', "the~2", "the*", "-the", "-zzz",
    "-(a OR -b)", "a OR -a", "(a) OR (-a)", "1 2 3",
    "../../etc/passwd", "file:///etc/passwd", "\r\nSet-Cookie: a=b", "a\tb\nc", " ", "\u00a0",
    "\u2028", "NaN", "null", "undefined", "0", "-0", "1e400",
)  # fmt: skip

SIGNS = (
    " ", " ", " ", '"', "“", "”", "(", ")", "-", "*", "~", "~1", "~9", ":", "..", ",", ";", "/", "|",
    "\\", "'", "\x00",
    " OR ", " AND ", " NOT ", "OR", "NOT", "®", "(R)", "é", "🙂", "2004", "II", "1/2", "99.1", "the",
    "of", "a", "x9",
    "phase:", "drug:", "status:", "date:", "headline:", "contact:", "boilerplate:", "company:",
    "indication:", "exhibit:",
)  # fmt: skip


class Answer(NamedTuple):
    """What became of one query."""

    q: str
    status: int
    seconds: float


def queries(words: Sequence[str], names: Sequence[str], seed: int = SEED) -> Iterator[str]:
    """Yield queries without end; words and names are the archive's own, the frequent ones first."""
    yield from TROUBLEMAKERS
    random = Random(seed)
    makers = (_characters, _signs, _well_formed, _well_formed, _damaged)
    while True:
        yield random.choice(makers)(random, words, names)


def _characters(random: Random, words: Sequence[str], names: Sequence[str]) -> str:
    planes = (
        (32, 126),
        (160, 0x24F),
        (0x300, 0x36F),
        (0x590, 0x6FF),
        (0x2000, 0x206F),
        (0x4E00, 0x4F00),
        (0x1F600, 0x1F64F),
    )
    low, high = random.choice(planes)
    return "".join(chr(random.randint(low, high)) for _ in range(random.randint(1, 60)))


def _signs(random: Random, words: Sequence[str], names: Sequence[str]) -> str:
    pieces = [random.choice((*SIGNS, random.choice(words))) for _ in range(random.randint(1, 20))]
    return "".join(pieces)


def _well_formed(random: Random, words: Sequence[str], names: Sequence[str], depth: int = 3) -> str:
    def word() -> str:
        return words[min(int(random.expovariate(8 / len(words))), len(words) - 1)]

    makers = [
        word,
        lambda: f'"{word()} {word()}"',
        lambda: f'"{word()} {word()} {word()}"~{random.randint(0, 50)}',
        lambda: f"{word()[: random.randint(3, 6)]}*",
        lambda: f"{word()}~",
        lambda: f"-{word()}",
        lambda: random.choice(names),
        lambda: f'drug:"{random.choice(names)}" phase:{random.choice(("1", "2", "3", "1/2"))}',
        lambda: f"company:{word()}",
        lambda: f"headline:({word()} {word()})",
        lambda: f"date:{random.randint(1990, 2030)}..{random.randint(1990, 2030)}",
    ]
    if depth:
        makers += [
            lambda: f"({_well_formed(random, words, names, depth - 1)})",
            lambda: (
                f"{_well_formed(random, words, names, depth - 1)} OR {_well_formed(random, words, names, depth - 1)}"
            ),
            lambda: (
                f"{_well_formed(random, words, names, depth - 1)} {_well_formed(random, words, names, depth - 1)}"
            ),
        ]
    return random.choice(makers)()


def _damaged(random: Random, words: Sequence[str], names: Sequence[str]) -> str:
    """Return a query with letters dropped, doubled and exchanged."""
    letters = list(_well_formed(random, words, names))
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(letters))
        letters[at : at + 1] = random.choice(
            ([], [letters[at]] * 2, [random.choice(SIGNS)], letters[at : at - 2 : -1])
        )
        if not letters:
            break
    return "".join(letters)


# --- asking -------------------------------------------------------------------------------------


class Served:
    """Asks a server as Django's test client asks the site."""

    def __init__(self, address: str) -> None:
        self.address = address

    def get(self, path: str, asked: dict[str, str]) -> HttpResponse:
        """Return what the server answers."""
        url = f"{self.address}{path}?{urlencode(asked, errors='surrogatepass')}"
        try:
            with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310
                return HttpResponse(answer.read(), status=answer.status)
        except urllib.error.HTTPError as error:
            return HttpResponse(error.read(), status=error.code)


def ask(
    client: object, asked: Iterator[str], clock: Callable[[], float] = time.process_time
) -> Iterator[Answer]:
    """Ask the search page each query with Django's test client, or one like it."""
    for q in asked:
        begun = clock()
        response = client.get("/", {"q": q})  # type: ignore[attr-defined]
        seconds = clock() - begun
        status = response.status_code
        if status == 400 and 'class="lead"' not in response.content.decode():
            status = 0  # a page that does not help
        yield Answer(q, status, seconds)


def vocabulary() -> tuple[list[str], list[str]]:
    """Return the most frequent words of some releases, and the names of candidates."""
    from filings.models import ProductAlias, Release
    from search import analysis

    counts: Counter[str] = Counter()
    for text in Release.objects.order_by("pk").values_list("text", flat=True)[:500]:
        counts.update(part.text for part in analysis.parts(text))
    names = list(ProductAlias.objects.order_by("pk").values_list("name", flat=True)[:300])
    return [word for word, _ in counts.most_common(3000)], names or ["HLV-101"]


class Part(NamedTuple):
    """What became of some of the queries: how many answers of each status, the slowest, and what was wrong."""

    counts: Counter[int]
    slowest: list[Answer]
    wrong: list[Answer]


def _ask_part(start: int, end: int, address: str) -> Part:
    """Ask the queries with these numbers."""
    from django.test import Client

    words, names = vocabulary()
    client = Served(address) if address else Client(raise_request_exception=False)
    client.get("/", {"q": "warm"})
    clock = time.perf_counter if address else time.process_time
    answers = list(ask(client, islice(queries(words, names), start, end), clock))
    return Part(
        Counter(answer.status for answer in answers),
        nlargest(SLOWEST, answers, key=lambda answer: answer.seconds),
        [answer for answer in answers if answer.status not in (200, 400) or answer.seconds > LIMIT],
    )


def _open(folder: Path) -> None:
    from benchmarks.workers import environment

    os.environ.update(environment(folder))
    os.environ["DJANGO_ALLOWED_HOSTS"] = "testserver"
    import logging

    import django

    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    logging.disable(logging.WARNING)


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="benchmarks.hostile", description=__doc__)
    parser.add_argument("folder", type=Path, help="of an archive that `python -m benchmarks` made")
    parser.add_argument("--number", type=int, default=50_000, help="queries")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--address", default="", help="of a server to ask, instead of the site in this process"
    )
    asked = parser.parse_args()
    begun = time.perf_counter()
    total = Part(Counter(), [], [])
    with ProcessPoolExecutor(asked.workers, initializer=_open, initargs=(asked.folder.resolve(),)) as pool:
        starts = range(0, asked.number, TOGETHER)
        ends = (min(start + TOGETHER, asked.number) for start in starts)
        for part in pool.map(_ask_part, starts, ends, repeat(asked.address)):
            total = Part(total.counts + part.counts, total.slowest + part.slowest, total.wrong + part.wrong)
            print(f"{total.counts.total():,} asked, {len(total.wrong)} wrong", file=sys.stderr, flush=True)
    told = ", ".join(f"{number:,} times {status}" for status, number in sorted(total.counts.items()))
    print(f"{asked.number:,} queries in {time.perf_counter() - begun:,.0f} s: {told}.")
    for answer in nlargest(SLOWEST, total.slowest, key=lambda answer: answer.seconds):
        print(f"  {answer.seconds * 1000:7.0f} ms  {answer.status}  {answer.q[:100]!r}")
    for answer in total.wrong[:50]:
        print(f"  wrong: {answer.seconds * 1000:7.0f} ms  {answer.status}  {answer.q[:200]!r}")
    if total.wrong:
        sys.exit(1)


if __name__ == "__main__":
    main()
