"""What an exhibit is: a press release, or one of the papers that are none."""

from __future__ import annotations

import re
from functools import cache

from filings.vocabularies import load

PRESS_RELEASE = "press release"
OTHER = "other exhibit"

_RELEASE_NAME = re.compile(
    r"(?i)\b(?:press|news|media)\s*release|communiqu[eé]\s+de\s+presse|for\s+immediate\s+release"
)
_RELEASE_VERB = re.compile(
    r"(?i)\b(?:today\s+(?:\w+\s+){0,2}(?:announced?|reported?|said)|announced?\s+today|reported?\s+today|today\s+\w+ed\b|announces?\s+that)"
)
_WIRE = re.compile(
    r"(?i)\(\s*(?:business\s?wire|globe\s?newswire|marketwired?|market\s?wire|accesswire|newsfile|ccnmatthews)\b|/\s*(?:prnewswire|cnw)"
)
"""A wire's mark in the opening: what it carried is a press release."""


@cache
def _kinds() -> list[tuple[str, re.Pattern[str]]]:
    return [
        (kind["name"], re.compile("|".join(f"(?:{p})" for p in kind["patterns"]), re.IGNORECASE))
        for kind in load("exhibit_kinds")["kinds"]
    ]


def name_kind(words: str) -> str | None:
    """Return what a title or description names, "voting results" or "press release", or None.

    >>> name_kind("Voting results of the annual general meeting"), name_kind("Press release of June 18, 2013")
    ('voting results', 'press release')
    """
    if _RELEASE_NAME.search(words):
        return PRESS_RELEASE
    return next((name for name, pattern in _kinds() if pattern.search(words)), None)


def classify(opening: str, titles: list[str], *, has_dateline: bool) -> str:
    """Return the kind of an exhibit from its first lines, its titles in index and header, and its dateline.

    `opening` is the beginning of the exhibit's text without its label, a few hundred characters.
    """
    named = next((kind for kind in map(name_kind, titles) if kind), None)
    first_lines = opening[:700]
    kind_of_text = next((name for name, pattern in _kinds() if _opens_with(pattern, first_lines)), None)
    if kind_of_text in {"material change report", "transcript"}:  # these speak of a release, or read like one
        return kind_of_text
    if named == PRESS_RELEASE or _RELEASE_NAME.search(first_lines[:400]):
        return PRESS_RELEASE
    if _WIRE.search(opening[:1500]):
        return PRESS_RELEASE
    if has_dateline and (named is None or kind_of_text is None) and kind_of_text != "voting results":
        return PRESS_RELEASE
    if kind_of_text or named:
        return kind_of_text or named or OTHER
    return PRESS_RELEASE if _RELEASE_VERB.search(opening[:2500]) else OTHER


def _opens_with(pattern: re.Pattern[str], words: str) -> bool:
    """Look for the pattern at the beginning of the first few lines, where a title stands."""
    return any(pattern.search(line) for line in words.split("\n")[:8] if 0 < len(line) < 160)
