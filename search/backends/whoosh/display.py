"""What snippets are made of, and the snippets."""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from search import analysis, highlighting
from search.analysis import Token
from search.backends.whoosh.postings import SegmentPostings
from search.documents import Claim, SearchDocument, Stretch
from search.highlighting import Place
from search.language import Node, fields_of
from search.query import SearchQuery
from search.results import Snippet

LONGEST_EVIDENCE = 600


class Display(NamedTuple):
    """The texts of a release that a snippet may show."""

    body: str
    contacts: str
    boilerplate: str
    claims: list[Claim]
    stretches: list[Stretch]

    @classmethod
    def of(cls, document: SearchDocument) -> Display:
        """Take the texts of a document."""
        texts = (document.body, document.contacts, document.boilerplate)
        return cls(*texts, list(document.claims), list(document.stretches))

    def dump(self) -> bytes:
        """Return the texts as bytes that hold no code."""
        return zlib.compress(json.dumps(self, ensure_ascii=False).encode(), 1)

    @classmethod
    def load(cls, data: bytes) -> Display:
        """Read what `dump` wrote."""
        body, contacts, boilerplate, claims, stretches = json.loads(zlib.decompress(data))
        return cls(
            body,
            contacts,
            boilerplate,
            [Claim(*claim) for claim in claims],
            [Stretch(*stretch) for stretch in stretches],
        )

    def in_release(self, field: str, place: Place | None) -> Place | None:
        """Return a place of a field as a place in the text of the release."""
        for stretch in reversed(self.stretches):
            if place is not None and stretch.field == field and stretch.at <= place[0]:
                moved = stretch.start - stretch.at
                return place[0] + moved, place[1] + moved
        return None


class Snippets:
    """Makes the snippets of some rows that answer; `names` are those of each product."""

    def __init__(
        self,
        query: SearchQuery,
        tree: Node | None,
        names: Mapping[str, Iterable[str]],
        postings: SegmentPostings,
    ) -> None:
        self._query = query
        self._tree = tree
        self._names = names
        self._marks = marks_of(query, tree, names)
        self._postings = postings
        is_standing_text_asked = query.boilerplate or (tree is not None and "boilerplate" in fields_of(tree))
        self._fields = ("body", "contacts", *(["boilerplate"] if is_standing_text_asked else []))

    def of(self, displays: Mapping[int, Display]) -> Iterator[tuple[int, Snippet]]:
        """Yield for each row the claim's sentence where drug or phase was chosen, else the best passages.

        The place is that of the best mark, or of the sentence, in the text of the release.
        """
        rest = dict(displays)
        for row, display in displays.items():
            proof = next((claim for claim in display.claims if _is_chosen(claim, self._query)), None)
            if proof is not None and proof.evidence:
                del rest[row]
                yield row, self._sentence(proof)
        for field in self._fields:
            for row, marks in self._places(field, rest):
                display = rest.pop(row)
                html, place = highlighting.best_passages(getattr(display, field), marks)
                yield row, Snippet(html, display.in_release(field, place))
        for row, display in rest.items():
            yield row, Snippet(highlighting.best_passages(display.body, []).html)

    def _places(self, field: str, displays: Mapping[int, Display]) -> Iterator[tuple[int, list[Place]]]:
        """Yield the rows whose field shows what is looked for, and where; the index says at which words."""
        if self._marks.terms is None:
            for row, display in list(displays.items()):
                if marks := self._marks.places(getattr(display, field)):
                    yield row, marks
            return
        at: dict[int, list[tuple[int, str]]] = defaultdict(list)
        rows = np.fromiter(displays, np.int32, len(displays))
        for term in self._marks.terms:
            for row, positions in self._postings.positions(field, term, rows).items():
                at[row] += [(position, term) for position in positions]
        for row, places in at.items():
            text = getattr(displays[row], field)[: highlighting.READ]
            if marks := self._marks.among(analysis.tokens_at(text, sorted(places))):
                yield row, marks

    def _sentence(self, proof: Claim) -> Snippet:
        text = proof.evidence
        marks = _marks(self._tree, _all_names([proof.product], self._names)).places(text)
        marks += highlighting.phase_places(text)
        is_short = len(text) <= LONGEST_EVIDENCE
        html = highlighting.marked(text, marks) if is_short else highlighting.best_passages(text, marks).html
        return Snippet(html, (proof.start, proof.start + len(text)))


class Marks:
    """Finds what a tree looks for, and names, in one text after the other."""

    def __init__(self, tree: Node | None, names: tuple[str, ...]) -> None:
        self._tree = tree
        self._of_products = names
        self._finder = analysis.Finder(highlighting.wanted(tree, names))
        self.terms = highlighting.terms_of(tree, names)
        """All terms that matter; None where that depends on what texts hold."""

    def places(self, text: str) -> list[Place]:
        """Return where a text shows any of it."""
        if self._tree is None and not self._of_products:
            return []
        return self.among(self._finder.tokens(text[: highlighting.READ]))

    def among(self, tokens: Sequence[Token]) -> list[Place]:
        """Return where the tokens of a text that matter show any of it."""
        wanted = highlighting.places_of(self._tree, tokens) if self._tree else iter(())
        return [*wanted, *highlighting.name_places(self._of_products, tokens)]


def marks_of(query: SearchQuery, tree: Node | None, names: Mapping[str, Iterable[str]]) -> Marks:
    """Return what finds the places that a query looks for; `names` are those of each product."""
    return _marks(tree, _all_names(query.product, names))


@lru_cache(maxsize=16)
def _marks(tree: Node | None, names: tuple[str, ...]) -> Marks:
    """Return marks that know what they met when the same was looked for before."""
    return Marks(tree, names)


def _all_names(products: Iterable[str], names: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    return tuple(name for product in products for name in names.get(product, ()))


def _is_chosen(claim: Claim, query: SearchQuery) -> bool:
    of_claim = query.phase or query.status
    return bool(query.product or of_claim) and (
        (not query.product or claim.product in query.product)
        and (not query.phase or claim.phase in query.phase)
        and (not query.status or claim.status in query.status)
        and (not query.indication or not of_claim or claim.indication in query.indication)
    )
