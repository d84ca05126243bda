"""Bytes of a source to the documents of a filing: stage 2.

Three formats, told apart by content: complete EDGAR submissions, single HTML files, plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from filings.domain import Header, MediaKind, RawDocument, SourceFile, SourceFormat, Submission
from filings.exceptions import ParseError
from filings.parsers.decoding import decode
from filings.parsers.header import parse_header

_HEAD = 20_000  # characters in which a file must show what it is
_MOST_DOCUMENTS = 2_000  # the largest real submissions have some hundreds

_SUBMISSION_MARK = re.compile(
    r"^[ \t]*<(?:SEC|IMS)-(?:DOCUMENT|HEADER)>"  # a disseminated submission
    r"|^[ \t]*<SUBMISSION>"  # a .nc file of the daily feed
    r"|^[ \t]*ACCESSION NUMBER:"  # a header cut out of one
    r"|^[ \t]*<DOCUMENT>\s*<(?:TYPE|SEQUENCE)>",  # documents without a header
    re.MULTILINE,
)
_DOCUMENT = re.compile(
    r"<DOCUMENT>(?=\s*<(?:TYPE|SEQUENCE|FILENAME|DESCRIPTION|TEXT)>)|^[ \t]*<DOCUMENT>[ \t]*$", re.M
)
_DOCUMENT_END = "</DOCUMENT>"
_HEADER_END = re.compile(r"</(?:SEC|IMS)-HEADER>")
_TEXT = re.compile(r"<TEXT>")
_TEXT_END = "</TEXT>"
_FIELD = re.compile(r"<(TYPE|SEQUENCE|FILENAME|DESCRIPTION)>([^<\n]*)")
_WRAPPER = re.compile(r"\s*<(XBRL|XML|PDF)>", re.I)
_UUENCODED = re.compile(r"\s*begin [0-7]{3} \S")

_HTML_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)[\s>]", re.I)
_HTML_TAG = re.compile(r"</?(?:p|div|td|tr|font|span|center|h[1-6])[\s>]", re.I)
_HTML_TAGS_ENOUGH = 8  # extracted text keeps a stray <u> or <p>, a page has them everywhere
_ANY_TAG = re.compile(r"<[^<>]*>")

_BINARY_TYPES = ("GRAPHIC", "ZIP", "EXCEL", "JSON", "XML", "PDF", "COVER.PDF")
_BINARY_EXHIBITS = ("EX-101", "EX-104")
_RELEASE_FORM = re.compile(r"[68]-K", re.I)
_RELEASE_EXHIBIT = re.compile(r"EX-?\s*99", re.I)
_EXHIBIT = re.compile(r"EX-?\s*(\d.*)", re.I)

_JSON = re.compile(r'\s*(?:\{\s*"|\[\s*[{\[])')
_XML = re.compile(r"\s*<(?:\?xml\b|Error>)")
_INDEX_PAGE = re.compile(r"EDGAR Filing Documents for|-index-headers\.html", re.I)
_FORM_TITLE = re.compile(
    r"^[ \t]*FORM[ \t]+(\d{1,2}-?[A-Z]{1,6}|[A-Z]{1,2}-\d{1,2}|144|[345])(?:/A)?[ \t]*$", re.M
)
_FORM_NAMED = re.compile(r"\bform\s{1,20}[68]\s?[-‐-―]?\s?k\b", re.I)
_COMMISSION = re.compile(r"securities\s{1,20}(?:and|exchange|commission)", re.I)
_RELEASE_LOOK = re.compile(
    r"\b(press release|news release|immediate release|for release|announce[sd]?|reports?|reported"
    r"|forward[- ]looking|contacts?|enquiries|inquiries|further information|more information"
    r"|news ?wire|business wire|prnewswire|cnw|clinical|shareholders|communiqué|exhibit 99)\b",
    re.I,
)
_RELEASE_HINTS_ENOUGH = 2


def parse_submission(source: SourceFile) -> Submission:
    r"""Return the filing in `source` taken apart, or raise ParseError saying why it is none.

    >>> page = b"<html><body><p>FORM 6-K<p>Securities and Exchange Commission</body></html>"
    >>> submission = parse_submission(SourceFile("a.htm", "", page))
    >>> submission.format.value, [document.media.value for document in submission.documents]
    ('html', ['html'])
    """
    text = decode(source)
    if _SUBMISSION_MARK.search(text, 0, _HEAD):
        return _parse_edgar(source.name, text)
    return _parse_single(source.name, text)


def exhibit_number(document_type: str) -> str | None:
    """Return the number of an exhibit as filed, or None where the document is no exhibit.

    >>> [exhibit_number(type) for type in ("EX-99.1", "EX-99", "EX-99.(A)(5)(C)", "EX-99.01", "6-K")]
    ['99.1', '99', '99.(A)(5)(C)', '99.01', None]
    """
    found = _EXHIBIT.fullmatch(document_type.strip())
    return found[1].strip() if found else None


def is_release_exhibit(document_type: str) -> bool:
    """Tell whether a document type is one under which press releases are furnished: EX-99 in any spelling."""
    return bool(_RELEASE_EXHIBIT.match(document_type.strip()))


# --- complete submissions ---------------------------------------------------------------------


def _parse_edgar(name: str, text: str) -> Submission:
    starts = [found.start() for found in _DOCUMENT.finditer(text)]
    header_end = starts[0] if starts else len(text)
    closed = _HEADER_END.search(text, 0, header_end)
    header = parse_header(text[: closed.start() if closed else header_end])
    if not starts:
        raise ParseError(name, "it has a submission's header but no documents")
    if len(starts) > _MOST_DOCUMENTS:
        raise ParseError(name, f"it has {len(starts)} documents; {_MOST_DOCUMENTS} are allowed")
    documents = _numbered([_parse_document(chunk) for chunk in _chunks(text, starts)])
    form = header.form_type or documents[0].type.upper() or None
    _refuse_other_forms(name, form, documents)
    if all(document.media is MediaKind.BINARY for document in documents):
        raise ParseError(name, "none of its documents is text or HTML")
    is_exhibit = form is not None and exhibit_number(form) is not None
    return Submission(
        SourceFormat.EDGAR_SUBMISSION, replace(header, form_type=None if is_exhibit else form), documents
    )


def _chunks(text: str, starts: list[int]) -> Iterator[str]:
    """Yield the inside of each `<DOCUMENT>`; one that is never closed ends where the next begins."""
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        closed = text.rfind(_DOCUMENT_END, start, end)
        yield text[text.index(">", start) + 1 : closed if closed >= 0 else end]


def _parse_document(chunk: str) -> RawDocument:
    opened = _TEXT.search(chunk)
    if opened:
        head, body = chunk[: opened.start()], chunk[opened.end() :]
        closed = body.rfind(_TEXT_END)
        body = body[:closed] if closed >= 0 else body
    else:
        last = max((found.end() for found in _FIELD.finditer(chunk, 0, _HEAD)), default=0)
        head, body = chunk[:last], chunk[last:]
    fields = {
        found[1]: found[2].strip() for found in reversed(list(_FIELD.finditer(head)))
    }  # the first one counts
    document_type = fields.get("TYPE", "")
    media, body = _unwrap(document_type, body)
    sequence = fields.get("SEQUENCE", "")
    return RawDocument(
        sequence=int(sequence) if sequence.isascii() and sequence.isdigit() and len(sequence) <= 6 else 0,
        type=document_type,
        filename=fields.get("FILENAME") or None,
        description=fields.get("DESCRIPTION") or None,
        media=media,
        body=body,
    )


def _unwrap(document_type: str, body: str) -> tuple[MediaKind, str]:
    """Return what the body is made of and the body without `<XBRL>` around it; a binary body is left out."""
    wrapper = _WRAPPER.match(body)
    kind = wrapper[1].upper() if wrapper else ""
    if document_type.upper() in _BINARY_TYPES or document_type.upper().startswith(_BINARY_EXHIBITS):
        return MediaKind.BINARY, ""
    if kind in ("PDF", "XML") or _UUENCODED.match(body):
        return MediaKind.BINARY, ""
    if wrapper:  # inline XBRL is an HTML page with tags of its own; other XBRL is data
        if not _HTML_PAGE.search(body, 0, _HEAD):
            return MediaKind.BINARY, ""
        body = body[wrapper.end() :]
        closed = body.rfind("</XBRL>")
        body = body[:closed] if closed >= 0 else body
    return (MediaKind.HTML if _is_html(body) else MediaKind.TEXT), body


def _numbered(documents: list[RawDocument]) -> tuple[RawDocument, ...]:
    """Keep the sequence numbers as filed if they tell the documents apart, else count."""
    filed = [document.sequence for document in documents]
    if 0 not in filed and len(set(filed)) == len(filed):
        return tuple(documents)
    return tuple(replace(document, sequence=number) for number, document in enumerate(documents, start=1))


def _refuse_other_forms(name: str, form: str | None, documents: tuple[RawDocument, ...]) -> None:
    if form is None or _RELEASE_FORM.match(form):
        return
    if not any(is_release_exhibit(document.type) for document in documents):
        raise _foreign_form(name, form)


def _foreign_form(name: str, form: str) -> ParseError:
    if form.isdigit():
        form = f"form {form}"  # "a form 4": ownership forms are known by a number alone
    article = "an" if form[:1] in "AEFHILMNORSX8" else "a"
    return ParseError(name, f"{article} {form} is not a form that carries press releases here")


# --- single files -----------------------------------------------------------------------------


def _parse_single(name: str, text: str) -> Submission:
    is_html = _is_html(text)
    _refuse_foreign(name, text, is_html)
    document = RawDocument(
        sequence=1,
        type="",
        filename=None,
        description=None,
        media=MediaKind.HTML if is_html else MediaKind.TEXT,
        body=text,
    )
    return Submission(SourceFormat.HTML if is_html else SourceFormat.TEXT, Header(), (document,))


def _refuse_foreign(name: str, text: str, is_html: bool) -> None:
    """Raise ParseError if nothing says that this is a form 6-K or 8-K, or a press release."""
    if _JSON.match(text):
        raise ParseError(name, "JSON data is not a filing")
    if _XML.match(text) and not _HTML_PAGE.search(text, 0, _HEAD):
        raise ParseError(name, "an XML document is not a filing")
    if _INDEX_PAGE.search(text, 0, _HEAD):
        raise ParseError(name, "it is EDGAR's index page of a filing, not the filing itself")
    words = _ANY_TAG.sub("\n", text) if is_html else text
    named = _FORM_NAMED.search(words)
    title = _FORM_TITLE.search(words, 0, _HEAD)
    if title and not _RELEASE_FORM.match(title[1]) and not (named and named.start() < title.start()):
        raise _foreign_form(name, title[1])
    if named and _COMMISSION.search(words):
        return
    hints = {found[1].casefold() for found in _RELEASE_LOOK.finditer(words)}
    if len(hints) < _RELEASE_HINTS_ENOUGH:
        raise ParseError(name, "nothing in it looks like a form 6-K or 8-K or a press release")


def _is_html(text: str) -> bool:
    """Tell a page, or a piece of one that begins with a tag, from text that keeps a few tags."""
    if _HTML_PAGE.search(text, 0, _HEAD):
        return True
    if not text.lstrip().startswith("<"):
        return False
    return len(list(islice(_HTML_TAG.finditer(text), _HTML_TAGS_ENOUGH))) == _HTML_TAGS_ENOUGH
