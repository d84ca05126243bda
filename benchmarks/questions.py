"""Sixty questions to a corpus, drawn from its language and its facts; the same corpus gives the same ones.

Words are chosen whose forms every stemmer groups alike and that no fact's name holds, so that engines of
different analysis can be held to the same answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from random import Random
from typing import Any

from benchmarks.corpus import Corpus
from benchmarks.words import collocations, share, single_words, units
from filings.domain import Phase
from filings.naming import company_slug, slug
from search.facets import phase_slug
from search.query import PartialDate, SearchQuery
from search.stemming import stem

KINDS = ("rare", "common", "phrase", "prefix", "boolean", "filter only", "words and filters", "everything")

TYPICAL_WORDS = 430
"""Drawn words of a release that are searched."""


STOP_WORDS = {
    "about", "after", "again", "against", "below", "between", "further", "other", "should", "their", "through", "under",
    "until", "which",
}  # fmt: skip
"""Words that some engine does not index."""


@dataclass(frozen=True, slots=True)
class Term:
    """One word, several that follow one another, or the beginning of a word."""

    words: tuple[str, ...]
    is_prefix: bool = False

    def typed(self) -> str:
        """Return the term as a reader writes it."""
        if self.is_prefix:
            return f"{self.words[0]}*"
        return f'"{" ".join(self.words)}"' if len(self.words) > 1 else self.words[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked: releases that hold one term of each group of `wanted`, none of `unwanted`, and the facts."""

    kind: str
    wanted: tuple[tuple[Term, ...], ...] = ()
    unwanted: tuple[Term, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date_from: str = ""
    date_to: str = ""

    def typed(self) -> str:
        """Return the words as a reader writes them."""
        groups = [" OR ".join(term.typed() for term in group) for group in self.wanted]
        return " ".join(
            [f"({group})" if " OR " in group else group for group in groups]
            + [f"-{term.typed()}" for term in self.unwanted]
        )

    def to_query(self) -> SearchQuery:
        """Return the archive's own form of the question. Copies are asked for: the other engines know no stories."""
        return SearchQuery(
            q=self.typed(),
            date_from=PartialDate.parse(self.date_from) if self.date_from else None,
            date_to=PartialDate.parse(self.date_to) if self.date_to else None,
            copies=True,
            **self.filters,  # type: ignore[arg-type]
        )

    def __str__(self) -> str:
        return self.to_query().without("copies").urlencode() or "(everything)"


WARM_UP = Question(kind="warm-up", wanted=((Term(("warrants",)),),))
"""Asked of an engine before anything is timed; not one of the sixty."""


def questions(corpus: Corpus) -> list[Question]:
    """Return the sixty."""
    random = Random("questions")
    rare = _words(corpus.size, 4, max(60, corpus.size / 400), random)
    middling = _words(corpus.size, corpus.size / 100, corpus.size / 20, random)
    common = _words(corpus.size, corpus.size / 10, corpus.size, random)
    phrases = _phrases(random)
    prefixes = _prefixes(random)
    return [
        *(_asked("rare", word) for word in islice(rare, 6)),
        *(_asked("rare", next(rare), next(common)) for _ in range(3)),
        *(_asked("common", word) for word in islice(common, 5)),
        *(_asked("common", next(common), next(common)) for _ in range(4)),
        *(_asked("phrase", phrase) for phrase in islice(phrases, 9)),
        *(_asked("prefix", prefix) for prefix in islice(prefixes, 7)),
        *(_asked("prefix", next(prefixes), next(common)) for _ in range(2)),
        *(
            Question(kind="boolean", wanted=((next(middling), next(middling)), (next(common),)))
            for _ in range(4)
        ),
        *(
            Question(kind="boolean", wanted=((next(common),),), unwanted=(next(middling), next(common)))
            for _ in range(3)
        ),
        *(
            Question(kind="boolean", wanted=((next(phrases), next(middling)),), unwanted=(next(rare),))
            for _ in range(2)
        ),
        *(Question(kind="filter only", **asked) for asked in _filters(corpus)),
        *(
            Question(kind="words and filters", wanted=((next(words),),), **asked)
            for words, asked in zip(
                (common, middling, common, phrases, middling), _filters(corpus)[2:7], strict=True
            )
        ),
        Question(kind="everything"),
    ]


def _asked(kind: str, *terms: Term) -> Question:
    return Question(kind=kind, wanted=tuple((term,) for term in terms))


# --- words ----------------------------------------------------------------------------------------


@cache
def _by_beginning(length: int) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for word in single_words():
        found[word[:length]].add(word)
    return found


@cache
def is_plain(word: str) -> bool:
    """Tell whether every stemmer takes a word for one with its plural and with nothing else.

    >>> is_plain("trial"), is_plain("general"), is_plain("patients")
    (True, False, False)
    """
    return (
        len(word) >= 5
        and word[-1] in "bcdghklmnprtwx"
        and not word.endswith(("ed", "ing", "ion", "ent", "ant"))
        and word not in STOP_WORDS
        and stem(word) == word
        and _by_beginning(5)[word[:5]] <= {word, f"{word}s"}
    )


def _words(size: int, fewest: float, most: float, random: Random) -> Iterator[Term]:
    """Yield words that about so many releases hold, each once."""
    ranks = [
        rank
        for rank, unit in enumerate(units())
        if fewest <= size * TYPICAL_WORDS * share(rank) <= most and is_plain(unit)
    ]
    random.shuffle(ranks)
    return (Term((units()[rank],)) for rank in ranks)


def _phrases(random: Random) -> Iterator[Term]:
    """Yield pairs of words that are met together, the frequent ones among them."""
    pairs = [pair for pair in collocations()[:800] if all(map(is_plain, pair))]
    random.shuffle(pairs)
    return (Term(pair) for pair in pairs)


def _prefixes(random: Random) -> Iterator[Term]:
    """Yield beginnings of four letters that twenty words or more have, and their stems as well."""
    found = [
        start
        for start, words in _by_beginning(4).items()
        if 20 <= len(words) <= 400 and len(start) == 4 and all(stem(word).startswith(start) for word in words)
    ]
    random.shuffle(found)
    return (Term((start,), is_prefix=True) for start in found)


# --- facts ----------------------------------------------------------------------------------------


def _filters(corpus: Corpus) -> list[dict[str, Any]]:
    """Return what may be chosen beside words: nine sets of facets and dates, of frequent values."""
    companies = [company_slug(company.name) for company in corpus.companies[:4]]
    products = [slug(company.candidates[0].names[0]) for company in corpus.companies[:4]]
    diseases = [slug(name) for name in corpus.indications[:4]]
    topics = [slug(name) for name in corpus.topics[:4]]
    phases = [phase_slug(phase) for phase in (Phase.PHASE_1, Phase.PHASE_2, Phase.PHASE_3)]
    return [
        {"filters": {"product": (products[0],)}},
        {"filters": {"product": (products[0],), "phase": (phases[1],)}},
        {"filters": {"phase": (phases[2],)}},
        {"filters": {"year": ("2011", "2012"), "topic": (topics[1],)}},
        {"filters": {"phase": (phases[1],), "indication": (diseases[1],)}},
        {"filters": {"registrant": (companies[0], companies[2])}},
        {"filters": {"topic": (topics[0],)}, "date_from": "2004-06", "date_to": "2015"},
        {"filters": {"year": ("2019",), "month": ("2019-03",), "indication": (diseases[0],)}},
        {"filters": {"registrant": (companies[1],), "phase": (phases[0],), "topic": (topics[0], topics[2])}},
    ]
