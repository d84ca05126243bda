"""What is offered while a reader types: candidates, companies, diseases, people's firms, and phrases of headlines.

Names are kept as one sorted list for each state of the index, once for every word that they begin or go on with,
so that what was typed is a stretch of it. Phrases come from the headlines of the newest releases that hold what
was typed.
"""

from __future__ import annotations

import re
import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from heapq import nsmallest
from typing import NamedTuple

from django.db.models import Count
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from filings.models import ContactAppearance, ProductAlias, Release
from search import analysis
from search.backends import get_backend
from search.backends.base import SearchBackend
from search.exceptions import QueryError, SearchError
from search.language import MIN_PREFIX, quoted
from search.query import SearchQuery
from search.views import url_of

MIN_LENGTH = 2
"""Letters that are typed before anything is offered."""

MAX_LENGTH = 100
MAX_WORDS = 6
"""What is longer is no beginning of a name; its last words may be. Later words of a name lead to it no more."""

SHOWN = 10
OF_A_KIND = 4
"""Suggestions at most, and of one kind."""

LOOKED_AT = 5000
"""Names that are compared for one answer."""

HEADLINES = 200
"""Headlines that phrases are taken from."""

MANY = 20
"""Of so many headlines or more, a phrase must be in two to be offered."""

PHRASE_WORDS = 3
"""Words that a phrase goes on with after what was typed."""

FRESH = 300
"""Seconds that an answer may be kept."""

LABELS = {
    "product": "Drug candidate",
    "registrant": "Company",
    "indication": "Indication",
    "firm": "Contact’s firm",
    "phrase": "In headlines",
}
"""The kinds in the order in which they are offered, and what each is called."""


FIELDS = {
    "product": "product",
    "drug": "product",
    "registrant": "registrant",
    "company": "registrant",
    "indication": "indication",
    "contact": "firm",
}
"""Fields of the query language whose values are offered, and the kind of each."""

_FIELD_OR_MINUS = re.compile(
    r"""(?:^|(?<=[\s(]))(-?(?P<field>[a-z]+):\s?|-)["“]?(?P<begun>[^"“”:()]*)$""", re.IGNORECASE
)


class Suggested(NamedTuple):
    """One thing that is offered: what it completes to, what it is, and where it leads."""

    text: str
    label: str
    url: str


class Name(NamedTuple):
    """A name of something in the archive."""

    kind: str
    text: str
    value: str  # the slug that it has in addresses, or the name itself
    number: int  # of releases

    @property
    def url(self) -> str:
        """Return where it leads."""
        if self.kind in ("product", "registrant"):
            return reverse(self.kind, args=[self.value])
        if self.kind == "indication":
            return url_of(SearchQuery(indication=(self.value,)))
        return url_of(SearchQuery(q=f"contact:{quoted(self.value)}"))

    @property
    def suggested(self) -> Suggested:
        """Return the name as it is offered."""
        releases = f"{self.number:,} release{'' if self.number == 1 else 's'}"
        return Suggested(self.text, f"{LABELS[self.kind]}, {releases}", self.url)


class Names:
    """All names by their words, sorted."""

    def __init__(self, names: Iterable[Name]) -> None:
        entries = sorted(
            (" ".join(words[at:]), at > 0, name)
            for name in names
            for words in [_words(name.text)]
            for at in range(min(len(words), MAX_WORDS))
        )
        self._keys = [key for key, _, _ in entries]
        self._entries = [(goes_on, name) for _, goes_on, name in entries]

    def beginning(self, typed: Sequence[str]) -> list[Name]:
        """Return the names of which a word begins so, or several words do: some of each kind.

        Those that begin so as a whole come first, then those of most releases.
        """
        text = " ".join(typed)
        first = bisect_left(self._keys, text)
        last = bisect_left(self._keys, text + "\U0010ffff", lo=first)
        best: dict[str, dict[str, tuple[bool, int, str, Name]]] = {kind: {} for kind in LABELS}
        for goes_on, name in self._entries[first : min(last, first + LOOKED_AT)]:
            rank = (goes_on, -name.number, name.text, name)
            of_kind = best[name.kind]
            of_kind[name.value] = min(of_kind.get(name.value, rank), rank)
        return [rank[-1] for found in best.values() for rank in nsmallest(OF_A_KIND, found.values())]


# --- the names of one state of the index ------------------------------------------------------


_lock = threading.Lock()
_known: tuple[str, Names] | None = None


def names(backend: SearchBackend) -> Names:
    """Return the names of the present state of the index; they are gathered once."""
    global _known
    state = backend.state()
    with _lock:
        if _known is None or _known[0] != state:
            _known = state, Names(_gathered(backend))
        return _known[1]


def _gathered(backend: SearchBackend) -> Iterator[Name]:
    facets = backend.search(SearchQuery()).facets
    for kind in ("product", "registrant", "indication"):
        for item in facets[kind].values:
            yield Name(kind, item.label, item.value, item.count)
    numbers = {item.value: item.count for item in facets["product"].values}
    for text, slug in ProductAlias.objects.values_list("name", "product__slug"):
        if slug in numbers:
            yield Name("product", text, slug, numbers[slug])
    companies = {tuple(_words(item.label)) for item in facets["registrant"].values}
    firms = ContactAppearance.objects.exclude(organisation="").values_list("organisation")
    for text, number in firms.annotate(number=Count("release", distinct=True)).order_by():
        if tuple(_words(text)) not in companies:
            yield Name("firm", text, text, number)


# --- answers ----------------------------------------------------------------------------------


def suggestions(backend: SearchBackend, typed: str) -> list[Suggested]:
    """Return what a reader who typed this may want, best first; nothing for a letter or for signs alone."""
    words = _words(typed[-MAX_LENGTH:])
    if len("".join(words)) < MIN_LENGTH:
        return []
    known = names(backend)
    if (asked := _FIELD_OR_MINUS.search(typed[-MAX_LENGTH:])) and (
        not asked["field"] or asked["field"].lower() in FIELDS
    ):
        return list(_values(known, typed, asked))
    for start in range(max(0, len(words) - MAX_WORDS), len(words)):
        tail = words[start:]
        if (start == 0 or len("".join(tail)) > MIN_LENGTH) and (found := known.beginning(tail)):
            offered = [name.suggested for name in found]
            if start:  # the last words alone are a name: what stands before them is kept
                before = _before(typed, len(words) - start)
                offered = [_going_on(before, name) for name in found]
            break
    else:
        offered = []
    known_words = [_words(item.text) for item in offered]
    phrases = [phrase for phrase in _phrases(backend, words) if _words(phrase.text) not in known_words]
    return [*offered[: SHOWN - min(len(phrases), OF_A_KIND)], *phrases][:SHOWN]


def _values(known: Names, typed: str, asked: re.Match[str]) -> Iterator[Suggested]:
    """Yield what a field that was begun may be asked for, or what may be left out; all before it is kept."""
    words = _words(asked["begun"])
    if len("".join(words)) < MIN_LENGTH:
        return
    kind = FIELDS.get((asked["field"] or "").lower())
    before = typed[: len(typed) - len(asked[0]) + len(asked[1])]
    for name in known.beginning(words)[:SHOWN]:
        if kind in (None, name.kind):
            yield _going_on(before, name)


def _before(typed: str, number: int) -> str:
    """Return what was typed before its last words."""
    return typed[: list(analysis.parts(typed))[-number].start]


def _going_on(before: str, name: Name) -> Suggested:
    text = before + quoted(name.text)
    try:
        return Suggested(text, LABELS[name.kind], url_of(SearchQuery(q=text)))
    except QueryError:
        return name.suggested


def _phrases(backend: SearchBackend, words: Sequence[str]) -> Iterator[Suggested]:
    """Yield what headlines say that hold these words in a row, the last of them perhaps not to its end."""
    *whole, last = words
    asked = [*whole, f"{last}*"] if len(last) >= MIN_PREFIX else whole
    if not asked or len(words) > MAX_WORDS:
        return
    try:
        found = backend.ids(SearchQuery(q=f"headline:({' '.join(asked)})", sort="newest"))
    except QueryError:  # too many words begin so
        return
    headlines = list(Release.objects.filter(pk__in=found[:HEADLINES]).values_list("headline", flat=True))
    for phrase, number in _frequent(headlines, words):
        label = f"{LABELS['phrase']}, {number:,} of the newest"
        yield Suggested(phrase, label, url_of(SearchQuery(q=f'"{phrase}"')))


def _frequent(headlines: Collection[str], typed: Sequence[str]) -> list[tuple[str, int]]:
    """Return the phrases that begin with what was typed, most frequent first; of many, those printed twice."""
    *whole, last = typed
    least = 2 if len(headlines) >= MANY else 1
    counts: Counter[tuple[str, ...]] = Counter()
    printed: dict[tuple[str, ...], str] = {}
    for headline in headlines:
        parts = list(analysis.parts(headline))
        row = [part.text for part in parts]
        inside: dict[tuple[str, ...], str] = {}
        for at in range(len(row) - len(typed) + 1):
            if row[at : at + len(whole)] == whole and row[at + len(whole)].startswith(last):
                for end in range(at + len(typed), min(len(row), at + len(typed) + PHRASE_WORDS) + 1):
                    if end < len(row) and analysis.are_written_together(headline, parts[end - 1], parts[end]):
                        continue  # a name is not cut in two
                    inside[tuple(row[at:end])] = headline[parts[at].start : parts[end - 1].end].lower()
        counts.update(inside.keys())
        printed |= inside
    longer = Counter({phrase[:-1]: number for phrase, number in reversed(counts.most_common())})
    telling = [
        (" ".join(quoted(printed[phrase]).strip('"').split()), number)
        for phrase, number in counts.most_common()
        if number >= least
        and len(phrase) > 1
        and phrase != tuple(typed)
        and phrase[-1] not in analysis.STOP_WORDS
        and longer[phrase] < number  # else the longer phrase says more
    ]
    return telling[:SHOWN]


def _words(text: str) -> list[str]:
    return [part.text for part in analysis.parts(text)]


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Answer in the form of OpenSearch suggestions: what was typed, completions, what they are, addresses."""
    typed = request.GET.get("q", "")
    try:
        found = suggestions(get_backend(), typed)
    except SearchError:  # nobody waits for suggestions: the search itself says what is wrong
        found = []
    answer = [typed, *([getattr(item, name) for item in found] for name in Suggested._fields)]
    response = JsonResponse(answer, safe=False, content_type="application/x-suggestions+json")
    response["Cache-Control"] = f"public, max-age={FRESH}" if found else "no-cache"
    return response
