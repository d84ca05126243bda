"""The table of facet values by itself: kept, joined, thinned and counted both ways."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import columns
from search.columns import Column, Subset, distinct_counts
from search.counting import FacetRow, FacetTable
from search.facets import form_slug
from search.query import FACETS, SearchQuery
from tests.search.backends import test_brute_force as brute


def table_of(corpus) -> FacetTable:
    return FacetTable.of(map(FacetRow.of, corpus))


def shown(table: FacetTable, query: SearchQuery, matched=None) -> dict[str, list[tuple[str, str, int, bool]]]:
    facets = table.facets(query, table.live if matched is None else matched)
    return {
        name: [
            (item.value, item.label if item.count else "", item.count, item.selected)
            for item in facets[name].values
        ]
        for name in FACETS
    }


def found(table: FacetTable, query: SearchQuery) -> list[int]:
    """Return the ids that answer a query without words, in its order."""
    mask = table.once(table.select(query), query)
    return table.release_ids[table.ordered(mask, query.sort, None, 0, table.size)].tolist()


def same(one: FacetTable, other: FacetTable, query: SearchQuery) -> bool:
    return (
        shown(one, query) == shown(other, query)
        and found(one, query) == found(other, query)
        and one.histogram(query, one.live) == other.histogram(query, other.live)
    )


wordless = brute.queries.map(lambda query: query.with_words(""))


@settings(max_examples=60, deadline=None)
@given(corpus=brute.corpora, query=wordless, few=st.sampled_from([0, 10**9]))
def test_counts_are_the_same_row_by_row_and_value_by_value(corpus, query, few):
    table = table_of(corpus)
    usual = shown(table, query)
    before, columns.FEW = columns.FEW, few
    try:
        assert shown(table, query) == usual
    finally:
        columns.FEW = before


@settings(max_examples=40, deadline=None)
@given(corpus=brute.corpora, query=wordless, cut=st.integers(0, 8))
def test_a_table_joined_of_parts_is_the_table_of_the_whole(corpus, query, cut):
    parts = [table_of(corpus[:cut]), table_of(corpus[cut:])]

    assert same(FacetTable.joined(parts), table_of(corpus), query)


@settings(max_examples=40, deadline=None)
@given(corpus=brute.corpora, query=wordless, gone=st.sets(st.integers(0, 7)))
def test_deleted_rows_are_as_if_they_had_never_been(corpus, query, gone):
    rows = np.array([row for row in sorted(gone) if row < len(corpus)], np.int32)
    kept = [item for row, item in enumerate(corpus) if row not in gone]
    thinned = table_of(corpus).without(rows)

    assert thinned.size == len(corpus)
    assert same(thinned, table_of(kept), query)
    assert dict(thinned.names) == dict(table_of(kept).names)


@settings(max_examples=40, deadline=None)
@given(data=st.data(), corpus=brute.corpora, query=wordless)
def test_rows_taken_in_another_order_are_the_table_of_that_order(data, corpus, query):
    order = data.draw(st.permutations(range(len(corpus))))
    order = order[: data.draw(st.integers(0, len(order)))]
    taken = table_of(corpus).taken(np.array(order, np.int32))

    assert taken.release_ids.tolist() == [corpus[row].release_id for row in order]
    assert same(taken, table_of([corpus[row] for row in order]), query)


@settings(max_examples=20, deadline=None)
@given(corpus=brute.corpora, query=wordless)
def test_what_was_saved_is_loaded(tmp_path_factory, corpus, query):
    folder = tmp_path_factory.mktemp("table")
    table = table_of(corpus)
    table.save(folder)
    loaded = FacetTable.load(folder)

    assert same(loaded, table, query)
    assert same(
        FacetTable.joined([loaded, loaded.without(np.arange(table.size, dtype=np.int32))]), table, query
    )


def test_a_loaded_table_is_mapped_and_cannot_be_written_to(tmp_path):
    table_of([brute.document(1, topics=["legal"])]).save(tmp_path)

    with pytest.raises(ValueError, match="read-only"):
        FacetTable.load(tmp_path).live[0] = False


def test_a_missing_table_is_a_missing_file(tmp_path):
    with pytest.raises(FileNotFoundError):
        FacetTable.load(tmp_path)


class TestSets:
    @pytest.fixture
    def table(self):
        return table_of(
            [
                brute.document(
                    1,
                    day="2004-01-12",
                    claims=[
                        brute.claim("hlv-101", "phase-1", "melanoma", status="ongoing"),
                        brute.claim("hlv-202", "phase-2", status="planned"),
                    ],
                    form_type="6-K/A",
                    exhibit="99.1",
                ),
                brute.document(2, day="2005-06-30", products=["hlv-101"], questioned=True),
                brute.document(3, day=None, claims=[brute.claim("hlv-101", "phase-2", status="planned")]),
            ]
        )

    @pytest.mark.parametrize(
        ("name", "value", "ids"),
        [
            ("product", "hlv-101", [1, 2, 3]),
            ("phase", "phase-2", [1, 3]),
            ("status", "ongoing", [1]),
            ("form", form_slug("6-K/A"), [1]),
            ("questioned", "yes", [2]),
            ("exhibit", "99.1", [1]),
            ("year", "2005", [2]),
            ("month", "2004-01", [1]),
            ("product", "nobody", []),
        ],
    )
    def test_rows_that_have_a_value(self, table, name, value, ids):
        assert table.release_ids[table.having(name, value)].tolist() == ids

    @pytest.mark.parametrize(
        ("wanted", "ids"),
        [
            ({"product": ["hlv-101"], "phase": ["phase-2"]}, [3]),
            ({"product": ["hlv-101"], "phase": ["phase-1", "phase-2"]}, [1, 3]),
            ({"product": ["hlv-101"], "status": ["planned"]}, [3]),
            ({"status": ["planned"], "indication": ["melanoma"]}, []),
            ({"indication": ["melanoma"]}, [1]),
            ({"phase": []}, []),
            ({}, [1, 3]),
        ],
    )
    def test_rows_with_one_claim_that_has_all_that_is_wanted(self, table, wanted, ids):
        assert table.release_ids[table.claims_having(**wanted)].tolist() == ids

    @pytest.mark.parametrize(
        ("first", "last", "ids"),
        [
            (None, None, [1, 2]),
            (date(2004, 1, 12), date(2004, 1, 12), [1]),
            (date(2004, 1, 13), None, [2]),
            (None, date(2005, 6, 29), [1]),
        ],
    )
    def test_rows_of_a_time_are_dated_and_both_ends_belong(self, table, first, last, ids):
        assert table.release_ids[table.within(first, last)].tolist() == ids

    def test_deleted_rows_have_nothing(self, table):
        rest = table.without(np.array([0], np.int32))

        assert not rest.having("product", "hlv-202").any()
        assert rest.release_ids[rest.claims_having(phase=["phase-2"])].tolist() == [3]
        assert rest.release_ids[rest.within(None, None)].tolist() == [2]

    def test_a_later_label_counts(self):
        one, two = brute.document(1, topics=["legal"]), brute.document(2, topics=["legal"])
        renamed = FacetRow.of(two)._replace(topics=[("legal", "Of the law")])

        assert FacetTable.of([FacetRow.of(one), renamed]).labels("topic")["legal"] == "Of the law"
        assert FacetTable.joined([table_of([one]), FacetTable.of([renamed])]).labels("topic") == {
            "legal": "Of the law"
        }


@given(
    scores=st.lists(
        st.sampled_from([0.0, 0.25, 1.5, 3.75, 1e-30, 1e30]) | st.floats(0, 9, width=32),
        min_size=1,
        max_size=40,
    ),
    first=st.integers(0, 40),
    length=st.integers(1, 20),
)
def test_a_page_by_relevance_is_a_page_of_all_sorted_by_score_and_then_newest(scores, first, length):
    days = ["2001-01-01", "2004-05-06", None, "2003-02-03"]
    table = table_of(brute.document(number, day=days[number % 4]) for number in range(1, len(scores) + 1))
    marks = np.array(scores, np.float32)
    every = sorted(range(len(scores)), key=lambda row: (-marks[row], table.newest[row]))

    page = table.ordered(table.live, "relevance", marks, first, first + length)

    assert page.tolist() == every[first : first + length]


@given(
    pairs=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5)), max_size=20),
    rows=st.sets(st.integers(0, 5)),
)
def test_a_column_counts_each_value_once_a_row(pairs, rows):
    values = np.array([value for value, _ in pairs], np.int32)
    at = np.array([row for _, row in pairs], np.int32)
    labels = {name: name for name in "abcd"}
    column = Column.of(labels, values, at, 6, np.arange(4, dtype=np.int32))
    mask = np.isin(np.arange(6), list(rows))

    counts = column.counts(Subset(mask), None)

    assert counts.tolist() == [
        len({row for v, row in pairs if v == value and row in rows}) for value in range(4)
    ]
    assert distinct_counts(values, at, 4).tolist() == [len({r for v, r in pairs if v == n}) for n in range(4)]
