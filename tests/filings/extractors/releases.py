"""A release built from paragraphs, and what is read from it, for the tests of its prose."""

from collections.abc import Sequence

from filings.domain import Block, BlockKind, Candidate, CleanText, ReleaseText, Section, SectionKind, Span
from filings.extractors.agents import find_agents
from filings.extractors.candidates import find_candidates
from filings.extractors.indications import find_indications
from filings.extractors.phases import find_phases

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


def names(*body: str, **parts: str) -> dict[str, list[str]]:
    """Return the candidates of these paragraphs, each with its aliases."""
    return {c.name: [alias.name for alias in c.aliases] for c in candidates_of(release(*body, **parts))}


def phases(*body: str, **parts: str) -> set[tuple[str, str, str | None]]:
    """Return the claims of these paragraphs: candidate, phase, status."""
    text = release(*body, **parts)
    return {
        (claim.product, str(claim.phase), claim.status and str(claim.status))
        for claim in find_phases(text, candidates_of(text))
    }


def agents(*body: str, **parts: str) -> set[str]:
    """Return the combination agents of these paragraphs."""
    text = release(*body, **parts)
    return {fact.value for fact in find_agents(text, candidates_of(text))}


def indications(*body: str, **parts: str) -> set[str]:
    """Return the indications of these paragraphs."""
    text = release(*body, **parts)
    return {fact.value for fact in find_indications(text, candidates_of(text))}
