"""Texts become postings: the terms of `search.analysis`, whatever way they were cut, numbered and merged."""

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import analysis, inversion
from search.inversion import Inverter, SavedRun, merged

FIELDS = ("headline", "body")
words = st.sampled_from(
    [
        "HLV-101",
        "HLV",
        "101",
        "NC 381",
        "HLV- 101",
        "trials",
        "Ménière’s",
        "in",
        "2004",
        "(a)",
        "\n",
        "  ",
        "é\u0301",
    ]
)
texts = (
    st.lists(words, max_size=8).map(" ".join)
    | st.text(max_size=20)
    | st.text(alphabet="aB1- \n’s", max_size=20)
)
corpora = st.lists(st.fixed_dictionaries({"headline": texts, "body": texts}), max_size=5)


def by_hand(corpus, field):
    """Return the places of every term, with a plain loop."""
    found = defaultdict(list)
    for row, texts in enumerate(corpus):
        for term, position, _, _ in analysis.analyse(texts[field]):
            found[term].append((row, position))
    return dict(found)


def read(runs):
    """Return the places of every term that merging the runs gives."""
    found: dict[str, list[tuple[int, int]]] = {}
    for vocabulary, stretches in merged(runs):
        for places in stretches:
            for term, row, position in zip(*(column.tolist() for column in places), strict=True):
                found.setdefault(vocabulary[term], []).append((row, position))
    return found


def inverted(corpus, *, cut=None):
    """Return the runs of each field; with `cut`, one run before that row and one after it."""
    inverter = Inverter(FIELDS)
    runs = []
    for row, texts in enumerate(corpus):
        if row == cut:
            runs.append(inverter.run())
        inverter.add(row, texts)
    runs.append(inverter.run())
    return {field: [run[field][0] for run in runs] for field in FIELDS}


@settings(max_examples=300, deadline=None)
@given(corpus=corpora, cut=st.none() | st.integers(0, 4))
def test_postings_are_those_of_a_loop_over_the_terms(corpus, cut):
    runs = inverted(corpus, cut=cut)

    for field in FIELDS:
        assert read(runs[field]) == by_hand(corpus, field)


@settings(max_examples=100, deadline=None)
@given(corpus=corpora)
def test_terms_come_sorted_and_group_by_group(corpus):
    runs = inverted(corpus, cut=2)["body"]
    group, inversion.GROUP = inversion.GROUP, 3
    try:
        terms = [term for vocabulary, _ in merged(runs) for term in vocabulary]
        assert read(runs) == by_hand(corpus, "body")
    finally:
        inversion.GROUP = group

    assert terms == sorted(by_hand(corpus, "body"))


def test_what_is_remembered_is_bounded_and_forgetting_changes_nothing(monkeypatch):
    monkeypatch.setattr(inversion, "REMEMBERED", 2)
    corpus = [{"headline": "", "body": "renal cell cancer"}, {"headline": "", "body": "cell trials"}]

    assert read(inverted(corpus, cut=1)["body"]) == by_hand(corpus, "body")


def test_lengths_are_counted_in_words_and_rows_without_a_text_have_none():
    inverter = Inverter(FIELDS)
    inverter.add(3, {"body": "HLV-101 trials", "headline": ""})
    inverter.add(5, {"body": "cancer"})

    _, rows, lengths = inverter.run()["body"]

    assert (rows.tolist(), lengths.tolist()) == ([3, 5], [3, 1])


@pytest.mark.parametrize("corpus", [[], [{"headline": "A", "body": "renal cell"}]])
def test_a_run_comes_back_from_its_files(tmp_path, corpus):
    run = inverted(corpus)["body"][0]

    run.save(tmp_path / "run")

    again = SavedRun(tmp_path / "run")
    assert read([again]) == read([run])
    assert np.array_equal(again.counts, run.counts)
