"""What a release is about: financial results, a clinical trial, a meeting, and so on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from filings.domain import Fact, FactKind, ReleaseText, SectionKind, Span
from filings.vocabularies import load

# A headline of several topics is about the first of them; these pairs stand side by side.
_COMPATIBLE = {
    frozenset({"conference", "clinical trial"}),
    frozenset({"partnership", "financing"}),
    frozenset({"financial results", "clinical trial"}),
}
_STILL_TO_COME = re.compile(
    r"(?i)\b(?:to|will)\s+(?:be\s+)?(?:present|participat|attend|showcase|host|speak)"
)
"""What will be shown at a conference is no news of a trial yet."""

_IN_ADDITION = re.compile(
    r"(?i)(?:;|\band)\s+(?:also\s+)?(?:provid\w+|plans?|intends?|outlines?|gives?|updates?|discuss\w*)\b|;"
)
"""Where a headline turns to what it tells besides: "... and Provides Update on Regulatory Timeline"."""
_ANNOUNCED = re.compile(r"(?i)\s+(?:to|will)\s+be\s+(?:published|announced|released|reported)")
"""Behind results that are not told of yet."""

_PRESENTED = re.compile(r"(?i)\b(?:presents|presented|presentation)\b")

_LEADING = 500
"""So much of the first paragraph is read where the headline says nothing (characters)."""


@cache
def _topics() -> list[tuple[str, re.Pattern[str]]]:
    return [
        (
            topic["name"],
            re.compile("|".join(f"(?:{cue})" for cue in topic["cues"]), re.IGNORECASE | re.DOTALL),
        )
        for topic in load("topics")["topics"]
    ]


def find_topics(release: ReleaseText) -> Iterator[Fact]:
    """Yield the topics of a release with the words that show each; `other` where nothing does.

    The headline decides; only where it shows no topic, sub-headline and first paragraph are read. Where it says
    that data of a trial are presented, these may name the conference.
    """
    for name, span in _in_order(release):
        found = list(_cues(release.text, span))
        if found:
            if [topic for topic, _ in found] == ["clinical trial"]:
                yield from _presented(release)
            yield from (_fact(topic, at, f"topics.{name}") for topic, at in found)
            return
    yield _fact("other", _opening(release), "topics.none")


def _presented(release: ReleaseText) -> Iterator[Fact]:
    """Yield the conference at which data were presented, where a headline says so and sub-headline or opening where."""
    headlines = [span for name, span in _in_order(release) if name != "opening"]
    if not any(_PRESENTED.search(release.text, span.start, span.end) for span in headlines):
        return
    conference = next(pattern for topic, pattern in _topics() if topic == "conference")
    for name, span in list(_in_order(release))[1:]:
        match = conference.search(release.text, span.start, span.end)
        if match and not _STILL_TO_COME.search(release.text, span.start, span.end):
            yield _fact("conference", Span(match.start(), match.end()), f"topics.{name}")
            return


def _opening(release: ReleaseText) -> Span:
    """Return the place of the headline, or of the first lines where there is none."""
    section = next(iter(release.spans(SectionKind.HEADLINE)), Span(0, max(1, len(release.text))))
    words = section.of(release.text)
    start = section.start + len(words) - len(words.lstrip())
    return Span(start, start + max(1, len(words.strip().split("\n\n")[0])))


def _in_order(release: ReleaseText) -> Iterator[tuple[str, Span]]:
    for kind in (SectionKind.HEADLINE, SectionKind.SUBHEADLINE):
        for span in release.spans(kind):
            yield kind.value, span
    for span in release.spans(SectionKind.BODY)[:1]:
        yield "opening", Span(span.start, min(span.end, span.start + _LEADING))


def _cues(text: str, span: Span) -> Iterator[tuple[str, Span]]:
    """Yield the leading topic of a stretch, and one that goes with it."""
    hits = []
    for topic, pattern in _topics():
        match = pattern.search(text, span.start, span.end)
        if match and match.end() > match.start() and not _ANNOUNCED.match(text, match.end()):
            hits.append((topic, Span(match.start(), match.end())))
    if not hits:
        return
    turn = _IN_ADDITION.search(text, span.start, span.end)
    if turn:
        hits.sort(key=lambda hit: hit[1].start >= turn.start())  # what comes first leads
    first = hits[0]
    yield first
    for other in hits[1:]:
        ahead = first[0] == "conference" and _STILL_TO_COME.search(text, span.start, span.end)
        if frozenset({first[0], other[0]}) in _COMPATIBLE and not ahead:
            yield other
            return


def _fact(topic: str, span: Span, rule: str) -> Fact:
    return Fact(kind=FactKind.TOPIC, value=topic, span=span, rule=rule)
