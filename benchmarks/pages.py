"""`python -m benchmarks.pages`: what every kind of page takes beside the engine's own time, and how often it asks
the database.

Pages are asked of the site itself, in one process, through Django's test client. Where one of them is over the
limits, the command says so and fails. Limits are held against the processor's time, which does not grow with what
else the machine does; the clock's time is printed beside it.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, cycle
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from benchmarks import archives
from benchmarks.corpus import Corpus
from benchmarks.questions import questions
from benchmarks.timing import middle, slow
from benchmarks.workers import Worker, archive

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.test import Client

MOST_SECONDS = 0.150
MOST_QUERIES = 15
TIMES = 40
"""Pages of a kind that are asked for."""

ROUNDS = 3
"""How often each of them is; the least disturbed time counts."""

ENGINE = ("search", "count", "ids", "places", "state")
READER = "pages-benchmark"


@dataclass(frozen=True, slots=True)
class Kind:
    """Pages of one kind, by their addresses."""

    name: str
    addresses: Sequence[str]
    signed_in: bool = False


@dataclass(slots=True)
class Spent:
    """Seconds of the clock and of the processor."""

    clock: float = 0.0
    processor: float = 0.0

    def __sub__(self, other: Spent) -> Spent:
        return Spent(self.clock - other.clock, self.processor - other.processor)


@dataclass(slots=True)
class Measured:
    """What the pages of a kind took, request by request, beside the engine."""

    clock: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    engine: list[float] = field(default_factory=list)
    queries: list[int] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        """Tell whether the limits are not kept."""
        return slow(self.processor) > MOST_SECONDS or max(self.queries) > MOST_QUERIES

    def line(self, name: str) -> str:
        """Return a row of the table, in milliseconds."""
        times = [
            f"{1000 * of(values):.0f}"
            for values in (self.processor, self.clock, self.engine)
            for of in (middle, slow)
        ]
        return f"| {name} | {' | '.join(times)} | {max(self.queries)} |"


HEAD = """\
| page | processor, median | 95th | clock, median | 95th | engine, median | 95th | queries |
|---|---:|---:|---:|---:|---:|---:|---:|"""


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="benchmarks.pages", description=__doc__)
    parser.add_argument("size", type=int, nargs="?", default=25_000, help="releases")
    parser.add_argument("--folder", type=Path, default=archives.DATA, help="where archives are kept")
    parser.add_argument("--only", default="", help="kinds of pages whose names hold this")
    asked = parser.parse_args()
    folder = ((asked.folder or archives.DATA) / str(asked.size)).resolve()
    prepare(asked.size, folder)
    over = [name for kind, name in _reported(Corpus(asked.size), asked.only) if kind]
    if over:
        sys.exit(f"Over {1000 * MOST_SECONDS:.0f} ms or {MOST_QUERIES} queries: {', '.join(over)}.")


def prepare(size: int, folder: Path) -> None:
    """Make the archive of a folder and its index, unless they are there, and set Django up on it."""
    archives.make(size, folder)
    with Worker("phaseline", folder) as worker:
        is_built = worker.can_open()
    if not is_built:
        archives.rebuild(folder)
    archive(folder)
    from django.core.management import call_command

    from benchmarks.completing import complete

    call_command("migrate", verbosity=0)
    complete()


def _reported(corpus: Corpus, only: str) -> Iterator[tuple[bool, str]]:
    """Measure and print kind by kind; yield whether each is over the limits."""
    spent = _watched_engine()
    print(HEAD, flush=True)
    for kind in kinds(corpus):
        if only in kind.name:
            measured = measure(kind, spent)
            print(measured.line(kind.name), flush=True)
            yield measured.is_over, kind.name


# --- measuring --------------------------------------------------------------------------------


def measure(kind: Kind, engine: Spent) -> Measured:
    """Ask for pages of a kind; `engine` is what the engine has taken so far, and goes on counting."""
    from django.db import connection

    client = _client(signed_in=kind.signed_in)
    measured = Measured()
    for address in list(dict.fromkeys(kind.addresses))[:TIMES]:
        rounds = []
        for _ in range(ROUNDS):
            asked: list[str] = []
            with connection.execute_wrapper(_counting(asked)):
                before, begun = Spent(engine.clock, engine.processor), _now()
                _fetch(client, address)
                took, within = _now() - begun, engine - before
            rounds.append((took - within, within))
            measured.queries.append(len(asked))
        page, within = min(rounds, key=lambda spent: spent[0].processor)
        measured.clock.append(page.clock)
        measured.processor.append(page.processor)
        measured.engine.append(within.processor)
    return measured


def _now() -> Spent:
    return Spent(time.perf_counter(), time.process_time())


def _fetch(client: Client, address: str) -> None:
    """Get a page whole, of a file that is streamed the first piece."""
    response = client.get(address)
    if response.status_code not in (200, 301, 302):
        raise RuntimeError(f"{address} answered {response.status_code}")
    if response.streaming:
        next(iter(response), None)
    response.close()


def _client(*, signed_in: bool) -> Client:
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1")
    if signed_in:
        client.force_login(get_user_model().objects.get(username=READER))
    return client


def _counting(asked: list[str]) -> Callable[..., Any]:
    def count(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    return count


def _watched_engine() -> Spent:
    """Have the engine's questions timed; return what they take, from now on."""
    from search.backends import get_backend

    spent, backend = Spent(), get_backend()

    def watched(ask: Callable[..., Any]) -> Callable[..., Any]:
        def answer(*given: Any) -> Any:
            begun = _now()
            try:
                return ask(*given)
            finally:
                took = _now() - begun
                spent.clock += took.clock
                spent.processor += took.processor

        return answer

    for name in ENGINE:
        setattr(backend, name, watched(getattr(backend, name)))
    return spent


# --- what is asked for ------------------------------------------------------------------------


def kinds(corpus: Corpus) -> Iterator[Kind]:
    """Yield every kind of page with addresses drawn from the archive that Django is set up on."""
    random = Random("pages")
    searches = [question.to_query().without("copies").urlencode() for question in questions(corpus)]
    random.shuffle(searches)
    yield from _searches(searches, random)
    yield from _things(searches, random)
    yield from _lists(corpus)
    yield from _files(searches)
    yield from _programs(corpus, searches, random)
    yield from _readers(searches)


def _searches(searches: Sequence[str], random: Random) -> Iterator[Kind]:
    yield Kind("home", ["/"])
    yield Kind("search", [f"/?{asked}" for asked in searches])
    yield Kind("search, 100 hits", [f"/?{asked}&size=100" for asked in searches])
    yield Kind("search without results", [f"/?{asked}&q=qqxx&year=1989" for asked in searches])
    facets = ("product", "registrant", "indication", "topic", "year")
    yield Kind(
        "values of a facet", [f"/facets/{name}/?{asked}" for name, asked in zip(cycle(facets), searches)]
    )
    yield Kind("picture of a search", [f"/pipeline/?{asked}" for asked in searches])
    yield Kind("suggestions", [f"/suggest/?q={typed}" for typed in _typed(random)])


def _typed(random: Random) -> Iterator[str]:
    """Yield what readers type: beginnings of names and of words."""
    from filings.models import Indication, Product, Registrant

    for model in (Product, Registrant, Indication):
        names = list(model.objects.values_list("name", flat=True))
        for name in random.sample(names, 12):
            yield name[: random.randrange(2, 8)].replace("&", "")
    yield from ("patient", "clinical tr", "treatment of can", "results")


def _things(searches: Sequence[str], random: Random) -> Iterator[Kind]:
    from filings.models import Contact, Product, Registrant, Release

    releases = Release.objects.select_related("filing").order_by("pk")
    chosen = list(releases.filter(pk__in=random.sample(range(1, releases.count() + 1), TIMES)))
    yield Kind("release", [row.get_absolute_url() for row in chosen])
    yield Kind("release of a search", list(_within(searches)))
    yield Kind("citation of a release", [f"{row.get_absolute_url()[:-1]}.ris" for row in chosen])
    yield Kind("filing", [row.filing.get_absolute_url() for row in chosen])
    yield from _busiest_and_others("product", Product.objects.all(), "release_links")
    yield from _busiest_and_others("company", Registrant.objects.all(), "filings")
    yield from _busiest_and_others("contact", Contact.objects.all(), "appearances")


def _within(searches: Sequence[str]) -> Iterator[str]:
    from django.http import QueryDict

    from search.backends import get_backend
    from search.forms import SearchForm
    from search.listing import of
    from search.release import address_within

    for asked in searches:
        query = SearchForm(QueryDict(asked)).to_query()
        for release in of(get_backend().ids(query)[5:6]):
            yield address_within(release, query)


def _busiest_and_others(name: str, rows: QuerySet[Any], counted: str) -> Iterator[Kind]:
    """Yield the ten with the most rows of a relation, and forty with as many as most have."""
    from django.db.models import Count

    ordered = list(rows.annotate(number=Count(counted)).filter(number__gt=0).order_by("-number", "pk"))
    half = len(ordered) // 2
    yield Kind(f"{name}, the busiest ten", [row.get_absolute_url() for row in ordered[:10]])
    others = ordered[max(0, half - TIMES // 2) : half + TIMES // 2]
    yield Kind(f"{name}, others", [row.get_absolute_url() for row in others])
    if name != "contact":
        files = [f"{row.get_absolute_url()}claims.csv" for row in ordered[:10]]
        yield Kind(f"claims of a {name} as CSV", files)


def _lists(corpus: Corpus) -> Iterator[Kind]:
    names = {
        "products": [company.candidates[0].names[0][:4] for company in corpus.companies],
        "companies": [company.name[:3] for company in corpus.companies],
        "contacts": [company.contacts[0].name.split()[-1][:4] for company in corpus.companies],
        "coverage": [company.name[:3] for company in corpus.companies],
    }
    for name, looked_up in names.items():
        yield Kind(name, [f"/{name}/?page={page}" for page in range(1, 6)])
        yield Kind(f"{name}, looked up", [f"/{name}/?q={part}" for part in looked_up[:TIMES]])
    yield Kind("help", ["/help/"])


def _files(searches: Sequence[str]) -> Iterator[Kind]:
    paths = (
        "feed/",
        "feed/claims/",
        "releases.csv",
        "claims.csv",
        "releases.json",
        "releases.bib",
        "releases.ris",
    )
    for path in paths:
        yield Kind(f"{path}, first piece", [f"/{path}?{asked}" for asked in searches])
    yield Kind("releases.csv-metadata.json", [f"/releases.csv-metadata.json?{asked}" for asked in searches])


def _programs(corpus: Corpus, searches: Sequence[str], random: Random) -> Iterator[Kind]:
    from filings.models import Contact, Filing, Product, Registrant, Release

    yield Kind("API: releases", [f"/api/v1/releases?{asked}" for asked in searches])
    yield Kind("API: claims", [f"/api/v1/claims?{asked}" for asked in searches])
    chosen = random.sample(range(1, corpus.size + 1), TIMES)
    releases = Release.objects.select_related("filing").filter(pk__in=chosen)
    yield Kind("API: release", [f"/api/v1{row.get_absolute_url()[:-1]}" for row in releases])
    for name, model, key in (
        ("products", Product, "slug"),
        ("registrants", Registrant, "slug"),
        ("filings", Filing, "key"),
        ("contacts", Contact, "slug"),
    ):
        keys = list(model._default_manager.order_by("pk").values_list(key, flat=True)[:TIMES])
        asked = "" if name == "filings" else "?q=ma"
        yield Kind(f"API: {name}", [f"/api/v1/{name}", f"/api/v1/{name}{asked}"])
        yield Kind(f"API: one of {name}", [f"/api/v1/{name}/{key}" for key in keys])
    yield Kind("API: description and reference", ["/api/v1/openapi.json", "/api/"])
    yield Kind("opensearch.xml and robots.txt", ["/opensearch.xml", "/robots.txt"])
    parts = [f"/sitemap-{part}.xml" for part in ("releases", "products", "companies")]
    yield Kind("sitemaps", ["/sitemap.xml", *parts])


def _readers(searches: Sequence[str]) -> Iterator[Kind]:
    """Yield the pages of a reader who is staff and keeps as many searches as one may."""
    from django.contrib.auth import get_user_model

    from filings.models import Product, Registrant, Release
    from search.models import SavedSearch
    from search.saved.forms import MOST

    staff, _ = get_user_model().objects.get_or_create(
        username=READER, defaults={"is_staff": True, "is_superuser": True, "email": "reader@example.com"}
    )
    kept = SavedSearch.objects.filter(reader=staff)
    if not kept.exists():
        rows = [
            SavedSearch(reader=staff, name=f"{n}", asked=asked) for n, asked in enumerate(searches[:MOST])
        ]
        SavedSearch.objects.bulk_create(rows)
    keys = list(kept.values_list("pk", flat=True))
    yield Kind("saved searches", ["/saved/"], signed_in=True)
    yield Kind("what is new in one", [f"/saved/{key}/new/" for key in keys], signed_in=True)
    yield Kind("keeping a search", [f"/saved/keep/?{asked}" for asked in searches], signed_in=True)
    things: chain[Any] = chain(
        Release.objects.select_related("filing").order_by("pk")[:TIMES],
        Product.objects.order_by("pk")[:TIMES],
        Registrant.objects.order_by("pk")[:TIMES],
    )
    addresses = [thing.get_absolute_url() for thing in things]
    Random("staff").shuffle(addresses)
    yield Kind("release, product or company for staff", addresses, signed_in=True)


if __name__ == "__main__":
    main()
