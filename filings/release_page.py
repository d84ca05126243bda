"""What the page of a release shows: its sections with every proof marked, and its facts in reading order."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import F, IntegerField, Q, QuerySet, Value
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from filings.comparison import Comparison, comparisons
from filings.corrections import What, corrections_of
from filings.domain import BOILERPLATE, FactKind, SectionKind
from filings.headlines import is_printed_in_capitals, sentence_capitals
from filings.models import (
    ContactAppearance,
    PhaseClaim,
    ProductAlias,
    Quote,
    Release,
    ReleaseProduct,
    ReleaseSection,
)
from filings.proof import Place, anchor, mark_places
from filings.review.marks import Marks
from filings.withholding import MASK

_LABELS = {
    SectionKind.CONTACTS: "Contacts, as printed",
    SectionKind.ABOUT: "About the company",
    SectionKind.FORWARD_LOOKING: "Forward-looking statements",
    SectionKind.ABOUT_EXCHANGE: "About the exchange",
    SectionKind.OTHER_BOILERPLATE: "Further standing text",
    SectionKind.REMAINDER: "Text that belongs to no known part",
}
_AROUND_HEADINGS = " \t\n-–—"
"""What a heading is set off with in print: blanks and dashes."""

_MASKED = re.compile(rf"{MASK}+(?:[ \t]+{MASK}+)*")

_IN_THE_HEADING = (SectionKind.HEADLINE, SectionKind.SUBHEADLINE)
_ALIAS, _DISEASE, _PROBLEM = "alias", "disease", "problem"
"""Kinds of what is told besides facts."""

_KIND_CLASSES: dict[str, str] = {
    _ALIAS: "candidate",
    FactKind.TICKER: "ticker",
    FactKind.INDICATION: "indication",
    FactKind.COMBINATION_AGENT: "agent",
    FactKind.PRINTED_DATE: "printed-date",
    FactKind.PLACE: "place",
}


MARKS = {
    "claim": "phases",
    "candidate": "candidates",
    "indication": "indications",
    "agent": "other drugs",
    "quote": "quotes",
    "contact": "contacts",
    "found": "words looked for",
}
"""Kinds of marks that a reader can switch off, in words; see static/style.css."""


@dataclass(frozen=True, slots=True)
class ShownSection:
    """One section as the page shows it; `folded` ones are opened by the reader."""

    kind: str
    label: str
    html: SafeString
    folded: bool
    comparison: Comparison | None = None  # with the company's previous standing text of this kind


@dataclass(frozen=True, slots=True)
class PlacedValue:
    """A value, and the place where the release says it first."""

    value: str
    anchor: str
    slug: str = ""


class _Told(NamedTuple):
    """Something simple that is told of a release: a fact, the proof of a name, a disease, a doubt."""

    kind: str
    value: str
    slug: str
    start: int  # this and the next of facts and proofs alone
    end: int


def _all_told(release: Release) -> list[_Told]:
    """Return everything simple that is told of a release, in reading order; what has no place comes first."""
    nowhere = {"start": Value(None, IntegerField()), "end": Value(None, IntegerField())}
    parts: list[QuerySet[Any]] = [
        release.facts.annotate(slug=Value("")),
        ProductAlias.objects.filter(release=release, start__isnull=False, end__isnull=False).annotate(
            kind=Value(_ALIAS), value=F("name")
        ),
        release.indications.annotate(kind=Value(_DISEASE), value=F("name"), **nowhere),
        release.problems.annotate(kind=Value(_PROBLEM), value=F("detail"), slug=Value(""), **nowhere),
    ]
    first, *others = (part.order_by().values_list(*_Told._fields) for part in parts)
    return sorted((_Told(*row) for row in first.union(*others, all=True)), key=lambda told: told.start or 0)


class ReleasePage:
    """A release with all that was read from it; every query is made once."""

    def __init__(self, release: Release, found: Sequence[Place] = ()) -> None:
        self.release = release
        self._found = found  # by a search: marked like a proof

    @cached_property
    def sections(self) -> list[ReleaseSection]:
        """The stretches of the release in reading order."""
        return list(self.release.sections.all())

    @cached_property
    def claims(self) -> list[PhaseClaim]:
        """What is said of phases, in reading order."""
        return list(self.release.phase_claims.select_related("product", "indication"))

    @cached_property
    def products(self) -> list[ReleaseProduct]:
        """The candidates spoken of, in the order in which they are met."""
        links = self.release.product_links.select_related("product")
        return sorted(links, key=lambda link: link.mentions[0] if link.mentions else [len(self.release.text)])

    @cached_property
    def contacts(self) -> list[ContactAppearance]:
        """The people to write to, as printed."""
        return list(self.release.contact_appearances.select_related("contact"))

    @property
    def is_withheld(self) -> bool:
        """Whether somebody's details are left out at their request."""
        return MASK in self.release.text

    @cached_property
    def quotes(self) -> list[Quote]:
        """What people are quoted as saying."""
        return list(self.release.quotes.all())

    @property
    def problems(self) -> list[str]:
        """What was doubtful in this release, but for the date, which has its own place on the page."""
        return [told.value for told in self._told[_PROBLEM] if told.value != self.release.date_reason]

    @cached_property
    def _beside(self) -> list[Release]:
        """The releases of the filing and those of the story, this one among both."""
        story = self.release.story_id or self.release.pk
        beside = Q(filing=self.release.filing_id) | Q(story=story) | Q(pk=story)
        rows = Release.objects.filter(beside).select_related("filing__registrant").defer("body_html")
        return list(rows.order_by("number"))

    @property
    def siblings(self) -> list[Release]:
        """All releases of the filing in its order, this one included."""
        return [other for other in self._beside if other.filing_id == self.release.filing_id]

    @cached_property
    def copies(self) -> list[Release]:
        """The same release as it was furnished at other times or by others, in the order of filing."""
        story = self.release.story_id or self.release.pk
        copies = [other for other in self._beside if story in (other.pk, other.story_id)]
        return sorted(
            (copy for copy in copies if copy.pk != self.release.pk), key=lambda copy: copy.copy_number
        )

    @cached_property
    def marks(self) -> Marks:
        """What people corrected in it."""
        return Marks(corrections_of(self.release))

    @cached_property
    def comparisons(self) -> dict[str, Comparison]:
        """How the standing text differs from the company's previous one, by its kind."""
        return comparisons(self.release, self.sections)

    @property
    def dropped(self) -> list[tuple[str, Comparison]]:
        """Kinds of standing text that the previous release had and this one has not."""
        here = {section.kind for section in self.sections}
        return [
            (_LABELS[SectionKind(kind)], comparison)
            for kind, comparison in self.comparisons.items()
            if kind not in here
        ]

    @cached_property
    def _told(self) -> dict[str, list[_Told]]:
        """Simple facts in reading order, proofs of names, diseases and doubts, by their kinds: one query."""
        told: dict[str, list[_Told]] = defaultdict(list)
        for row in _all_told(self.release):
            told[row.kind].append(row)
        return told

    @property
    def agents(self) -> list[PlacedValue]:
        """Drugs given with a candidate or compared with it."""
        return self._placed(FactKind.COMBINATION_AGENT)

    @property
    def tickers(self) -> list[PlacedValue]:
        """Ticker symbols as `EXCHANGE:SYMBOL`."""
        return self._placed(FactKind.TICKER) or [PlacedValue(value, "") for value in self.release.tickers]

    @cached_property
    def indications(self) -> list[PlacedValue]:
        """Diseases under their general names."""
        places = {placed.value: placed.anchor for placed in self._placed(FactKind.INDICATION)}
        return [
            PlacedValue(row.value, places.get(row.value, ""), row.slug)
            for row in sorted(self._told[_DISEASE], key=lambda row: row.value)
        ]

    @property
    def printed_date_anchor(self) -> str:
        """Where the date is printed."""
        return next((placed.anchor for placed in self._placed(FactKind.PRINTED_DATE)), "")

    def _placed(self, kind: FactKind) -> list[PlacedValue]:
        """Return the values of a kind, each once, with the place where it is first met."""
        first: dict[str, PlacedValue] = {}
        for fact in self._told[kind]:
            first.setdefault(fact.value, PlacedValue(fact.value, anchor(fact.start, fact.end)))
        return list(first.values())

    @cached_property
    def places(self) -> list[Place]:
        """Everything that is marked in the text."""
        places = [*self._found, *(Place(claim.start, claim.end, "claim") for claim in self.claims)]
        places += [Place(quote.start, quote.end, "quote") for quote in self.quotes]
        places += [Place(contact.start, contact.end, "contact") for contact in self.contacts]
        places += [Place(start, end, "candidate") for link in self.products for start, end in link.mentions]
        for kind, name in _KIND_CLASSES.items():
            places += [Place(told.start, told.end, name) for told in self._told[kind]]
        return places

    @property
    def mark_kinds(self) -> list[tuple[str, str]]:
        """Kinds of marks that the text has, with their labels."""
        here = {place.kind for place in self.places}
        return [(kind, label) for kind, label in MARKS.items() if kind in here]

    @cached_property
    def headline_is_in_capitals(self) -> bool:
        """Whether the headline is shown otherwise than printed."""
        return is_printed_in_capitals(self.release.headline)

    @cached_property
    def shown_headline(self) -> str:
        """The headline for a page's title."""
        return self._in_sentence_capitals(self.release.headline)

    @property
    def headline(self) -> SafeString:
        """The headline with its marks; empty where the release has none. A corrected one is not as printed."""
        if self.marks.touches(What.HEADLINE):
            return escape(self.shown_headline)
        return self._heading(SectionKind.HEADLINE) or escape(self.shown_headline)

    @property
    def subheadline(self) -> SafeString:
        """The sub-headline with its marks; empty where the release has none."""
        if self.marks.touches(What.SUBHEADLINE):
            return escape(self.release.subheadline)
        return self._heading(SectionKind.SUBHEADLINE) or escape(self.release.subheadline)

    def _heading(self, kind: SectionKind) -> SafeString:
        """Return the words of a heading, marked. Capitals are changed one for one, so offsets hold."""
        lines = []
        for section in self.sections:
            words = self.release.text[section.start : section.end].strip(_AROUND_HEADINGS)
            if section.kind == kind and words:
                start = self.release.text.index(words, section.start)
                shown = escape(self._in_sentence_capitals(words))
                html = f'<span data-at="{start}">{shown}</span>'
                lines.append(mark_places(html, self.places, section.start))
        return mark_safe(" ".join(lines))  # each line was escaped

    def _in_sentence_capitals(self, words: str) -> str:
        names = [self.release.filing.registrant.name, *(link.product.name for link in self.products)]
        return sentence_capitals(words, self.release.text, names)

    @property
    def shown_sections(self) -> list[ShownSection]:
        """All that stands below the heading, in the order of the release."""
        last_of_kind = list({section.kind: section for section in self.sections}.values())
        return [
            ShownSection(
                kind=section.kind.replace(" ", "-"),
                label=_LABELS.get(SectionKind(section.kind), ""),
                html=_told_as_withheld(
                    mark_places(_scrolling(section.html or self._plain(section)), self.places, section.start)
                ),
                folded=section.kind in BOILERPLATE,
                comparison=self.comparisons.get(section.kind) if section in last_of_kind else None,
            )
            for section in self.sections
            if section.kind not in _IN_THE_HEADING and self.release.text[section.start : section.end].strip()
        ]

    def _plain(self, section: ReleaseSection) -> str:
        """Return the words of a section for which no HTML was made, its line ends kept."""
        words = self.release.text[section.start : section.end]
        return f'<p data-at="{section.start}" class="plain">{escape(words)}</p>'


def _told_as_withheld(html: SafeString) -> SafeString:
    """Say in words what is masked. No offset within it counts any more, as every place is marked by now."""
    if MASK not in html:
        return html
    return mark_safe(_MASKED.sub('<span class="withheld">[contact withheld]</span>', html))


def _scrolling(html: str) -> str:
    """Let wide tables be scrolled on a narrow screen, by keyboard too."""
    box = '<div class="scroll" tabindex="0" role="group" aria-label="Table">'
    return html.replace("<table>", f"{box}<table>").replace("</table>", "</table></div>")
