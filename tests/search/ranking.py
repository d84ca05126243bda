"""`make ranking`: how well the search puts first what a reader would, beside plain BM25F, query by query.

`python -m tests.search.ranking [--hits] [--samples]` reads the samples, and the labelled filings that lie beside the
checkout, into a throw-away archive, asks every query of `judged/judgements.toml` and prints nDCG@10.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from math import log2
from pathlib import Path
from typing import Any, NamedTuple

import django

DEPTH = 10
"""How many hits are looked at: what a reader sees before scrolling."""

BOOSTS = {"headline": 3.0, "subheadline": 2.0, "body": 1.0, "contacts": 1.0}
"""The fields of the plain engine, with the weights that one gives them at first."""

SAMPLES = Path(__file__).resolve().parent.parent.parent / "samples"
_JUDGED = Path(__file__).resolve().parent / "judged" / "judgements.toml"

Ask = Callable[[str], list[str]]
"""Answers a query with the names of the releases found, the best first."""


class Query(NamedTuple):
    """What a reader types, and how well releases answer it: 3, 2 or 1; the others do not."""

    words: str
    grades: Mapping[str, int]


def releases() -> dict[str, str]:
    """Return the releases that were judged, by name, with what each is about."""
    notes: dict[str, str] = judged()["releases"]
    return notes


def queries(present: Collection[str]) -> Iterator[Query]:
    """Yield the queries that releases of a smaller archive answer, with the grades of those."""
    for asked in judged()["query"]:
        grades = {name: grade for grade in (3, 2, 1) for name in asked.get(str(grade), ()) if name in present}
        if grades:
            yield Query(asked["words"], grades)


def ndcg(found: Sequence[int], grades: Collection[int]) -> float:
    """Return nDCG@10 of the grades of hits in their order; grades: those of all releases that answer.

    A grade is worth 2**grade - 1, divided by log2 of one more than the hit's number.

    >>> ndcg([3, 1, 0], [1, 3]), round(ndcg([1, 3], [3, 1]), 2), ndcg([], [2])
    (1.0, 0.71, 0.0)
    """
    return _gain(found) / _gain(sorted(grades, reverse=True))


def measured(query: Query, ask: Ask) -> float:
    """Return nDCG@10 of the answer to a query."""
    return ndcg([query.grades.get(name, 0) for name in ask(query.words)], query.grades.values())


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / log2(number + 1) for number, grade in enumerate(grades[:DEPTH], 1))


def judged() -> dict[str, Any]:
    """Return what the file of judgements holds."""
    return tomllib.loads(_JUDGED.read_text(encoding="utf-8"))


# --- engines --------------------------------------------------------------------------------


def names() -> dict[int, str]:
    """Return the names of all releases of the archive by their ids; a copy has the name of its first copy."""
    from filings.models import Release

    rows = Release.objects.values_list("pk", "story_id", "filing__key", "number")
    own = {pk: f"{key}:{number}" for pk, _, key, number in rows}
    return {pk: own[story or pk] for pk, story, _, _ in rows}


def phaseline() -> Ask:
    """Return the archive's own search."""
    from search.backends import get_backend
    from search.query import SearchQuery

    of_release = names()
    return lambda words: [
        of_release[hit.release_id] for hit in get_backend().search(SearchQuery(q=words)).hits
    ]


def plain() -> tuple[Ask, Ask]:
    """Return Whoosh as it comes (stems, its own BM25F and its own parser over the same texts, each story once).

    The first wants all words of a query, the second any.
    """
    from whoosh import fields, qparser
    from whoosh.analysis import StemmingAnalyzer
    from whoosh.filedb.filestore import RamStorage

    from filings.models import Release
    from search.documents import release_documents

    of_release = names()
    texts = {field: fields.TEXT(analyzer=StemmingAnalyzer()) for field in BOOSTS}
    index = RamStorage().create_index(fields.Schema(name=fields.STORED, **texts))
    with index.writer() as writer:
        for document in release_documents(Release.objects.once()):
            held = {field: getattr(document, field) for field in BOOSTS}
            writer.add_document(name=of_release[document.release_id], **held)
    searcher = index.searcher()

    def asking(group: object) -> Ask:
        parser = qparser.MultifieldParser(list(BOOSTS), index.schema, BOOSTS, group=group)
        return lambda words: [hit["name"] for hit in searcher.search(parser.parse(words), limit=DEPTH)]

    return asking(qparser.AndGroup), asking(qparser.OrGroup)


# --- the command ----------------------------------------------------------------------------


def filings() -> list[Path]:
    """Return the folders that are read: the samples, and the labelled filings where they are."""
    from tests.shared import SHARED

    labelled = [SHARED / folder for folder in ("seeds", "filings/made", "filings/real")]
    return [SAMPLES, *(folder for folder in labelled if folder.is_dir())]


def main() -> None:
    """Print a table, and with --hits what was found and how it was judged."""
    parser = argparse.ArgumentParser(prog="tests.search.ranking", description="Measure the ranking.")
    parser.add_argument(
        "--hits", action="store_true", help="list the hits of every query that is not perfect"
    )
    parser.add_argument("--samples", action="store_true", help="read the samples alone")
    options = parser.parse_args()
    os.environ.pop("DATABASE_URL", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from filings.ingest import ingest
    from filings.sources import read_sources

    try:
        call_command("migrate", verbosity=0)
        ingest(read_sources([SAMPLES] if options.samples else filings()))
        _report(hits=options.hits)
    finally:
        shutil.rmtree(settings.DATA_DIR)


def _report(*, hits: bool) -> None:
    all_words, any_word = plain()
    engines = {"phaseline": phaseline(), "BM25F, all words": all_words, "any word": any_word}
    asked = list(queries(set(names().values())))
    scores = {name: [measured(query, ask) for query in asked] for name, ask in engines.items()}
    width = max(len(query.words) for query in asked)
    _say(f"{'':{width}}" + "".join(f"{name:>18}" for name in engines))
    for number, query in enumerate(asked):
        _say(f"{query.words:{width}}" + "".join(f"{found[number]:18.3f}" for found in scores.values()))
        if hits and scores["phaseline"][number] < 1:
            _list(query, engines["phaseline"](query.words))
    means = [sum(found) / len(found) for found in scores.values()]
    _say(f"{f'mean of {len(asked)} queries':{width}}" + "".join(f"{mean:18.3f}" for mean in means))


def _list(query: Query, found: Sequence[str]) -> None:
    about = releases()
    missed = [name for name in query.grades if name not in found[:DEPTH]]
    for name in found[:DEPTH]:
        _say(f"    {query.grades.get(name, 0)}  {name:24} {about.get(name, '')}")
    for name in missed:
        _say(f"    {query.grades[name]}  {name:24} {about[name]} (not found)")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
