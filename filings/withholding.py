"""Contact details left out at a person's request: masked in place, so that every offset holds.

Whoever asked is known by digests alone. A digest tells nothing to a reader of the database or of an exported
file; it is no secret from somebody who has the name already and tries it.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from html import unescape

from filings.domain import ContactFact, DocumentRecord, FilingRecord, ReleaseRecord, SectionKind, Span
from filings.naming import fold_person
from filings.overlay.shelves import places

MASK = "▒"
"""Stands for each character that is left out; blanks and line ends stay."""

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_PHONE = re.compile(
    r"(?<!\d)\+?\(?\d[\d()./ \u2010-\u2013-]{4,24}\d(?:[ ,;]{0,3}(?:extension|ext|x)\.?[ :]{0,2}\d{1,6})?(?!\d)"
)
_WORD = re.compile(r"[^\W\d_][^\s,;:()<>|/]*")
_LONGEST_NAME = 5  # words
_SHORT_LINE = 8  # words
_WITH_NORTH_AMERICAS_CODE = 11  # digits
_LONGEST_BLOCK = 600  # characters, of one contact's lines
_PIECE = re.compile(r"<[^<>]*>|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});|[^<&]+|[<&]")
_AT = re.compile(r"\bdata-at=[\"'](\d{1,9})[\"']")


class Detail(StrEnum):
    """What is known of somebody."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"


def digest(detail: Detail, words: str) -> str:
    """Return what a detail is known by; spellings of one name, and printings of one number, have the same.

    >>> digest(Detail.NAME, "ADA  MARSH") == digest(Detail.NAME, "Ada Marsh")
    True
    """
    match detail:
        case Detail.NAME:
            folded = fold_person(words)
        case Detail.PHONE:
            folded = _digits(words)
        case _:
            folded = words.casefold()
    return hashlib.sha256(f"{detail}:{folded}".encode(errors="replace")).hexdigest()


def _digits(number: str) -> str:
    """Return the digits of a number and its extension, without what is dialled from elsewhere alone.

    >>> {_digits(number) for number in ("(416) 555-0100", "1-416-555-0100", "+1 416.555.0100")}
    {'4165550100'}
    """
    number, extension, rest = number.replace("(0)", "").casefold().partition("x")
    digits = "".join(filter(str.isdecimal, number))
    if len(digits) == _WITH_NORTH_AMERICAS_CODE:
        digits = digits.removeprefix("1")
    return digits + extension + "".join(filter(str.isdecimal, rest))


def withhold(record: FilingRecord, digests: Collection[str]) -> FilingRecord:
    """Return the filing without the contacts of these digests, their words masked wherever they stood."""
    if not digests:
        return record
    releases = [_without(release, digests) for release in record.releases]
    documents = list(record.documents)
    for before, after in zip(record.releases, releases, strict=True):
        if after is not before:
            documents[before.document] = _with_text(documents[before.document], before.start, after.text)
    return replace(record, releases=tuple(releases), documents=tuple(documents))


def _without(release: ReleaseRecord, digests: Collection[str]) -> ReleaseRecord:
    contacts = release.facts.contacts
    gone = [contact for contact in contacts if _is_named(contact, digests)]
    stay = [contact for contact in contacts if contact not in gone]
    spans = [span for contact in gone for span in _words_of(contact, release.text)]
    spans += _strays(release, digests, kept=[contact.span for contact in stay])
    if not spans:
        return release
    left = tuple(_stripped(contact, digests) for contact in stay)
    return replace(
        release,
        text=masked(release.text, spans),
        facts=replace(release.facts, contacts=left),
        body_html=masked_html(release.body_html, spans),
        section_html=tuple(masked_html(html, spans) for html in release.section_html),
    )


def _is_named(contact: ContactFact, digests: Collection[str]) -> bool:
    return contact.name is not None and digest(Detail.NAME, contact.name) in digests


def _stripped(contact: ContactFact, digests: Collection[str]) -> ContactFact:
    """Return somebody else's contact without what is somebody's who is left out."""
    return replace(
        contact,
        phones=tuple(n for n in contact.phones if digest(Detail.PHONE, n) not in digests),
        emails=tuple(a for a in contact.emails if digest(Detail.EMAIL, a) not in digests),
    )


def _with_text(document: DocumentRecord, start: int, text: str) -> DocumentRecord:
    words = document.text
    return replace(document, text=words[:start] + text + words[start + len(text) :])


# --- where they stand -------------------------------------------------------------------------


def _words_of(contact: ContactFact, text: str) -> list[Span]:
    """Return where a contact's own words stand; all of the contact where its name is printed otherwise."""
    block = contact.span
    name = [span for span in places(contact.name or "", text) if block.start <= span.start < block.end]
    if not name:
        return [block]
    own = (*contact.phones, *contact.emails, *([contact.title] if contact.title else []))
    found = (span for words in own for span in places(words, text))
    return [*name, *(span for span in found if block.start <= span.start < block.end)]


def _strays(release: ReleaseRecord, digests: Collection[str], kept: Sequence[Span]) -> Iterator[Span]:
    """Yield what is left out and belongs to no contact that was read.

    Numbers and addresses are known anywhere. A name counts where contacts are told, not in prose: in a section of
    contacts, in a line that is hardly more than the name, or beside a number or an address. What can be dialled or
    written to between such a name and the end of its paragraph is taken to be the person's, unless it is in a
    contact that stays.
    """
    text = release.text
    reached = sorted((Span(*match.span()), detail) for match, detail in _reaching(text))
    yield from (span for span, detail in reached if digest(detail, span.of(text).rstrip(".")) in digests)
    starts = [span.start for span, _ in reached]
    told = [section.span for section in release.sections if section.kind is SectionKind.CONTACTS]
    for line in _lines(text):
        words = [match.span() for match in _WORD.finditer(text, line.start, line.end)]
        beside = bisect_left(starts, line.start) < bisect_left(starts, line.end)
        if not (beside or len(words) <= _SHORT_LINE or _within(line.start, told)):
            continue
        for name in _names(text, words, digests):
            yield name
            end = text.find("\n\n", name.end, name.end + _LONGEST_BLOCK)
            last = bisect_left(starts, end if end >= 0 else name.end + _LONGEST_BLOCK)
            below = (span for span, _ in reached[bisect_left(starts, name.end) : last])
            yield from (span for span in below if not _within(span.start, kept))


def _within(at: int, spans: Iterable[Span]) -> bool:
    return any(span.start <= at < span.end for span in spans)


def _reaching(text: str) -> Iterator[tuple[re.Match[str], Detail]]:
    """Yield what can be written to or dialled."""
    for pattern, detail in ((_EMAIL, Detail.EMAIL), (_PHONE, Detail.PHONE)):
        yield from ((match, detail) for match in pattern.finditer(text))


def _lines(text: str) -> Iterator[Span]:
    for match in re.finditer(r"[^\n]+", text):
        yield Span(*match.span())


def _names(text: str, words: Sequence[tuple[int, int]], digests: Collection[str]) -> Iterator[Span]:
    for first, (start, _) in enumerate(words):
        for _, end in words[first + 1 : first + _LONGEST_NAME]:
            if digest(Detail.NAME, text[start:end].rstrip(".")) in digests:
                yield Span(start, end)


# --- masking ----------------------------------------------------------------------------------


def masked(text: str, spans: Iterable[Span]) -> str:
    """Return the text with the characters of these places masked.

    >>> masked("Ring Ada Marsh.", [Span(5, 14)])
    'Ring ▒▒▒ ▒▒▒▒▒.'
    """
    out, done = [], 0
    for start, end in _joined(spans):
        out += [text[done:start], _mask(text[start:end])]
        done = end
    return "".join([*out, text[done:]])


def masked_html(html: str, spans: Sequence[Span]) -> str:
    """Return HTML whose leaves tell their offsets (`data-at`), masked as its text is.

    >>> masked_html('<p data-at="5">Ada &amp; <em>Bo</em></p>', [Span(5, 8), Span(11, 13)])
    '<p data-at="5">▒▒▒ &amp; <em>▒▒</em></p>'
    """
    out: list[str] = []
    at: int | None = None
    borders = _joined(spans)
    starts, ends = [start for start, _ in borders], [end for _, end in borders]
    for match in _PIECE.finditer(html):
        piece = match[0]
        if len(piece) > 1 and piece.startswith("<"):
            announced = _AT.search(piece)
            if announced:
                at = int(announced[1])
            elif at is not None and piece.startswith("<br"):
                at += 1
            out.append(piece)
            continue
        is_entity = len(piece) > 1 and piece.startswith("&")
        words = unescape(piece) if is_entity else piece
        if at is not None:
            reach = at + len(words)
            near = borders[bisect_right(ends, at) : bisect_left(starts, reach)]
            here = [Span(max(start, at) - at, min(end, reach) - at) for start, end in near]
            if here:
                piece = masked(words, here)
            at += len(words)
        out.append(piece)
    return "".join(out)


def _mask(words: str) -> str:
    return "".join(character if character.isspace() else MASK for character in words)


def _joined(spans: Iterable[Span]) -> list[tuple[int, int]]:
    """Return the places in order, those that overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted((span.start, span.end) for span in spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
