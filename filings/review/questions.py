"""What is doubtful, kind by kind: each question in outline, to be counted, and in full, to be answered.

A question is known by a token made of what is seen, under names that outlast the database: an answer holds
until a reading says something else.
"""

from __future__ import annotations

import hashlib
import json
from abc import ABC, abstractmethod
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import Any, ClassVar

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.html import format_html
from django.utils.safestring import SafeString

from filings.dates import find_dates
from filings.domain import FactKind, PartKind, SectionKind
from filings.ingest.people import judged_contacts
from filings.models import (
    Contact,
    ContactAppearance,
    Correction,
    DocumentPart,
    Original,
    PhaseClaim,
    Product,
    Release,
    ReleaseProduct,
    ReleaseSection,
    Review,
)
from filings.naming import fold_code, fold_company, fold_person
from filings.overlay import as_sentence
from filings.overlay.values import CORRECTED, State, What
from filings.proof import anchor

UNCERTAIN_RULES = ("phases.remembered", "phases.preclinical-signs")
"""Claims whose owner is not named beside the phase: the sentence points back, or speaks of mice alone."""

_ROOM = 450  # characters shown before and after a place
_LONGEST = 4000  # of a stretch of text that is itself the question
_MOST_ALIKE = 12  # contacts compared with each other; of more, each with the next


@dataclass(frozen=True, slots=True)
class Outline:
    """A question as far as it must be known to be counted. `keys` are primary keys of what it is about."""

    kind: str
    keys: tuple[int, ...]
    seen: tuple[Any, ...]

    @property
    def token(self) -> str:
        """The question's name: the same as long as the same is seen."""
        return hashlib.sha256(json.dumps([self.kind, *self.seen]).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Extract:
    """Some text of a release around a place, the place marked."""

    html: SafeString
    release: Release | None = None
    anchor: str = ""

    @property
    def address(self) -> str:
        """Where a reader finds it."""
        if self.release is None:
            return ""
        return self.release.get_absolute_url() + (f"#{self.anchor}" if self.anchor else "")


@dataclass(slots=True)
class Question:
    """A question in full."""

    outline: Outline
    title: str
    release: Release | None = None
    lines: list[tuple[str, str]] = field(default_factory=list)
    extracts: list[Extract] = field(default_factory=list)
    subject: Any = None  # the row that it is about
    suggestion: str = ""  # a value that rejecting or mending would set
    filing: str = ""  # address of the filing, where no release is concerned


class Kind(ABC):
    """One kind of question: how to find, to show and to word it."""

    slug: ClassVar[str]
    name: ClassVar[str]
    about: ClassVar[str]
    accept: ClassVar[str]
    reject: ClassVar[str]
    reasons: ClassVar[dict[str, str]]  # what is noted where the reviewer gives no reason of his own
    mend: ClassVar[str] = ""
    settled_by: ClassVar[tuple[str, ...]] = tuple(Review.Verdict.values)

    @abstractmethod
    def outlines(self) -> list[Outline]:
        """Return all questions, answered or not, in a lasting order."""

    @abstractmethod
    def question(self, outline: Outline) -> Question:
        """Return a question in full."""

    def open(self) -> list[Outline]:
        """Return the questions that are not answered."""
        answered = set(
            Review.objects.filter(kind=self.slug, undone_at=None, verdict__in=self.settled_by).values_list(
                "token", flat=True
            )
        )
        asked = {outline.token: outline for outline in self.outlines()}
        return [outline for token, outline in asked.items() if token not in answered]


class Dates(Kind):
    """Dates that are not what is printed."""

    slug, name = "dates", "Doubtful dates"
    about = "The date is not what is printed, or none could be read."
    accept, reject, mend = "The date is right", "The printed date is right", "Set another date"
    reasons = {
        "accept": "Checked: the date is as it was read.",
        "reject": "Checked: the printed date is right.",
    }

    def outlines(self) -> list[Outline]:
        rows = (
            Release.objects.filter(Q(date_suspect=True) | Q(date=None))
            .order_by("pk")
            .values_list("pk", identity("filing"), "number", "date", "printed_date")
        )
        return [
            Outline(self.slug, (pk,), (name, number, day.isoformat() if day else None, printed))
            for pk, name, number, day, printed in rows
        ]

    def question(self, outline: Outline) -> Question:
        release = _releases().get(pk=outline.keys[0])
        printed = release.facts.filter(kind=FactKind.PRINTED_DATE).first()
        start, end = (printed.start, printed.end) if printed else (0, min(1, len(release.text)))
        filing = release.filing
        return Question(
            outline,
            title=_headline(release),
            release=release,
            subject=release,
            lines=_present(
                ("Read as", f"{release.date:%-d %B %Y}" if release.date else "no date"),
                ("Printed", release.printed_date or "no date printed"),
                ("Why", release.date_reason),
                ("Filed", f"{filing.filed_on:%-d %B %Y}" if filing.filed_on else ""),
                ("Signed", f"{filing.signed_on:%-d %B %Y}" if filing.signed_on else ""),
            ),
            extracts=[_extract(release, start, end)],
            suggestion=printed_day(release.printed_date),
        )


class Texts(Kind):
    """Text that belongs to no known part."""

    slug, name = "texts", "Unassigned text"
    about = "Text of a filing or a release that belongs to no known part."
    accept, reject = "Nothing is missed", "Something is missed"
    reasons = {
        "accept": "Checked: nothing of interest.",
        "reject": "Something here ought to be read.",
    }

    def outlines(self) -> list[Outline]:
        parts = DocumentPart.objects.filter(kind=PartKind.REMAINDER).order_by("pk")
        sections = ReleaseSection.objects.filter(kind=SectionKind.REMAINDER).order_by("pk")
        found = []
        for pk, start, end, text, name, number in parts.values_list(
            "pk", "start", "end", "document__text", identity("document__filing"), "document__sequence"
        ):
            found.append(((pk, 0), name, number, text[start:end]))
        for pk, start, end, text, name, number in sections.values_list(
            "pk", "start", "end", "release__text", identity("release__filing"), "release__number"
        ):
            found.append(((pk, 1), name, number, text[start:end]))
        return [
            Outline(self.slug, keys, (name, number, keys[1], _digest(words)))
            for keys, name, number, words in found
            if words.strip()
        ]

    def question(self, outline: Outline) -> Question:
        pk, in_release = outline.keys
        if in_release:
            section = ReleaseSection.objects.select_related("release__filing__registrant").get(pk=pk)
            return Question(
                outline,
                title=_headline(section.release),
                release=section.release,
                extracts=[_extract(section.release, section.start, section.end)],
            )
        part = DocumentPart.objects.select_related("document__filing__registrant").get(pk=pk)
        document = part.document
        return Question(
            outline,
            title=f"{document.filing.registrant}: {document.type or 'document'} {document.sequence}",
            filing=document.filing.get_absolute_url(),
            extracts=[Extract(surroundings(document.text, part.start, part.end))],
        )


class Products(Kind):
    """Candidates that only one release names."""

    slug, name = "candidates", "Candidates seen once"
    about = "A drug candidate that only one release names."
    accept, reject, mend = "It is a candidate", "It is no candidate", "Name it otherwise"
    reasons = {
        "accept": "Checked: it is a drug candidate.",
        "reject": "Not a drug candidate of this company or its partner.",
    }

    def outlines(self) -> list[Outline]:
        story = Coalesce("release_links__release__story_id", "release_links__release_id")
        once = Product.objects.annotate(number=Count(story, distinct=True)).filter(number=1)
        rows = (
            ReleaseProduct.objects.filter(product__in=once.values("pk"), release__story=None)
            .exclude(rule=CORRECTED)
            .order_by("pk")
            .values_list("pk", identity("release__filing"), "release__number", "printed_name")
        )
        return [Outline(self.slug, (pk,), (name, number, fold_code(said))) for pk, name, number, said in rows]

    def question(self, outline: Outline) -> Question:
        link = ReleaseProduct.objects.select_related("product", "release__filing__registrant").get(
            pk=outline.keys[0]
        )
        release = link.release
        claims = release.phase_claims.filter(product=link.product).select_related("product", "indication")
        names = link.product.aliases.exclude(name=link.product.name).values_list("name", flat=True)
        return Question(
            outline,
            title=link.product.name,
            release=release,
            subject=link,
            lines=_present(
                ("Other names", ", ".join(names)),
                ("Named", f"{len(link.mentions)} times" if len(link.mentions) > 1 else "once"),
                ("Phases", "; ".join(_claim(claim) for claim in claims)),
            ),
            extracts=[_extract(release, start, end, room=240) for start, end in link.mentions[:3]],
        )


class Claims(Kind):
    """Claims without a clear owner."""

    slug, name = "claims", "Phases without a clear owner"
    about = "The sentence that tells of a phase does not name the drug; it was read from what stands before."
    accept, reject, mend = "It is right", "It is wrong", "Mend it"
    reasons = {
        "accept": "Checked: the sentence speaks of this drug.",
        "reject": "The sentence does not say so of this drug.",
    }

    def outlines(self) -> list[Outline]:
        rows = (
            PhaseClaim.objects.filter(rule__in=UNCERTAIN_RULES)
            .order_by("pk")
            .values_list("pk", identity("release__filing"), "printed_name", "phase", "evidence")
        )
        return [
            Outline(self.slug, (pk,), (name, fold_code(said), phase, _digest(evidence)))
            for pk, name, said, phase, evidence in rows
        ]

    def question(self, outline: Outline) -> Question:
        claim = PhaseClaim.objects.select_related("product", "indication", "release__filing__registrant").get(
            pk=outline.keys[0]
        )
        return Question(
            outline,
            title=_claim(claim),
            release=claim.release,
            subject=claim,
            lines=_present(
                ("Drug candidate", claim.product.name),
                ("Phase", claim.phase),
                ("Status", claim.status or "not stated"),
                ("Indication", claim.indication.name if claim.indication else "not stated"),
            ),
            extracts=[_extract(claim.release, claim.start, claim.end)],
        )


class Contacts(Kind):
    """Two contacts that may be one person."""

    slug, name = "contacts", "Contacts that may be one person"
    about = "Two contacts share a last name, and a firm, a number or an address."
    accept, reject, mend = "They are one person", "They are two people", "One person, of another name"
    reasons = {
        "accept": "One person under two spellings.",
        "reject": "Two people.",
    }
    settled_by = (Review.Verdict.REJECTED.value,)  # once made one they are no pair; another pair asks again

    def outlines(self) -> list[Outline]:
        folded, pairs = _pairs_alike()
        judged = judged_contacts()
        return [
            Outline(self.slug, (one, two), tuple(sorted((folded[one], folded[two]))))
            for one, two in pairs
            if not judged.are_two(folded[one], folded[two])
        ]

    def question(self, outline: Outline) -> Question:
        people = {person.pk: person for person in Contact.objects.filter(pk__in=outline.keys)}
        both = [people[pk] for pk in outline.keys]
        appearances = {person: _appearances(person) for person in both}
        both.sort(key=lambda person: (-len(appearances[person]), person.name))
        return Question(
            outline,
            title=" and ".join(person.name for person in both),
            subject=both,
            lines=[(person.name, _portrait(appearances[person])) for person in both],
            extracts=[
                _extract(shown.release, shown.start, shown.end, room=200)
                for person in both
                for shown in appearances[person][:1]
            ],
            suggestion=fullest_name(person.name for person in both),
        )


class Conflicts(Kind):
    """Corrections where the extractors say something new."""

    slug, name = "conflicts", "Conflicts"
    about = (
        "A fact was corrected by hand, and a later reading says something new. The correction holds so far."
    )
    accept, reject = "Keep the correction", "Take the new reading"
    reasons = {
        "accept": "Checked: the correction holds.",
        "reject": "Checked: the new reading is right.",
    }

    def outlines(self) -> list[Outline]:
        return [
            Outline(self.slug, (correction.pk,), (str(correction.uid), correction.now_extracted))
            for correction in conflicts()
        ]

    def question(self, outline: Outline) -> Question:
        correction = conflicts().select_related("release__filing__registrant").get(pk=outline.keys[0])
        what, release = What(correction.what), correction.release
        extracts = []
        if release is not None and correction.start is not None and correction.end is not None:
            end = min(correction.end, len(release.text))
            if correction.start < end:
                extracts.append(_extract(release, correction.start, end))
        return Question(
            outline,
            title=f"{what.capitalize()}: {_held(correction)}",
            release=release,
            subject=correction,
            lines=_present(
                ("Release", _headline(release) if release else ""),
                ("Was read as", as_sentence(what, correction.extracted) or "nothing"),
                ("Corrected to", _held(correction)),
                ("Reason", f"{correction.reason} ({correction.made_by_name})"),
                ("Is now read as", as_sentence(what, correction.now_extracted) or "nothing"),
            ),
            extracts=extracts,
        )


KINDS: dict[str, Kind] = {
    kind.slug: kind for kind in (Dates(), Conflicts(), Claims(), Products(), Contacts(), Texts())
}


# --- what questions are made of ---------------------------------------------------------------


def identity(filing: str) -> Coalesce:
    """Return the expression for a filing's lasting name: accession number, else SHA-256 of its original."""
    current = Original.objects.filter(filing=OuterRef(f"{filing}_id"), is_current=True).order_by("pk")
    return Coalesce(
        F(f"{filing}__accession_number"), Subquery(current.values("sha256")[:1]), F(f"{filing}__text_sha256")
    )


def conflicts() -> QuerySet[Correction]:
    """Return the corrections in force that the extractors now contradict."""
    return Correction.objects.filter(state=State.CONFLICT, undone_at=None, superseded_by=None).order_by("pk")


def surroundings(text: str, start: int, end: int, room: int = _ROOM) -> SafeString:
    """Return the words of a place, marked, with what stands around them, escaped.

    >>> surroundings("One. Two & three. Four.", 5, 17)
    'One. <mark>Two &amp; three.</mark> Four.'
    """
    before, after = text[max(0, start - room) : start], text[end : end + room]
    if start > room:
        before = "… " + before.partition(" ")[2]
    if end + room < len(text):
        after = after.rpartition(" ")[0] + " …"
    words = text[start:end]
    if len(words) > _LONGEST:
        words = words[:_LONGEST] + " …"
    return format_html("{}<mark>{}</mark>{}", before.lstrip(), words, after.rstrip())


def fullest_name(names: Iterable[str]) -> str:
    """Return the longest spelling that is not all capitals.

    >>> fullest_name(["A. Marsh", "ADA B. MARSH", "Ada Marsh"])
    'Ada Marsh'
    """
    return max(names, key=lambda name: (not name.isupper(), len(name)))


def printed_day(printed: str) -> str:
    """Return a printed date in ISO form; empty where it tells no full day.

    >>> printed_day("JANUARY 22, 2003"), printed_day("June 19")
    ('2003-01-22', '')
    """
    day = next((found.on() for found in find_dates(printed)), None)
    return day.isoformat() if day else ""


def _releases() -> QuerySet[Release]:
    return Release.objects.select_related("filing__registrant")


def _extract(release: Release, start: int, end: int, room: int = _ROOM) -> Extract:
    return Extract(surroundings(release.text, start, end, room), release, anchor(start, end))


def _headline(release: Release) -> str:
    shown = release.shown_headline
    return shown or "Release without headline"


def _held(correction: Correction) -> str:
    if not correction.corrected:
        return "not a fact" if correction.action == "reject" else "as it was read"
    value = {**(correction.extracted or {}), **correction.corrected}
    return as_sentence(What(correction.what), value)


def _claim(claim: PhaseClaim) -> str:
    status = f" {claim.status}" if claim.status else ""
    where = f" in {claim.indication.name}" if claim.indication else ""
    return f"{claim.product.name} {claim.phase}{status}{where}"


def _present(*lines: tuple[str, str]) -> list[tuple[str, str]]:
    return [line for line in lines if line[1]]


def _digest(words: str) -> str:
    return hashlib.sha256(" ".join(words.split()).encode(errors="replace")).hexdigest()[:16]


# --- contacts that may be one person ----------------------------------------------------------


def contacts_sharing(contact: Contact) -> QuerySet[Contact]:
    """Return the people who are printed with a number or an address of this contact's."""
    rows = ContactAppearance.objects.filter(contact__is_department=False)
    traits: dict[int, set[str]] = defaultdict(set)
    for pk, phones, emails in rows.values_list("contact_id", "phones", "emails"):
        traits[pk].update(_traits("", phones, emails))
    own = traits.pop(contact.pk, set())
    return Contact.objects.filter(pk__in=[pk for pk, others in traits.items() if own & others])


def _pairs_alike() -> tuple[dict[int, str], list[tuple[int, int]]]:
    """Return the folded names of people, and the pairs that share a last name and something else."""
    folded: dict[int, str] = {}
    sharing: dict[tuple[str, str], dict[int, None]] = defaultdict(dict)
    rows = ContactAppearance.objects.filter(contact__is_department=False).order_by(
        "contact__name", "contact_id"
    )
    for pk, name, fold, firm, phones, emails in rows.values_list(
        "contact_id", "contact__name", "contact__folded", "organisation", "phones", "emails"
    ):
        folded[pk] = fold
        last = _last_name(name)
        for trait in _traits(firm, phones, emails):
            sharing[last, trait][pk] = None
    pairs: dict[tuple[int, int], None] = {}
    for people in sharing.values():
        pairs.update(dict.fromkeys(_pairs(sorted(people, key=lambda pk: folded[pk]))))
    return folded, list(pairs)


def _pairs(people: Sequence[int]) -> Iterable[tuple[int, int]]:
    return combinations(people, 2) if len(people) <= _MOST_ALIKE else pairwise(people)


def _last_name(name: str) -> str:
    """Return what a person's last name folds to; of a generation ("Jr.") the word before.

    >>> _last_name("Ada M. MARSH"), _last_name("Cole Tarn, Jr.")
    ('marsh', 'tarn')
    """
    words = [
        folded for word in name.split() if (folded := fold_person(word)) not in ("jr", "sr", "ii", "iii", "")
    ]
    return words[-1] if words else ""


def _traits(firm: str, phones: Iterable[str], emails: Iterable[str]) -> Iterator[str]:
    """Yield what two spellings of one person would share."""
    if firm and (folded := fold_company(firm)):
        yield f"firm {folded}"
    for phone in phones:
        digits = "".join(character for character in phone if character.isdigit())
        if len(digits) >= 7:
            yield f"phone {digits[:11]}"
    for address in emails:
        yield f"mail {address.casefold()}"


def _appearances(person: Contact) -> list[ContactAppearance]:
    return list(
        person.appearances.select_related("contact", "release__filing__registrant").order_by(
            F("release__date").desc(nulls_last=True), "pk"
        )
    )


def _portrait(appearances: Sequence[ContactAppearance]) -> str:
    """Return what is printed of a person, the most frequent first."""
    printed: Counter[str] = Counter()
    for shown in appearances:
        printed.update(
            filter(None, (shown.organisation, shown.title, shown.role, *shown.phones, *shown.emails))
        )
    days = sorted(shown.release.date for shown in appearances if shown.release.date)
    years = f", {days[0].year}–{days[-1].year}" if days and days[0].year != days[-1].year else ""
    years = years or (f", {days[0].year}" if days else "")
    number = len(appearances)
    told = "; ".join(words for words, _ in printed.most_common(8))
    return f"{number} release{'s' if number > 1 else ''}{years}. {told}".strip()
