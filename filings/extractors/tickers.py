"""Ticker symbols of the registrant: "TSX: LRM", "(NASDAQ: LRMX)", "listed on the TSX under the symbol LRM"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache

from filings.domain import BOILERPLATE, Fact, FactKind, ReleaseText, SectionKind, Span
from filings.vocabularies import load

_SYMBOL = r"[\"“'‘]?\s*(?P<symbol>[A-Z][A-Z0-9]{0,6}(?:\.[A-Z]{1,2})?(?:-[A-Z])?|[A-Z0-9]{2,6})\b"
_BESIDE_HEADLINE = (SectionKind.TICKERS, SectionKind.LEGEND)
_ALL_BUT_BOILERPLATE = frozenset(SectionKind) - {*BOILERPLATE, SectionKind.CONTACTS}
_NO_COMPANY = {"the", "a"}
_LAST_NAME = re.compile(  # each word is taken whole and once, so that the search cannot run away
    r"(?:(?<!\w)(?>\w*[A-ZÀ-Þ0-9][\w.'’+-]*+|&|(?:of|de|the|plc|inc|ltd|co|corp|ag|nv|sa|ab|asa|a/s|se|gmbh)"
    r"(?!\w))[.\s,/]*+)+$"
)
_ITSELF = re.compile(r"\b(?:company|corporation|group|issuer)\W*$")
_DATED = re.compile(r"(?:19|20)\d\d[\s,]*$")
_LISTING = re.compile(r"(?i)\b(?:(?<!de-)listed|trad(?:e|es|ed|ing)|quoted)\b")
_SENTENCE_END = re.compile(r"[.!?](?=\s+[A-Z]|\s*$)|\n\n")
_SENTENCE = 260
"""So far behind "listed" or "trading" exchanges and symbols are looked for (characters)."""
_OURS = re.compile(r"(?i)\b(?:company|corporation|its|our)\b")
_NOT_TODAY = re.compile(
    r"(?i)\b(?:will|would|shall|approved|to\s+commence|expect\w*|appl(?:y|ied|ication)|intend\w*|until|former\w*|previously|ceased?|no\s+longer|"
    r"whose\s+parent|partner|licensee)\b"
)
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
def _paired(separator: str = r"[:;]") -> re.Pattern[str]:
    """One or several exchanges, a colon, a symbol."""
    one = _any_exchange()
    return re.compile(
        rf"(?<![A-Za-z])(?P<exchanges>(?i:{one})(?:\s*(?:,|/|&|(?i:and))\s*(?i:{one})){{0,3}})"
        rf"\s*(?i:symbols?|ticker)?\s*{separator}\s*(?:[A-Z]{{2}}[A-Z0-9]{{9}}\d\s*[-–,/]\s*)?{_SYMBOL}"
    )


@cache
def _ends_in_exchange() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<![a-z]){_any_exchange()}\s*$")


_COLON_OR_DASH = r"(?:[:;]|(?<=\s)[-–]+(?=\s))"
"""Between exchange and symbol in a line of tickers, which may read "SYMBOL: TSX - LRM"."""


@cache
def _listed() -> re.Pattern[str]:
    """Within a sentence about the listing: "TSX (LRM)", "NASDAQ, LRMX", "TSX under the ticker symbol LRM"."""
    return re.compile(
        rf"(?<![A-Za-z])(?P<exchanges>(?i:{_any_exchange()}))\s*"
        rf"(?:[^.;]{{0,60}}?(?i:under\s+the\s+(?:trading\s+|ticker\s+|stock\s+)*symbols?)|\(|,)\s*{_SYMBOL}"
    )


@cache
def _respectively() -> re.Pattern[str]:
    """Two exchanges, then the symbols of both: "the TSX and the AMEX under the symbols LRM and LRX"."""
    one = _any_exchange()
    return re.compile(
        rf"(?<![A-Za-z])(?P<one>(?i:{one}))\s*,?\s*(?:and|&)\s+(?:on\s+)?(?:the\s+)?(?P<other>(?i:{one}))\b"
        rf"[^.;]{{0,40}}?\b(?i:symbols)\s+{_SYMBOL}[\"”'’]?,?\s*(?:and|&)\s+"
        + _SYMBOL.replace("<symbol>", "<second>")
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

    Pairs in lines of their own and in brackets behind the registrant's name come first. Sentences of the body that
    tell where the registrant's shares are listed, and brackets behind its name in what it says about itself, add
    other exchanges; any such sentence, of the body and then of
    the boilerplate, is read where nothing else is found. A pair in brackets behind another company's name is that
    company's and is passed over.
    """
    owners = _owners(registrants)
    found = list(_own_pairs(release, owners))
    known = {_exchange_of(fact) for fact in found}
    own = list(_from_sentences(release, (SectionKind.BODY,), owners)) if found else []
    own += _own_pairs(release, owners, among=(SectionKind.ABOUT,)) if found and owners else []
    toronto = {fact.value.removeprefix("TSE:") for fact in found if _exchange_of(fact) == "TSE"}
    found += [
        fact
        for fact in own
        if _exchange_of(fact) not in known
        and not (_exchange_of(fact) == "TSX" and fact.value.removeprefix("TSX:") in toronto)
    ]
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


def _exchange_of(fact: Fact) -> str:
    return fact.value.partition(":")[0]


def _owners(registrants: Sequence[str]) -> set[str]:
    return {first for name in registrants if (first := _first_word(name))}


def _own_pairs(
    release: ReleaseText, owners: set[str], *, among: Collection[SectionKind] = _ALL_BUT_BOILERPLATE
) -> Iterator[Fact]:
    text = release.text
    for section in release.sections:
        if section.kind not in among:
            continue
        opened, own = -1, True
        paired = _paired(_COLON_OR_DASH) if section.kind is SectionKind.TICKERS else _paired()
        for match in paired.finditer(text, section.span.start, section.span.end):
            bracket = _bracket_before(text, section.span.start, match.start())
            if bracket is not None and bracket != opened:
                adjoining = own and opened >= 0 and text[opened:bracket].rstrip().endswith(")")
                alone = section.kind in _BESIDE_HEADLINE
                opened = bracket
                own = alone or adjoining or _belongs(text, section.span.start, bracket, owners)
            elif bracket is None:
                own = section.kind is not SectionKind.BODY and section.kind not in BOILERPLATE
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


def _from_sentences(
    release: ReleaseText, kinds: Sequence[SectionKind], owners: set[str] | None = None
) -> Iterator[Fact]:
    """Yield the pairs of sentences that tell of a listing; with `owners`, of theirs and of what is so today."""
    text = release.text
    for span in release.spans(*kinds):
        for cue in _LISTING.finditer(text, span.start, span.end):
            if owners is not None and not _tells_of(
                text[max(span.start, cue.start() - 160) : cue.end()], owners
            ):
                continue
            stop = _SENTENCE_END.search(text, cue.end(), min(span.end, cue.end() + _SENTENCE))
            yield from _listings(
                text, cue.end(), stop.start() if stop else min(span.end, cue.end() + _SENTENCE)
            )
        if SectionKind.BODY not in kinds:
            for match in _paired().finditer(text, span.start, span.end):
                yield from _facts(match, "tickers.paired")


def _tells_of(before: str, owners: set[str]) -> bool:
    """Tell whether the words up to a listing are about one of the owners' shares, as they are listed today."""
    clause = re.split(r"[.!?]\s+(?=[A-Z])|\n\n", before)[-1]
    named = any(re.search(rf"\b{re.escape(owner)}", clause.casefold()) for owner in owners)
    return (named or bool(_OURS.search(clause))) and not _NOT_TODAY.search(clause)


def _listings(text: str, start: int, end: int) -> Iterator[Fact]:
    at = start
    while both := _respectively().search(text, at, end):
        for exchange, symbol in (("one", "symbol"), ("other", "second")):
            if short := short_exchange(both[exchange]):
                yield _fact(short, both[symbol], Span(both.start(), both.end()), "tickers.listed")
        at = both.end()
    for match in _listed().finditer(text, at, end):
        if short_exchange(match["symbol"]) is None:
            yield from _facts(match, "tickers.listed")
    for match in _paired().finditer(text, at, end):
        bracket = _bracket_before(text, start, match.start())
        if bracket is not None and _ends_in_exchange().search(text[max(start, bracket - 60) : bracket]):
            yield from _facts(match, "tickers.listed")


def _facts(match: re.Match[str], rule: str) -> Iterator[Fact]:
    span = Span(match.start(), match.end("symbol"))
    for printed in re.split(r"\s*(?:,|/(?!\s*(?:NM|NMS|GS|GM|CM|SC)\b)|&|\band\b)\s*", match["exchanges"]):
        if short := short_exchange(printed):
            yield _fact(short, match["symbol"], span, rule)


def _fact(exchange: str, symbol: str, span: Span, rule: str) -> Fact:
    return Fact(kind=FactKind.TICKER, value=f"{exchange}:{symbol.rstrip('.')}", span=span, rule=rule)
