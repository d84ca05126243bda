"""What the administrator of an archive knows of drugs, over what a release alone lets one tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from filings.domain import Alias, Candidate, ExtraVocabulary, ReleaseText, Span
from filings.drugs import MISPRINT
from filings.prose import Phrases, fold, is_abbreviation, sentences

_RULE = "taught"


def as_taught(
    release: ReleaseText, candidates: Iterable[Candidate], extra: ExtraVocabulary
) -> tuple[Candidate, ...]:
    """Return the candidates with products that were missed, under the names of their products, without exclusions.

    An alias stands for its product also where a release prints the alias alone: there it is the proof.
    """
    found = [_without_known(candidate, release, extra) for candidate in candidates]
    if extra.products or extra.aliases:
        found = _with_listed(release, found, extra)
    if extra.exclusions:
        refused = {fold(name) for name in extra.exclusions}
        found = [kept for candidate in found if (kept := _without(candidate, refused, release))]
    return tuple(sorted(found, key=lambda candidate: candidate.mentions[0]))


def _without_known(candidate: Candidate, release: ReleaseText, extra: ExtraVocabulary) -> Candidate:
    """Give up a typing error of a candidate that the archive knows as a product's name: it is none."""
    known = {fold(name) for name in (*extra.products, *(name for pair in extra.aliases for name in pair))}
    known &= {fold(alias.name) for alias in candidate.aliases if alias.rule == MISPRINT}
    return (known and _without(candidate, known, release)) or candidate


def _with_listed(
    release: ReleaseText, candidates: list[Candidate], extra: ExtraVocabulary
) -> list[Candidate]:
    """Add listed names where they are printed, and bring those of one product together under its name."""
    product_of = {fold(alias): product for alias, product in extra.aliases}
    printed: dict[str, dict[str, list[Span]]] = {}  # product, then name as printed
    for span, name in _printed(release, extra):
        printed.setdefault(product_of.get(fold(name), name), {}).setdefault(name, []).append(span)
    for product, places in printed.items():
        names = {fold(product), *(fold(name) for name in places)}
        same = [c for c in candidates if not names.isdisjoint(_names(c))]
        candidates = [c for c in candidates if c not in same]
        candidates.append(_joined(product, places, same))
    return candidates


def _printed(release: ReleaseText, extra: ExtraVocabulary) -> Iterator[tuple[Span, str]]:
    """Yield where a listed name stands outside the boilerplate."""
    book = _book(extra)
    for sentence in sentences(release):
        for span, name in book.find(sentence.words):
            if is_abbreviation(name) and span.of(sentence.words) != name:
                continue  # "AIM" is a product's name, "aim" is none
            yield span.moved(sentence.span.start), name


@lru_cache(maxsize=8)
def _book(extra: ExtraVocabulary) -> Phrases:
    names = [*extra.products, *(name for pair in extra.aliases for name in pair)]
    return Phrases({fold(name): name for name in names} | {name: name for name in names})


def _joined(product: str, places: dict[str, list[Span]], same: list[Candidate]) -> Candidate:
    """Return one candidate of what a release prints of a product, named as the product is."""
    mentions = sorted(
        {span for spans in places.values() for span in spans} | {s for c in same for s in c.mentions}
    )
    named = [c for c in same if fold(c.name) == fold(product)]
    name = named[0].name if named else product
    aliases: dict[str, Alias] = {}
    for candidate in same:
        for alias in candidate.aliases:
            aliases.setdefault(fold(alias.name), alias)
        own = Alias(name=candidate.name, span=candidate.mentions[0], rule=_RULE)
        aliases.setdefault(fold(candidate.name), own)
    for other, spans in places.items():
        aliases.setdefault(fold(other), Alias(name=other, span=spans[0], rule=_RULE))
    aliases.pop(fold(name), None)
    rule = same[0].rule if same else f"candidates.{_RULE}"
    return Candidate(name=name, aliases=tuple(aliases.values()), mentions=tuple(mentions), rule=rule)


def _without(candidate: Candidate, refused: set[str], release: ReleaseText) -> Candidate | None:
    """Return the candidate without refused names; None where that leaves nothing of it."""
    if refused.isdisjoint(_names(candidate)):
        return candidate
    aliases = tuple(alias for alias in candidate.aliases if fold(alias.name) not in refused)
    mentions = tuple(span for span in candidate.mentions if fold(span.of(release.text)) not in refused)
    name = candidate.name
    if fold(name) in refused:
        if not aliases:
            return None
        name, aliases = aliases[0].name, aliases[1:]
    return replace(candidate, name=name, aliases=aliases, mentions=mentions) if mentions else None


def _names(candidate: Candidate) -> set[str]:
    return {fold(candidate.name), *(fold(alias.name) for alias in candidate.aliases)}
