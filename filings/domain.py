"""The values that flow through the archive, from bytes to facts. Standard library only.

All offsets count characters. A document's offsets count into `CleanText.text`, a release's into
`ReleaseRecord.text`; both are frozen once made, so `span.of(text)` gives the very words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open character offsets [start, end) into one text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"an empty or backward span: {self.start}..{self.end}")

    def of(self, text: str) -> str:
        """Return the words at this place of `text`."""
        return text[self.start : self.end]

    def moved(self, by: int) -> Span:
        """Return the same stretch counted from another beginning."""
        return Span(self.start + by, self.end + by)

    def holds(self, other: Span) -> bool:
        """Tell whether `other` lies wholly within this span."""
        return self.start <= other.start and other.end <= self.end


# --- 1. bytes of a source -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file as it was found. `name` is its path, and after `!` the member's path in an archive."""

    name: str
    sha256: str
    data: bytes


# --- 2. documents of a filing ---------------------------------------------------------------


class SourceFormat(StrEnum):
    """How a filing reached us."""

    EDGAR_SUBMISSION = "edgar-submission"
    HTML = "html"
    TEXT = "text"


class BlockKind(StrEnum):
    """What a stretch of clean text is on the page."""

    PARAGRAPH = "paragraph"
    ITEM = "item"  # of a bulleted or numbered list
    TABLE = "table"
    PAGE_BREAK = "page-break"  # a page number, "(more)", a ruled page end


class Emphasis(StrEnum):
    """How words are set off in print."""

    BOLD = "bold"
    ITALIC = "italic"
    UNDERLINE = "underline"
    CENTRED = "centred"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item, table or page break of a clean text; a table's cells are spans, None where empty."""

    kind: BlockKind
    span: Span
    rows: tuple[tuple[Span | None, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class CleanText:
    """Text after the one and only cleaning: paragraphs parted by a blank line, rows by a line end, cells by a tab."""

    text: str
    blocks: tuple[Block, ...] = ()
    emphasis: tuple[tuple[Span, Emphasis], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filer:
    """A registrant as the EDGAR header or the cover names it. `cik` has no leading zeros."""

    name: str
    cik: int | None = None
    former_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What the EDGAR header says; everything is None or empty where there is no header."""

    accession_number: str | None = None
    form_type: str | None = None
    filers: tuple[Filer, ...] = ()
    filed_on: date | None = None
    period_of_report: date | None = None
    document_count: int | None = None


class MediaKind(StrEnum):
    """What the body of a document is made of."""

    HTML = "html"
    TEXT = "text"
    BINARY = "binary"  # uuencoded, PDF, XBRL: kept with the original, not read


@dataclass(frozen=True, slots=True, kw_only=True)
class RawDocument:
    """One `<DOCUMENT>` of a submission, decoded but not yet cleaned."""

    sequence: int
    type: str  # as the filer typed it: "6-K", "EX-99.1"
    filename: str | None
    description: str | None
    media: MediaKind
    body: str


@dataclass(frozen=True, slots=True)
class Submission:
    """A filing taken apart: its header and its documents in order."""

    format: SourceFormat
    header: Header
    documents: tuple[RawDocument, ...]


# --- 3. parts and releases ------------------------------------------------------------------


class PartKind(StrEnum):
    """What a stretch of a document is. Every character belongs to one part."""

    COVER = "cover"
    EXHIBIT_INDEX = "exhibit index"
    SIGNATURE = "signature"
    RELEASE = "release"
    OTHER_EXHIBIT = "other exhibit"  # an exhibit that is no press release
    REMAINDER = "remainder"  # nobody knows: reported as a problem


class SectionKind(StrEnum):
    """What a stretch of a release is. Every character belongs to one section."""

    EXHIBIT_LABEL = "exhibit label"
    LEGEND = "legend"  # "FOR IMMEDIATE RELEASE", "NEWS RELEASE", "NOT FOR DISTRIBUTION ..."
    HEADLINE = "headline"
    SUBHEADLINE = "sub-headline"
    TICKERS = "tickers"
    BODY = "body"
    CONTACTS = "contacts"
    ABOUT = "about"
    FORWARD_LOOKING = "forward-looking"
    ABOUT_EXCHANGE = "about-exchange"
    OTHER_BOILERPLATE = "other"
    PAGE_BREAK = "page break"
    REMAINDER = "remainder"


BOILERPLATE = (
    SectionKind.ABOUT,
    SectionKind.FORWARD_LOOKING,
    SectionKind.ABOUT_EXCHANGE,
    SectionKind.OTHER_BOILERPLATE,
)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a document; parts of a document touch and leave nothing out."""

    kind: PartKind
    span: Span


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a release; sections of a release touch and leave nothing out."""

    kind: SectionKind
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseText:
    """One press release cut from a document. `clean` and `sections` count from the release's own beginning."""

    document: int  # index into the filing's documents
    start: int  # where it begins in that document's clean text
    exhibit: str | None
    clean: CleanText
    sections: tuple[Section, ...]

    @property
    def text(self) -> str:
        """The frozen text that all facts count into."""
        return self.clean.text

    def spans(self, *kinds: SectionKind) -> list[Span]:
        """Return the places of all sections of these kinds, in reading order."""
        return [section.span for section in self.sections if section.kind in kinds]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraVocabulary:
    """Words that the administrator of an archive teaches the extractors, beside the vocabularies of the code."""

    products: tuple[str, ...] = ()  # names that are candidates wherever a release speaks of them
    aliases: tuple[tuple[str, str], ...] = ()  # (another name, product)
    exclusions: tuple[str, ...] = ()  # names that are no candidates
    diseases: tuple[tuple[str, str], ...] = ()  # (name or synonym, general name)


# --- 4. facts with their places -------------------------------------------------------------


class FactKind(StrEnum):
    """Kinds of simple facts: one value at one place."""

    HEADLINE = "headline"
    SUBHEADLINE = "subheadline"
    PLACE = "place"
    PRINTED_DATE = "printed date"
    TICKER = "ticker"
    TOPIC = "topic"
    INDICATION = "indication"
    COMBINATION_AGENT = "combination agent"


class Phase(StrEnum):
    """Trial phases in their natural order."""

    PRECLINICAL = "Preclinical"
    PHASE_1 = "Phase 1"
    PHASE_1_2 = "Phase 1/2"
    PHASE_2 = "Phase 2"
    PHASE_2_3 = "Phase 2/3"
    PHASE_3 = "Phase 3"
    PHASE_4 = "Phase 4"
    APPROVED = "Approved"


class Status(StrEnum):
    """How far a trial of a phase has come."""

    PLANNED = "planned"
    ONGOING = "ongoing"
    COMPLETED = "completed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing a release says, and the exact place where it says it."""

    kind: FactKind
    value: str  # normalised: what we store and search
    span: Span  # evidence: what we show and highlight
    rule: str  # which rule found it, e.g. "tickers.bracketed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """Another name of a candidate; `span` is the place that proves it."""

    name: str
    span: Span
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A drug candidate or product that the release speaks of as the company's own or its partner's."""

    name: str
    aliases: tuple[Alias, ...]
    mentions: tuple[Span, ...]  # every place under any of its names, in reading order; never empty
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseClaim:
    """What one sentence says of one candidate's phase."""

    product: str  # the candidate's name
    phase: Phase
    status: Status | None
    indication: str | None
    span: Span  # the sentence
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFact:
    """A person (or, with `name` None, a department) to write to or ring, as one release prints it."""

    name: str | None
    organisation: str | None
    role: str | None
    title: str | None
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    span: Span  # from the first to the last of its words
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What somebody is quoted as saying."""

    speaker: str | None
    title: str | None
    text: str
    span: Span  # the quoted words
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseDate:
    """The day a release came out, and why it is read so where the printed date cannot be right."""

    value: date | None
    suspect: bool = False
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseFacts:
    """Everything found in one release."""

    date: ReleaseDate
    simple: tuple[Fact, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    phases: tuple[PhaseClaim, ...] = ()
    contacts: tuple[ContactFact, ...] = ()
    quotes: tuple[Quote, ...] = ()

    def values(self, kind: FactKind) -> list[str]:
        """Return the values of all simple facts of a kind, each once, in reading order."""
        return list(dict.fromkeys(fact.value for fact in self.simple if fact.kind is kind))

    def value(self, kind: FactKind) -> str | None:
        """Return the first value of a kind, or None."""
        return next(iter(self.values(kind)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something doubtful or unreadable in a filing. `release` is its number from 1, or None for the filing."""

    code: str
    detail: str
    release: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseRecord:
    """One release, read to the end."""

    document: int
    start: int
    exhibit: str | None
    text: str
    sections: tuple[Section, ...]
    facts: ReleaseFacts
    body_html: str  # sanitized; leaf elements carry data-at, the offset of their first character
    section_html: tuple[str, ...] = ()  # beside `sections`, one each


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRecord:
    """One document, cleaned and divided."""

    sequence: int
    type: str
    filename: str | None
    description: str | None
    media: MediaKind
    category: str  # "cover", "press release", "voting results", ...: parsers.classification
    text: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingRecord:
    """One filing, read to the end: what `ingest --json` prints and what becomes rows."""

    source: SourceFile
    format: SourceFormat
    text_sha256: str  # of all clean text: the identity of a filing without accession number
    accession_number: str | None
    form_type: str | None
    filers: tuple[Filer, ...]  # never empty: the first is the registrant
    filed_on: date | None
    signed_on: date | None
    signatory_name: str | None
    signatory_title: str | None
    period: str | None  # as printed: "For the month of January, 2013"
    documents: tuple[DocumentRecord, ...]
    releases: tuple[ReleaseRecord, ...]
    problems: tuple[Problem, ...] = field(default=())
