"""Whoosh as its own documentation uses it: `search` with `groupedby`, its stemming analyzer, its scoring.

Counts that leave a facet's own choice out need a search each. Claims are counted by keyword fields of keys, as
with tantivy (`keys.py`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from whoosh import fields, index, query, sorting
from whoosh.analysis import LowercaseFilter, RegexTokenizer, StemFilter, StopFilter
from whoosh.searching import Searcher

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

SINGLE = ("form", "questioned", "year", "month")
"""Facets of which a release has one value, kept in a column."""

ANALYZER = RegexTokenizer() | LowercaseFilter() | StopFilter(renumber=False) | StemFilter()
"""Whoosh's StemmingAnalyzer; a stop word keeps its place, so that phrases mean the same as elsewhere."""


class Found(NamedTuple):
    """What the searches returned."""

    total: int
    hits: list[int]
    groups: dict[str, dict[str, int]]


class PlainWhoosh:
    """Engine: an index in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "whoosh"
        self.searcher: Searcher | None = None

    def build(self, documents: Iterable[Any]) -> None:
        """Write with one writer and half a gigabyte for its pool, and merge into one segment."""
        self.folder.mkdir(parents=True)
        writer = index.create_in(str(self.folder), _schema()).writer(limitmb=512)
        for document in documents:
            writer.add_document(**_fields(document))
        writer.commit(optimize=True)

    def open(self) -> None:
        """Open the folder anew."""
        if self.searcher:
            self.searcher.close()
        self.searcher = index.open_dir(str(self.folder)).searcher()

    # --- answering ------------------------------------------------------------------------------

    def ask(self, question: Question) -> Found:
        """Search for the hits and all facets that are not chosen; search again for each that is."""
        words = _words(question)
        chosen = selection(question)
        order = {} if words is not None else {"sortedby": "newest"}
        rest = countings(question)
        first = self._search(words, chosen, rest.pop(chosen, []), limit=HITS, **order)
        found = Found(len(first), [hit["release"] for hit in first[:HITS]], _groups(first))
        for base, wanted in rest.items():
            found.groups.update(_groups(self._search(words, base, wanted, limit=1)))
        return found

    def _search(
        self, words: query.Query | None, chosen: Selection, wanted: list[Counting], **how: Any
    ) -> Any:
        assert self.searcher is not None, "open it first"
        facets = sorting.Facets()
        for counting in wanted:
            facets.add_facet(counting.facet, _facet(counting))
        parts = [] if words is None else [words]
        asked = query.And([*parts, *_facts(chosen)]) if parts or not chosen.is_everything else query.Every()
        return self.searcher.search(asked.normalize(), groupedby=facets, maptype=sorting.Count, **how)

    # --- reading --------------------------------------------------------------------------------

    def read(self, answer: Found, question: Question) -> Answer:
        """Take the counts out of the groups."""
        found = {
            counting.facet: dict(counts(answer.groups[counting.facet].items(), counting))
            for wanted in countings(question).values()
            for counting in wanted
        }
        return Answer(answer.total, answer.hits, found)

    def newest(self, question: Question, most: int) -> list[int]:
        """Return what answers by day."""
        result = self._search(_words(question), selection(question), [], limit=most, sortedby="newest")
        return [hit["release"] for hit in result[:most]]

    def size(self) -> int:
        """Return the bytes of the folder."""
        return sum(path.stat().st_size for path in self.folder.iterdir())

    def process(self) -> int:
        """Return this process."""
        return os.getpid()


# --- writing --------------------------------------------------------------------------------------


def _schema() -> fields.Schema:
    texts = {name: fields.TEXT(analyzer=ANALYZER, phrase=True) for name in (*WEIGHTS, "boilerplate")}
    facets = {name: fields.KEYWORD(commas=True) for name in (*FACETS, *map(field_of, KEYED))}
    columns = {name: fields.ID(sortable=True) for name in SINGLE}
    return fields.Schema(
        release=fields.STORED,
        newest=fields.NUMERIC(int, bits=64, sortable=True),
        day=fields.NUMERIC(int, bits=32),
        **{**texts, **facets, **columns},
    )


def _fields(document: Any) -> dict[str, Any]:
    facets = {name: ",".join(dict.fromkeys(values_of(document, name))) for name in FACETS}
    keys = {field_of(names): ",".join(keys_of(document, names)) for names in KEYED}
    texts = {name: getattr(document, name) for name in (*WEIGHTS, "boilerplate")}
    return {
        "release": document.release_id,
        "newest": document.release_id - (document.date.toordinal() << 32),
        "day": document.date.toordinal(),
        **{name: value for name, value in {**texts, **facets, **keys}.items() if value},
    }


# --- asking ---------------------------------------------------------------------------------------


def _words(question: Question) -> query.Query | None:
    wanted = [_any([_term(term) for term in group]) for group in question.wanted]
    unwanted = [query.Not(_term(term)) for term in question.unwanted]
    return query.And(wanted + unwanted) if wanted or unwanted else None


def _any(queries: list[query.Query]) -> query.Query:
    return queries[0] if len(queries) == 1 else query.Or(queries)


def _term(term: Term) -> query.Query:
    return _any([_term_in(term, name, weight) for name, weight in WEIGHTS.items()])


def _term_in(term: Term, name: str, weight: float) -> query.Query:
    if term.is_prefix:
        return query.Prefix(name, term.words[0], boost=weight)
    stems = [token.text for word in term.words for token in ANALYZER(word)]
    return (
        query.Phrase(name, stems, boost=weight)
        if len(stems) > 1
        else query.Term(name, stems[0], boost=weight)
    )


def _facts(chosen: Selection) -> Iterator[query.Query]:
    """Yield what is asked of facts, which add nothing to scores."""
    for facet, values in chosen.plain:
        yield _one_of(facet, values)
    if chosen.claim:
        yield _one_of(*chosen_keys(chosen.claim))
    if chosen.years or chosen.months:
        years = [query.Term("year", year) for year in chosen.whole_years]
        yield query.ConstantScoreQuery(
            _any(years + [query.Term("month", month) for month in chosen.months]), 0.0
        )
    if chosen.first or chosen.last:
        days = query.NumericRange(
            "day",
            chosen.first.toordinal() if chosen.first else None,
            chosen.last.toordinal() if chosen.last else None,
        )
        yield query.ConstantScoreQuery(days, 0.0)  # a range with a boost of 0 would find nothing


def _one_of(name: str, values: Iterable[str]) -> query.Query:
    return query.ConstantScoreQuery(_any([query.Term(name, value) for value in values]), 0.0)


def _facet(counting: Counting) -> sorting.FacetType:
    if counting.claim:
        return sorting.FieldFacet(counted_keys(counting).field, allow_overlap=True)
    return sorting.FieldFacet(counting.facet, allow_overlap=counting.facet not in SINGLE)


def _groups(results: Any) -> dict[str, dict[str, int]]:
    return {name: results.groups(name) for name in results.facet_names()}
