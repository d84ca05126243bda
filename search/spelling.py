"""Words spelt nearly as typed, and what a reader may have meant where nothing is found."""

from __future__ import annotations

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.analysis import EXACT
from search.postings import Postings


def near_terms(postings: Postings, field: str, text: str, distance: int) -> list[tuple[str, int]]:
    """Return the terms of a field that differ from a word in so many letters at most, and in how many.

    The nearest come first. They begin with the first or the second letter of the word, so that no more of the
    dictionary is read than these letters hold.
    """
    starts = dict.fromkeys(mark + letter for letter in text[:2] for mark in ("", EXACT))
    terms = [term for start in starts for term in postings.terms(field, start)]
    found = process.extract(
        text,
        [term.removeprefix(EXACT) for term in terms],
        scorer=OSA.distance,
        score_cutoff=distance,
        limit=None,
    )
    nearest = sorted(found, key=lambda match: match[1])
    return [(terms[number], int(edits)) for _, edits, number in nearest]


def is_near(term: str, text: str, distance: int) -> bool:
    """Tell whether a term is among those that `near_terms` would return.

    >>> is_near("=zebras", "zebra", 1), is_near("cobra", "zebra", 2)
    (True, False)
    """
    printed = term.removeprefix(EXACT)
    return printed[:1] in text[:2] and OSA.distance(text, printed, score_cutoff=distance) <= distance
