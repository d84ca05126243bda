"""What snippets are made of, and the snippets."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import NamedTuple

from search import analysis, highlighting
from search.documents import Claim, SearchDocument, Stretch
from search.highlighting import Passages, Place
from search.language import Node, fields_of
from search.query import SearchQuery

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


def snippet(
    display: Display, query: SearchQuery, tree: Node | None, names: Mapping[str, Iterable[str]]
) -> Passages:
    """Return the claim's sentence where drug or phase was chosen, else the best passages; `names` of products.

    The place is that of the best mark, or of the sentence, in the text of the release.
    """
    proof = next((claim for claim in display.claims if _is_chosen(claim, query)), None)
    if proof is not None and proof.evidence:
        text = proof.evidence
        marks = places(text, tree, {proof.product}, names) + list(highlighting.phase_places(text))
        is_short = len(text) <= LONGEST_EVIDENCE
        html = highlighting.marked(text, marks) if is_short else highlighting.best_passages(text, marks).html
        return Passages(html, (proof.start, proof.start + len(text)))
    is_standing_text_asked = query.boilerplate or (tree is not None and "boilerplate" in fields_of(tree))
    for field in ("body", "contacts", *(["boilerplate"] if is_standing_text_asked else [])):
        text = getattr(display, field)
        if marks := places(text, tree, set(query.product), names):
            html, place = highlighting.best_passages(text, marks)
            return Passages(html, display.in_release(field, place))
    return highlighting.best_passages(display.body, [])


def places(
    text: str, tree: Node | None, products: set[str], names: Mapping[str, Iterable[str]]
) -> list[Place]:
    """Return where a text shows what a tree looks for, or a name of one of the products."""
    if tree is None and not products:
        return []
    tokens = list(analysis.analyse(text[: highlighting.READ]))
    wanted = highlighting.places_of(tree, tokens) if tree else iter(())
    printed = chain.from_iterable(names.get(product, ()) for product in products)
    return [*wanted, *highlighting.name_places(printed, tokens)]


def _is_chosen(claim: Claim, query: SearchQuery) -> bool:
    of_claim = query.phase or query.status
    return bool(query.product or of_claim) and (
        (not query.product or claim.product in query.product)
        and (not query.phase or claim.phase in query.phase)
        and (not query.status or claim.status in query.status)
        and (not query.indication or not of_claim or claim.indication in query.indication)
    )
