"""Words spelt nearly as typed, and what a reader may have meant where a word finds nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from filings.prose import is_english
from search import analysis
from search.analysis import EXACT
from search.exceptions import QueryError
from search.language import All, Any, Code, Field, In, Loose, Node, Phrase, Word, quoted
from search.meaning import Meanings, is_of_disease
from search.postings import Postings
from search.query import SearchQuery
from search.results import Suggestion
from search.stemming import stem

FIELDS = ("headline", "body", "contacts")
"""Where words are looked up: what stands elsewhere stands here too."""

CHOICES = 3
"""Other spellings that are tried for one word."""

TRIED = 6
"""Corrected queries that are tried."""

SHORTEST = 4
"""Letters of a word that may be misspelt: of a shorter one, too much else is near."""

RARE = 5
"""A word in no more releases than this may be misspelt where nothing is found."""

MUCH_MORE = 20
"""How many times as frequent another spelling of a rare word must be."""


_SMALL_OR = re.compile(r"(?<=[\w)*~] )or(?= [\w(])", re.IGNORECASE)


# --- near spellings -----------------------------------------------------------------------------


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


# --- what was meant -----------------------------------------------------------------------------


class _Typed(NamedTuple):
    """A word as it was typed, or the parts of a code."""

    parts: tuple[str, ...]

    @property
    def whole(self) -> str:
        return "".join(self.parts)


def did_you_mean(
    query: SearchQuery,
    total: int,
    postings: Postings,
    meanings: Meanings,
    count: Callable[[SearchQuery], int],
) -> Suggestion | None:
    """Return a query that finds something, where this one finds nothing or one of its words is unknown.

    total: how many releases the query finds. count: asks the index how many another one does.
    """
    if query.text is None:
        return None
    either = with_or(query.q)
    tried: Iterator[str] = iter([either] if either else [])
    if not total or has_unknown_words(query.text, postings):
        tried = chain(
            tried,
            value_corrections(query.q, query.text, meanings),
            corrections(query.q, query.text, postings),
        )
    for q in dict.fromkeys(islice(tried, TRIED)):
        try:
            number = count(replace(query, q=q, page=1))
        except QueryError:
            continue
        if number and (q != either or number > total):
            return Suggestion(q, number)
    return None


def with_or(q: str) -> str | None:
    """Return the query with an "or" of small letters between two words as the OR of the language.

    >>> with_or("renal or lung cancer"), with_or("renal OR lung"), with_or('"renal or lung"')
    ('renal OR lung cancer', None, None)
    """
    written = _SMALL_OR.sub("OR", q)
    return written if written != q and not any(sign in q for sign in '"“”„«»') else None


def value_corrections(q: str, tree: Node, meanings: Meanings) -> Iterator[str]:
    """Yield the query with a value that nothing bears exchanged for the nearest one of its field."""
    for field in _fields(tree):
        for typed in field.values:
            if not meanings.values(field.name, typed) and (name := meanings.nearest(field.name, typed)):
                written = re.compile(rf'(?<=:)"?{re.escape(typed)}"?(?![^\s),;|])')
                yield written.sub(quoted(name).replace("\\", ""), q)


def _fields(node: Node) -> Iterator[Field]:
    match node:
        case All(nodes) | Any(nodes):
            yield from chain.from_iterable(map(_fields, nodes))
        case Field():
            yield node


def has_unknown_words(tree: Node, postings: Postings) -> bool:
    """Tell whether a wanted word of the tree occurs nowhere."""
    return any(not _frequency(postings, typed) for typed in _typed(tree))


def corrections(q: str, tree: Node, postings: Postings) -> Iterator[str]:
    """Yield queries that the reader may have meant, the likeliest first; each must still be asked.

    Words that occur nowhere are exchanged; where there are none, words that hardly occur. English words and those
    of diseases are left alone: that the archive does not say "stroke" makes it no misspelt "strong".
    """
    frequencies = {typed: _frequency(postings, typed) for typed in _typed(tree) if not _is_right(typed)}
    doubtful = [typed for typed, number in frequencies.items() if not number]
    doubtful = doubtful or [typed for typed, number in frequencies.items() if number <= RARE]
    choices = {
        typed: found
        for typed in doubtful
        if (found := _choices(postings, typed, max(1, MUCH_MORE * frequencies[typed])))
    }
    if not choices:
        return
    likeliest = {typed: found[0] for typed, found in choices.items()}
    others = ({**likeliest, typed: other} for typed, found in choices.items() for other in found[1:])
    for exchange in chain([likeliest], others):
        yield _exchanged(q, exchange)


def _typed(node: Node) -> Iterator[_Typed]:
    """Yield the words and codes that are wanted, each once."""
    yield from dict.fromkeys(_all_typed(node))


def _all_typed(node: Node) -> Iterator[_Typed]:
    match node:
        case All(nodes) | Any(nodes):
            yield from chain.from_iterable(map(_all_typed, nodes))
        case In(_, leaf):
            yield from _all_typed(leaf)
        case Code(parts):
            yield _Typed(parts)
        case Phrase(words) | Loose(words, _):
            yield from (_Typed((word,)) for word in words)
        case Word(text):
            yield _Typed((text,))


def _is_right(typed: _Typed) -> bool:
    """Tell whether it is spelt as it should be, whether the archive has it or not."""
    whole = typed.whole
    return len(whole) < SHORTEST or whole.isdigit() or is_english(whole) or is_of_disease(whole)


def _frequency(postings: Postings, typed: _Typed) -> int:
    """Return how many releases hold it, more or less; 0 only where none does."""
    whole = stem(typed.whole)
    found = max(len(postings.rows(field, whole).rows) for field in FIELDS)
    if found or len(typed.parts) == 1:
        return found
    return min(_frequency(postings, _Typed((part,))) for part in typed.parts)


def _choices(postings: Postings, typed: _Typed, least: int) -> list[str]:
    """Return how it may be spelt, in `least` releases or more: the nearest, then the most frequent."""
    text = typed.whole
    distance = 1 if len(text) <= 4 else 2
    found: dict[str, tuple[int, int]] = {}  # spelling → edits, and releases
    for field in FIELDS:
        for term, edits in near_terms(postings, field, text, distance)[: 10 * CHOICES]:
            number = len(postings.rows(field, term).rows)
            spelling = _printed(postings, field, term)
            if (
                number >= least
                and 0 < OSA.distance(text, spelling) <= distance
                and stem(spelling) != stem(text)
            ):
                _, known = found.get(spelling, (edits, 0))
                found[spelling] = edits, max(known, number)
    return sorted(
        found,
        key=lambda spelling: (
            found[spelling][0],
            -JaroWinkler.similarity(text, spelling) * found[spelling][1] ** 0.1,
            spelling,
        ),
    )[:CHOICES]


def _printed(postings: Postings, field: str, term: str) -> str:
    """Return a word as texts print it: of a stem that is no word, the most frequent word that it stands for."""
    if term.startswith(EXACT):
        return term[1:]
    forms = {
        form: float(postings.rows(field, form).frequencies.sum())
        for form in islice(postings.terms(field, EXACT + term[:-1]), 200)
        if stem(form[1:]) == term
    }
    alone = float(postings.rows(field, term).frequencies.sum()) - sum(forms.values())
    best = max(forms, key=lambda form: forms[form], default="")
    return best[1:] if best and forms[best] > alone else term


def _exchanged(q: str, exchange: dict[_Typed, str]) -> str:
    """Return the query with words exchanged, and all else as it was typed."""
    pieces: list[str] = []
    at = 0
    for run in analysis.runs(q, analysis.parts(q)):
        for row in (
            [run] if _Typed(tuple(part.text for part in run)) in exchange else [[part] for part in run]
        ):
            if other := exchange.get(_Typed(tuple(part.text for part in row))):
                pieces += [q[at : row[0].start], other]
                at = row[-1].end
    return "".join([*pieces, q[at:]])
