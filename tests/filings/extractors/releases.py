"""A release built from paragraphs, for the tests of what is read from its prose."""

from collections.abc import Sequence

from filings.domain import Block, BlockKind, Candidate, CleanText, ReleaseText, Section, SectionKind, Span
from filings.extractors.candidates import find_candidates

COMPANY = "Maristow Biologics Inc."


def release(
    *body: str,
    headline: str = "Maristow Biologics Reports Progress",
    subheadline: str | None = None,
    about: str | None = None,
) -> ReleaseText:
    """Put a release together: a headline, paragraphs, and boilerplate about the company."""
    text = ""
    blocks = []
    sections = []
    parts = [(SectionKind.HEADLINE, headline)]
    parts += [(SectionKind.SUBHEADLINE, subheadline)] if subheadline else []
    parts += [(SectionKind.BODY, paragraph) for paragraph in body]
    parts += [(SectionKind.ABOUT, about)] if about else []
    for kind, words in parts:
        start = len(text)
        text += words
        if words.strip():
            blocks.append(Block(BlockKind.PARAGRAPH, Span(start, len(text))))
        text += "\n\n"
        sections.append(Section(kind, Span(start, len(text))))
    return ReleaseText(
        document=0, start=0, exhibit="99.1", clean=CleanText(text, tuple(blocks)), sections=tuple(sections)
    )


def candidates_of(text: ReleaseText, tickers: Sequence[str] = ()) -> tuple[Candidate, ...]:
    """Find a release's candidates as for the company of these tests."""
    return find_candidates(text, registrants=[COMPANY], tickers=tickers)
