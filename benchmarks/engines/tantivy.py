"""tantivy: one segment, its aggregations over columns of terms.

Claims are counted by fields of keys (`keys.py`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import tantivy
from tantivy import Occur, Query

from benchmarks.engines.base import (
    FACETS,
    HITS,
    WEIGHTS,
    Answer,
    Counting,
    Selection,
    countings,
    selection,
    values_of,
)
from benchmarks.engines.keys import KEYED, chosen_keys, counted_keys, counts, field_of, keys_of
from benchmarks.questions import Question, Term

ALL_VALUES = 65_000
"""Buckets of an aggregation: more than any facet has values, so that counts are exact."""


class Found(NamedTuple):
    """What the searches returned."""

    total: int
    hits: list[int]
    buckets: dict[str, Any]


class Tantivy:
    """Engine: a folder with one segment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "tantivy"
        self.analyzer = (
            tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
            .filter(tantivy.Filter.lowercase())
            .filter(tantivy.Filter.stemmer("English"))
            .build()
        )

    def build(self, documents: Iterable[Any]) -> None:
        """Write all documents with one thread and one commit, which gives one segment."""
        self.folder.mkdir(parents=True)
        index = tantivy.Index(_SCHEMA, path=str(self.folder))
        writer = index.writer(heap_size=4_000_000_000, num_threads=1)
        for document in documents:
            writer.add_document(_document(document))
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        """Open the folder anew."""
        self.index = tantivy.Index.open(str(self.folder))
        self.searcher = self.index.searcher()

    # --- answering ------------------------------------------------------------------------------

    def ask(self, question: Question) -> Found:
        """Search once for the hits, and aggregate once for each base."""
        words = self._words(question)
        query = _with_facts(words, selection(question))
        order = {} if words is not None else {"order_by_field": "newest"}
        result = self.searcher.search(query, HITS, **order)
        hits = self.searcher.fast_field_values("release", [address for _, address in result.hits])
        buckets: dict[str, Any] = {}
        for base, wanted in countings(question).items():
            aggregations = {counting.facet: _aggregation(counting) for counting in wanted}
            buckets |= self.searcher.aggregate(_with_facts(words, base), aggregations)
        return Found(result.count, hits, buckets)

    def _words(self, question: Question) -> Query | None:
        parts = [(Occur.Must, _any([self._term(term) for term in group])) for group in question.wanted] + [
            (Occur.MustNot, self._term(term)) for term in question.unwanted
        ]
        return Query.boolean_query(parts) if parts else None

    def _term(self, term: Term) -> Query:
        return _any(
            [Query.boost_query(self._term_in(term, name), weight) for name, weight in WEIGHTS.items()]
        )

    def _term_in(self, term: Term, name: str) -> Query:
        if term.is_prefix:
            return Query.regex_query(_SCHEMA, name, f"{term.words[0]}.*")
        stems = [stem for word in term.words for stem in self.analyzer.analyze(word)]
        if len(stems) > 1:
            return Query.phrase_query(_SCHEMA, name, stems)
        return Query.term_query(_SCHEMA, name, stems[0], "freq")

    # --- reading --------------------------------------------------------------------------------

    def read(self, answer: Found, question: Question) -> Answer:
        """Take the counts out of the buckets."""
        found = {
            counting.facet: dict(counts(_rows(answer.buckets[counting.facet]), counting))
            for wanted in countings(question).values()
            for counting in wanted
        }
        return Answer(answer.total, answer.hits, found)

    def newest(self, question: Question, most: int) -> list[int]:
        """Return what answers by day."""
        query = _with_facts(self._words(question), selection(question))
        result = self.searcher.search(query, most, order_by_field="newest")
        return self.searcher.fast_field_values("release", [address for _, address in result.hits])

    def size(self) -> int:
        """Return the bytes of the folder."""
        return sum(path.stat().st_size for path in self.folder.iterdir())

    def process(self) -> int:
        """Return this process."""
        return os.getpid()


# --- writing --------------------------------------------------------------------------------------


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in (*WEIGHTS, "boilerplate"):
        builder.add_text_field(name, tokenizer_name="en_stem", index_option="position")
    for name in (*FACETS, *map(field_of, KEYED)):
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("day", indexed=True, fast=True)
    builder.add_unsigned_field("newest", fast=True)
    builder.add_unsigned_field("release", fast=True)
    return builder.build()


def _document(document: Any) -> tantivy.Document:
    made = tantivy.Document()
    made.add_unsigned("release", document.release_id)
    made.add_unsigned("newest", _newest(document))
    made.add_integer("day", document.date.toordinal())
    for name in (*WEIGHTS, "boilerplate"):
        made.add_text(name, getattr(document, name))
    for facet in FACETS:
        for value in dict.fromkeys(values_of(document, facet)):
            made.add_text(facet, value)
    for names in KEYED:
        for key in keys_of(document, names):
            made.add_text(field_of(names), key)
    return made


def _newest(document: Any) -> int:
    """Return a number that is greater for a later day, and within a day for a lower release number."""
    return int(document.date.toordinal() << 32 | (1 << 32) - 1 - document.release_id)


_SCHEMA = _schema()

# --- asking ---------------------------------------------------------------------------------------


def _any(queries: list[Query]) -> Query:
    return (
        queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, query) for query in queries])
    )


def _with_facts(words: Query | None, chosen: Selection) -> Query:
    """Return the query for words (None: any) among releases with these facts, which add nothing to scores."""
    facts = list(_facts(chosen))
    parts = [(Occur.Must, words)] if words is not None else []
    parts += [(Occur.Must, Query.const_score_query(fact, 0.0)) for fact in facts]
    return Query.boolean_query(parts) if parts else Query.all_query()


def _facts(chosen: Selection) -> Iterator[Query]:
    for facet, values in chosen.plain:
        yield Query.term_set_query(_SCHEMA, facet, list(values))
    if chosen.claim:
        yield Query.term_set_query(_SCHEMA, *chosen_keys(chosen.claim))
    if chosen.years or chosen.months:
        years = [Query.term_query(_SCHEMA, "year", year) for year in chosen.whole_years]
        yield _any(years + [Query.term_query(_SCHEMA, "month", month) for month in chosen.months])
    if chosen.first or chosen.last:
        yield Query.range_query(
            _SCHEMA,
            "day",
            tantivy.FieldType.Integer,
            chosen.first.toordinal() if chosen.first else None,
            chosen.last.toordinal() if chosen.last else None,
        )


def _aggregation(counting: Counting) -> dict[str, Any]:
    if not counting.claim:
        return {"terms": {"field": counting.facet, "size": ALL_VALUES}}
    keys = counted_keys(counting)
    return {"terms": {"field": keys.field, "size": ALL_VALUES, "include": keys.pattern}}


def _rows(aggregated: dict[str, Any]) -> Iterator[tuple[str, int]]:
    return ((bucket["key"], bucket["doc_count"]) for bucket in aggregated["buckets"])
