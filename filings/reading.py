"""A filing read from bytes to facts: stages one to four, in the order in which they run. Knows nothing of Django."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from filings.dates import Period, PrintedDate, find_dates, month_of, read_period
from filings.domain import (
    Candidate,
    CleanText,
    DocumentRecord,
    ExtraVocabulary,
    Fact,
    Filer,
    FilingRecord,
    Header,
    MediaKind,
    Part,
    PartKind,
    Problem,
    RawDocument,
    ReleaseFacts,
    ReleaseRecord,
    ReleaseText,
    SectionKind,
    SourceFile,
    SourceFormat,
    Span,
    Submission,
)
from filings.drugs import MISPRINT
from filings.exceptions import ParseError
from filings.extractors.agents import find_agents
from filings.extractors.candidates import find_candidates
from filings.extractors.contacts import find_contacts
from filings.extractors.dateline import find_dateline, find_place, find_printed_date
from filings.extractors.headline import find_headlines
from filings.extractors.indications import find_indications
from filings.extractors.phases import find_phases
from filings.extractors.quotes import find_quotes
from filings.extractors.release_date import Surroundings, read_date
from filings.extractors.taught import as_taught
from filings.extractors.tickers import find_tickers
from filings.extractors.topics import find_topics
from filings.parsers.form import ExhibitEntry, Form, read_form
from filings.parsers.html import clean_html
from filings.parsers.kinds import PRESS_RELEASE
from filings.parsers.lines import part_lines
from filings.parsers.releases import UNASSIGNED, Divided, divide_document
from filings.parsers.submission import exhibit_number, is_release_exhibit, parse_submission
from filings.parsers.text import clean_text
from filings.prose import continuations
from filings.rendering import Renderer, join_torn
from filings.sanitizing import sanitize

NOTHING_TAUGHT = ExtraVocabulary()
LATE_DAYS = 30
"""A release furnished later than this after its date is said to be: right all the same, but worth knowing."""

FORM = "form"
"""Category of the document that is the form itself."""


@dataclass(frozen=True, slots=True)
class _Dated:
    """A release with the date printed on it, before that date is weighed."""

    release: ReleaseText
    facts: tuple[Fact, ...]
    printed: PrintedDate | None


@dataclass(frozen=True, slots=True)
class _Named:
    """The tickers and the candidates that a release proves by itself."""

    tickers: tuple[Fact, ...]
    candidates: tuple[Candidate, ...]


def read(source: SourceFile, extra: ExtraVocabulary = NOTHING_TAUGHT) -> FilingRecord:
    """Read one file into a filing with its releases and their facts.

    extra: what the archive's administrator teaches the extractors.

    Raises ParseError where the bytes are no filing that carries press releases.
    """
    submission = parse_submission(source)
    cleaned = [_clean(document) for document in submission.documents]
    forms = [_form_of(submission, n, clean) for n, clean in enumerate(cleaned)]
    form = next((f for f in forms if f.form_type or f.parts), Form())
    filers = _filers(source, submission, form)
    names = tuple(name for filer in filers for name in (filer.name, *filer.former_names))
    divided = [
        _divide(submission, n, clean, forms[n], form.entries, names) for n, clean in enumerate(cleaned)
    ]
    releases = [release for pieces in divided for release in pieces.releases]
    problems = list(_problems(submission, divided, releases, cleaned))
    records = _read_releases(releases, form, submission.header, names, problems, extra)
    return FilingRecord(
        source=source,
        format=submission.format,
        text_sha256=_text_sha256(cleaned),
        accession_number=submission.header.accession_number,
        form_type=submission.header.form_type or form.form_type,
        filers=filers,
        filed_on=submission.header.filed_on,
        signed_on=form.signed_on,
        signatory_name=form.signatory_name,
        signatory_title=form.signatory_title,
        period=form.period,
        documents=tuple(
            _document_record(document, clean, forms[n], divided[n])
            for n, (document, clean) in enumerate(zip(submission.documents, cleaned, strict=True))
        ),
        releases=tuple(records),
        problems=tuple(problems),
    )


def _clean(document: RawDocument) -> CleanText:
    match document.media:
        case MediaKind.HTML:
            return part_lines(clean_html(document.body))
        case MediaKind.TEXT:
            return part_lines(clean_text(document.body))
        case _:
            return CleanText("")


def _form_of(submission: Submission, n: int, clean: CleanText) -> Form:
    """Look for the form in a single file, or in the documents of a submission that are no exhibits."""
    whole = submission.format is not SourceFormat.EDGAR_SUBMISSION
    if whole or not submission.documents[n].type.upper().startswith("EX-"):
        return read_form(clean)
    return Form()


def _filers(source: SourceFile, submission: Submission, form: Form) -> tuple[Filer, ...]:
    if submission.header.filers:
        return submission.header.filers
    if form.registrant:
        return (Filer(name=form.registrant),)
    raise ParseError(source.name, "no registrant is named in it")


def _divide(
    submission: Submission,
    n: int,
    clean: CleanText,
    form: Form,
    entries: Sequence[ExhibitEntry],
    registrants: Sequence[str],
) -> Divided:
    """Divide one document; of a submission's exhibits only those of type EX-99 can be releases."""
    document = submission.documents[n]
    is_exhibit = document.type.upper().startswith("EX-")
    if not clean.text:
        return Divided(parts=(), releases=(), kinds=())
    if is_exhibit and not is_release_exhibit(document.type):
        whole = Part(PartKind.OTHER_EXHIBIT, Span(0, len(clean.text)))
        return Divided(parts=(whole,), releases=(), kinds=("other exhibit",))
    number = exhibit_number(document.type) if is_exhibit else None
    titles = [t for t in (document.description,) if t] if is_exhibit else []
    return divide_document(
        clean,
        document=n,
        form_parts=form.parts,
        exhibit=number,
        titles=titles,
        entries=entries,
        registrants=registrants,
    )


def _document_record(document: RawDocument, clean: CleanText, form: Form, divided: Divided) -> DocumentRecord:
    kinds = [kind for kind in divided.kinds if kind != UNASSIGNED]
    if form.parts or not kinds:
        category = FORM if form.parts or not document.type.upper().startswith("EX-") else "attachment"
    else:
        category = PRESS_RELEASE if PRESS_RELEASE in kinds else kinds[0]
    return DocumentRecord(
        sequence=document.sequence,
        type=document.type,
        filename=document.filename,
        description=document.description,
        media=document.media,
        category=category,
        text=clean.text,
        parts=divided.parts,
    )


def _read_releases(
    releases: Sequence[ReleaseText],
    form: Form,
    header: Header,
    registrants: Sequence[str],
    problems: list[Problem],
    extra: ExtraVocabulary,
) -> list[ReleaseRecord]:
    """Read every release; dates and candidates are found in all of them first, as neighbours tell of one another."""
    dated = [_dated(release) for release in releases]
    named = [_named(release, registrants) for release in releases]
    cover = _cover_period(form, header)
    records = []
    for place, each in enumerate(dated):
        around = Surroundings(
            signed_on=form.signed_on,
            filed_on=header.filed_on,
            cover=cover,
            listed_on=_listed_on(each.release, form.entries, len(releases)),
            siblings=tuple((n, d.printed) for n, d in enumerate(dated) if n != place and d.printed),
            place=place,
        )
        sisters = [candidate for n, found in enumerate(named) if n != place for candidate in found.candidates]
        facts = _facts(
            each, around, registrants, form.signatory_name, named[place], _with_names(extra, sisters)
        )
        problems += _doubts(facts, place + 1, each.printed, around.latest)
        records.append(_release_record(each.release, facts))
    return records


def _cover_period(form: Form, header: Header) -> Period | None:
    """Return what the form is furnished for by its cover, else the month of the header's period of report."""
    printed = read_period(form.period) if form.period else None
    return printed or (month_of(header.period_of_report) if header.period_of_report else None)


def _dated(release: ReleaseText) -> _Dated:
    dateline = find_dateline(release)
    printed, facts = find_printed_date(release, dateline)
    return _Dated(release, (*find_place(release, dateline), *facts), printed)


def _named(release: ReleaseText, registrants: Sequence[str]) -> _Named:
    tickers = tuple(find_tickers(release, registrants=registrants))
    symbols = [fact.value for fact in tickers]
    return _Named(tickers, tuple(find_candidates(release, registrants=registrants, tickers=symbols)))


def _with_names(extra: ExtraVocabulary, sisters: Sequence[Candidate]) -> ExtraVocabulary:
    """Add the names that other releases of the filing prove: a company speaks of its drugs in all of them.

    A short word is left out: it may mean something else there.
    """
    names = {c.name for c in sisters} | {a.name for c in sisters for a in c.aliases if a.rule != MISPRINT}
    proven = sorted(name for name in names if len(name) > 4 or any(char.isdigit() for char in name))
    return replace(extra, products=(*extra.products, *proven))


def _listed_on(release: ReleaseText, entries: Sequence[ExhibitEntry], count: int) -> date | None:
    """Return the day that the exhibit index gives for this release, where it gives one."""
    for entry in entries:
        if entry.number == release.exhibit or (release.exhibit is None and count == 1):
            days = [day for printed in find_dates(entry.title) if (day := printed.on())]
            if days:
                return days[0]
    return None


def _facts(
    dated: _Dated,
    around: Surroundings,
    registrants: Sequence[str],
    signatory: str | None,
    named: _Named,
    extra: ExtraVocabulary,
) -> ReleaseFacts:
    """Run the other extractors over one release."""
    release = dated.release
    candidates = as_taught(release, named.candidates, extra)
    return ReleaseFacts(
        date=read_date(release, dated.printed, around),
        simple=(
            *find_headlines(release),
            *dated.facts,
            *named.tickers,
            *find_topics(release),
            *find_agents(release, candidates),
            *find_indications(release, candidates, extra.diseases),
        ),
        candidates=candidates,
        phases=tuple(find_phases(release, candidates, extra.diseases)),
        contacts=find_contacts(release, registrants=registrants, signatory=signatory),
        quotes=find_quotes(release),
    )


def _release_record(release: ReleaseText, facts: ReleaseFacts) -> ReleaseRecord:
    renderer = Renderer(release.clean)
    pieces = [[sanitize(piece) for piece in renderer.pieces(section.span)] for section in release.sections]
    body = [
        piece
        for section, html in zip(release.sections, pieces, strict=True)
        if section.kind is SectionKind.BODY
        for piece in html
    ]
    torn = [block.span.start for block in continuations(release.clean.blocks, release.text)]
    return ReleaseRecord(
        document=release.document,
        start=release.start,
        exhibit=release.exhibit,
        text=release.text,
        sections=release.sections,
        facts=facts,
        body_html="\n".join(join_torn(body, torn)),
        section_html=tuple("\n".join(html) for html in pieces),
    )


def _doubts(
    facts: ReleaseFacts, number: int, printed: PrintedDate | None, filed: date | None
) -> Iterator[Problem]:
    """Yield what is doubtful about one release, or worth knowing of its date."""
    if facts.date.suspect and facts.date.reason:
        yield Problem(code="date-questioned", detail=facts.date.reason, release=number)
    if printed is None:
        yield Problem(
            code="no-printed-date",
            detail="No date is printed on the release; the filing tells it.",
            release=number,
        )
    if facts.date.value and filed and (late := (filed - facts.date.value).days) > LATE_DAYS:
        yield Problem(
            code="furnished-late", detail=f"It was furnished {late} days after its date.", release=number
        )
    if facts.date.value and filed and (early := (facts.date.value - filed).days) > 0:
        yield Problem(
            code="dated-after-filing",
            detail=f"It was filed {early} {'day' if early == 1 else 'days'} before its date.",
            release=number,
        )
    for wrong, name in _misprints(facts.candidates):
        yield Problem(
            code="name-doubtful",
            detail=f"{wrong} is read as {name}: a typing error, as nothing is said of it alone.",
            release=number,
        )
    if not any(fact.kind == "headline" for fact in facts.simple):
        yield Problem(code="no-headline", detail="No headline was found.", release=number)


def _misprints(candidates: Sequence[Candidate]) -> Iterator[tuple[str, str]]:
    """Yield the names that were taken for typing errors, each with the name that was meant."""
    for candidate in candidates:
        for alias in candidate.aliases:
            if alias.rule == MISPRINT:
                yield alias.name, candidate.name


def _problems(
    submission: Submission,
    divided: Sequence[Divided],
    releases: Sequence[ReleaseText],
    cleaned: Sequence[CleanText],
) -> Iterator[Problem]:
    """Yield what is doubtful about the filing as a whole."""
    if not releases:
        yield Problem(code="no-release", detail="No press release was found in the filing.")
    for document, pieces, clean in zip(submission.documents, divided, cleaned, strict=True):
        for part in pieces.parts:
            words = part.span.of(clean.text).strip()
            if part.kind is PartKind.REMAINDER and words:
                yield Problem(
                    code="unassigned-text",
                    detail=f"{len(words)} characters of document {document.sequence} belong to no known part: "
                    f"“{' '.join(words[:80].split())}”",
                )


def _text_sha256(cleaned: Sequence[CleanText]) -> str:
    digest = hashlib.sha256()
    for clean in cleaned:
        digest.update(clean.text.encode())
        digest.update(b"\x00")
    return digest.hexdigest()
