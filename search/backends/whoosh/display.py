"""What snippets are made of, and the snippets."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import NamedTuple

from django.utils.safestring import SafeString

from search import analysis, highlighting
from search.documents import Claim, SearchDocument
from search.language import Node
from search.query import SearchQuery

LONGEST_EVIDENCE = 600


class Display(NamedTuple):
    """The texts of a release that a snippet may show."""

    body: str
    contacts: str
    boilerplate: str
    claims: list[Claim]

    @classmethod
    def of(cls, document: SearchDocument) -> Display:
        """Take the texts of a document."""
        return cls(document.body, document.contacts, document.boilerplate, list(document.claims))

    def dump(self) -> bytes:
        """Return the texts as bytes that hold no code."""
        return zlib.compress(json.dumps(self, ensure_ascii=False).encode(), 1)

    @classmethod
    def load(cls, data: bytes) -> Display:
        """Read what `dump` wrote."""
        body, contacts, boilerplate, claims = json.loads(zlib.decompress(data))
        return cls(body, contacts, boilerplate, [Claim(*claim) for claim in claims])


def snippet(
    display: Display, query: SearchQuery, tree: Node | None, names: Mapping[str, Iterable[str]]
) -> SafeString:
    """Return the claim's sentence where drug or phase was chosen, else the best passages; `names` of products."""
    proof = next((claim for claim in display.claims if _is_chosen(claim, query)), None)
    if proof is not None and proof.evidence:
        text = proof.evidence
        places = _places(text, tree, {proof.product}, names) + list(highlighting.phase_places(text))
        if len(text) <= LONGEST_EVIDENCE:
            return highlighting.marked(text, places)
        return highlighting.best_passages(text, places)
    others = [display.contacts, *([display.boilerplate] if query.boilerplate else [])]
    for text in [display.body, *others]:
        if places := _places(text, tree, set(query.product), names):
            return highlighting.best_passages(text, places)
    return highlighting.best_passages(display.body, [])


def _places(
    text: str, tree: Node | None, products: set[str], names: Mapping[str, Iterable[str]]
) -> list[highlighting.Place]:
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
