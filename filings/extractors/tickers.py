"""Ticker symbols of the registrant: "TSX: LOR", "(NASDAQ: CRME)", "listed on the TSX under the symbol LOR"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from filings.domain import BOILERPLATE, Fact, FactKind, ReleaseText, SectionKind, Span
from filings.vocabularies import load

_SYMBOL = r"[\"“'‘]?\s*(?P<symbol>[A-Z][A-Z0-9]{0,6}(?:\.[A-Z]{1,2})?(?:-[A-Z])?|[A-Z0-9]{2,6})\b"
_BESIDE_HEADLINE = (SectionKind.TICKERS, SectionKind.LEGEND)
_NO_COMPANY = {"the", "a"}
_LAST_NAME = re.compile(  # each word is taken whole and once, so that the search cannot run away
    r"(?:(?<!\w)(?>\w*[A-ZÀ-Þ0-9][\w.'’+-]*+|&|(?:of|de|the|plc|inc|ltd|co|corp|ag|nv|sa|ab|asa|a/s|se|gmbh)"
    r"(?!\w))[.\s,/]*+)+$"
)
_ITSELF = re.compile(r"\b(?:company|corporation|group|issuer)\W*$")
_DATED = re.compile(r"(?:19|20)\d\d[\s,]*$")
_CLOSED_BRACKET = re.compile(r"\s*\([^()]*\)\s*$")


@cache
def _exchanges() -> list[tuple[str, re.Pattern[str]]]:
    names = load("exchanges")["exchanges"]
    return [(short, re.compile("|".join(patterns), re.IGNORECASE)) for short, patterns in names.items()]


@cache
def _any_exchange() -> str:
    names = [p for alternatives in load("exchanges")["exchanges"].values() for p in alternatives]
    return "(?:" + "|".join(sorted(names, key=len, reverse=True)) + ")"


@cache
def _paired() -> re.Pattern[str]:
    """One or several exchanges, a colon, a symbol."""
    one = _any_exchange()
    return re.compile(
        rf"(?<![A-Za-z])(?P<exchanges>(?i:{one})(?:\s*(?:,|/|&|(?i:and))\s*(?i:{one})){{0,3}})"
        rf"\s*(?i:symbols?|ticker)?\s*[:;]\s*(?:[A-Z]{{2}}[A-Z0-9]{{9}}\d\s*[-–,/]\s*)?{_SYMBOL}"
    )


@cache
def _listed() -> re.Pattern[str]:
    """A sentence that tells where the shares are listed."""
    return re.compile(
        rf"(?i:\b(?:listed|trad(?:e|es|ed|ing))\b)[^.]{{0,60}}?(?P<exchanges>(?i:{_any_exchange()}))\s*"
        rf"(?:[^.]{{0,60}}?(?i:under\s+the\s+(?:trading\s+|ticker\s+|stock\s+)*symbols?)|\(|,)\s*(?!(?i:{_any_exchange()})\b){_SYMBOL}"
    )


def short_exchange(printed: str) -> str | None:
    """Return the short name of an exchange as printed, or None.

    >>> short_exchange("OTC BB"), short_exchange("Toronto Stock Exchange"), short_exchange("Mars")
    ('OTCBB', 'TSX', None)
    """
    words = " ".join(printed.split())
    return next((short for short, pattern in _exchanges() if pattern.fullmatch(words)), None)


def find_tickers(release: ReleaseText, *, registrants: Sequence[str]) -> Iterator[Fact]:
    """Yield the registrant's tickers, each pair of exchange and symbol once.

    Pairs in lines of their own and in brackets behind the registrant's name come first. Only where a release
    has none, sentences of the body and then of the boilerplate are read ("listed on the ... under the symbol").
    A pair in brackets behind another company's name is that company's and is passed over.
    """
    found = list(_own_pairs(release, registrants))
    if not found:
        for kinds in ((SectionKind.BODY,), BOILERPLATE):
            found = list(_from_sentences(release, kinds))
            if found:
                break
    seen = set()
    for fact in found:
        if fact.value not in seen:
            seen.add(fact.value)
            yield fact


def _own_pairs(release: ReleaseText, registrants: Sequence[str]) -> Iterator[Fact]:
    text = release.text
    owners = {first for name in registrants if (first := _first_word(name))}
    for section in release.sections:
        if section.kind in BOILERPLATE or section.kind is SectionKind.CONTACTS:
            continue
        opened, own = -1, True
        for match in _paired().finditer(text, section.span.start, section.span.end):
            bracket = _bracket_before(text, section.span.start, match.start())
            if bracket is not None and bracket != opened:
                adjoining = own and opened >= 0 and text[opened:bracket].rstrip().endswith(")")
                alone = section.kind in _BESIDE_HEADLINE
                opened = bracket
                own = alone or adjoining or _belongs(text, section.span.start, bracket, owners)
            elif bracket is None:
                own = section.kind is not SectionKind.BODY
            if own:
                yield from _facts(match, "tickers.paired")


def _bracket_before(text: str, low: int, at: int) -> int | None:
    """Return where the bracket opens that encloses `at`, None where none does."""
    window = text[max(low, at - 120) : at]
    opening = max(window.rfind("("), window.rfind("["))
    if opening < 0 or any(close in window[opening:] for close in ")]"):
        return None
    return max(low, at - 120) + opening


def _belongs(text: str, low: int, bracket: int, owners: set[str]) -> bool:
    """Tell whether the name right before a bracket is a registrant's; behind a dateline the symbols are its own."""
    before = text[max(low, bracket - 140) : bracket]
    # `("Lorem" or the "Company")` may stand between the name and its symbols
    while (stripped := _CLOSED_BRACKET.sub("", before)) != before:
        before = stripped
    before = before.rpartition(")")[2]
    if not owners or _DATED.search(before):
        return True
    named = _LAST_NAME.search(before)
    words = named[0].casefold() if named else ""
    return any(re.search(rf"\b{re.escape(owner)}", words) for owner in owners) or bool(_ITSELF.search(words))


def _first_word(name: str) -> str:
    words = [word for word in re.findall(r"[\w'’&-]+", name.casefold()) if word not in _NO_COMPANY]
    return words[0] if words else ""


def _from_sentences(release: ReleaseText, kinds: Sequence[SectionKind]) -> Iterator[Fact]:
    for span in release.spans(*kinds):
        for match in _listed().finditer(release.text, span.start, span.end):
            yield from _facts(match, "tickers.listed")
        if SectionKind.BODY not in kinds:
            for match in _paired().finditer(release.text, span.start, span.end):
                yield from _facts(match, "tickers.paired")


def _facts(match: re.Match[str], rule: str) -> Iterator[Fact]:
    symbol = match["symbol"].rstrip(".")
    for printed in re.split(r"\s*(?:,|/(?!\s*(?:NM|NMS|GS|GM|CM|SC)\b)|&|\band\b)\s*", match["exchanges"]):
        short = short_exchange(printed)
        if short:
            yield Fact(
                kind=FactKind.TICKER,
                value=f"{short}:{symbol}",
                span=Span(match.start(), match.end("symbol")),
                rule=rule,
            )
