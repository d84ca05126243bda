"""Headline and sub-headline, as printed but for white space and the dashes around a sub-headline."""

from __future__ import annotations

import re
from collections.abc import Iterator

from filings.domain import Fact, FactKind, ReleaseText, SectionKind, Span

_DASHES = " \t\n-–—―•·*_"


def find_headlines(release: ReleaseText) -> Iterator[Fact]:
    """Yield the headline and the sub-headline of a release, where it has them."""
    for section, kind in (
        (SectionKind.HEADLINE, FactKind.HEADLINE),
        (SectionKind.SUBHEADLINE, FactKind.SUBHEADLINE),
    ):
        spans = [_trimmed(release.text, span) for span in release.spans(section)]
        pieces = [_piece(span.of(release.text), kind) for span in spans if span]
        value = " ".join(piece for piece in pieces if piece)
        found = [span for span in spans if span]
        if value and found:
            yield Fact(
                kind=kind, value=value, span=Span(found[0].start, found[-1].end), rule=f"headline.{section}"
            )


def _trimmed(text: str, span: Span) -> Span | None:
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip(" \n\t"))
    end = span.end - (len(words) - len(words.rstrip(" \n\t")))
    return Span(start, end) if start < end else None


def _piece(words: str, kind: FactKind) -> str:
    """Make white space single; a sub-headline's paragraphs lose the dashes and bullets around each.

    >>> _piece("-  One dose\\nprotects as well --", FactKind.SUBHEADLINE)
    'One dose protects as well'
    """
    if kind is FactKind.HEADLINE:
        return " ".join(words.split())
    return " ".join(" ".join(part.strip(_DASHES).split()) for part in re.split(r"\n{2,}", words)).strip()
