"""The same release furnished twice is one story, whatever came first; two that are all but equal are two."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from filings.domain import Filer, FilingRecord, ReleaseRecord, Section, SectionKind, Span
from filings.ingest import rows, stories
from filings.likeness import Wording, likeness
from filings.models import Filing, Release
from filings.reading import read
from filings.sources import source_file
from tests.filings.records import filing, release

BODY = (
    "Larkspur Pharma today reported that XY-12 met the primary endpoint of a pivotal trial in 412 adults. "
    "After twelve weeks pain had fallen by half or more in 47% of patients who took XY-12 and in 18% of those "
    "on placebo. The difference was just as large in the 190 patients who also took another medicine. "
    "Dizziness was reported by 14% and by 6% of patients. There were no serious adverse events. Larkspur plans "
    "to apply for approval in the United States in the first quarter of next year, and in Europe after that. "
    "The company will tell of the full results at a meeting of physicians in the autumn."
)
FIRST, SECOND, THIRD = "0009990001-04-000001", "0009990001-04-000002", "0009990002-04-000003"
VERSION = "1"
DAYS = {FIRST: date(2004, 3, 2), SECOND: date(2004, 3, 5), THIRD: date(2004, 3, 9)}


def furnished(
    accession: str, *releases: ReleaseRecord, company: str = "Larkspur Pharma Inc.", form: str = "6-K"
) -> FilingRecord:
    """A submission with an accession number, filed on its day; without releases, with the usual one."""
    return filing(
        *(releases or (release(body=BODY),)),
        accession=accession,
        company=company,
        form=form,
        signed_on=DAYS[accession],
    )


def write(*records: FilingRecord) -> None:
    for record in records:
        known = Filing.objects.filter(accession_number=record.accession_number).first()
        rows.write(record, known, VERSION)


def told() -> dict[str, set[str]]:
    """Return for each story its first copy's address and those of the others."""
    firsts = Release.objects.filter(story=None).select_related("filing")
    return {address(first): {address(copy) for copy in first.later_copies.all()} for first in firsts}


def address(row: Release) -> str:
    return row.filing.key if row.number == 1 else f"{row.filing.key}/{row.number}"


def with_contacts(record: ReleaseRecord, words: str) -> ReleaseRecord:
    """The same release with contacts and standing text of another company."""
    start, end = len(record.text), len(record.text) + len(words)
    section = Section(SectionKind.CONTACTS, Span(start, end))
    return replace(
        record,
        text=record.text + words,
        sections=(*record.sections, section),
        section_html=(*record.section_html, ""),
    )


def without_headline(record: ReleaseRecord) -> ReleaseRecord:
    """The same release, its headline taken for a legend."""
    headline, *rest = record.sections
    return replace(record, sections=(Section(SectionKind.LEGEND, headline.span), *rest))


@pytest.mark.django_db
class TestStories:
    def test_a_release_furnished_again_is_one_story_with_two_sources(self):
        write(furnished(FIRST), furnished(SECOND))

        assert told() == {FIRST: {SECOND}}

    def test_a_joint_release_of_two_companies_is_one_whatever_contacts_stand_under_it(self):
        ours = with_contacts(release(body=BODY), "\n\nContact: Rhona Tait, 902-555-0145, fax 902-555-0146")
        theirs = with_contacts(release(body=BODY), "\n\nAbout Quillon: Quillon makes 300 vaccines.")

        write(furnished(FIRST, ours), furnished(THIRD, theirs, company="Quillon AG"))

        assert told() == {FIRST: {THIRD}}

    def test_the_headline_may_be_printed_otherwise(self):
        write(
            furnished(FIRST, release("Larkspur begins trial", BODY)),
            furnished(SECOND, release("LARKSPUR\nBEGINS TRIAL", BODY)),
        )

        assert told() == {FIRST: {SECOND}}

    @pytest.mark.parametrize(
        "other",
        [
            release("Larkspur ends trial", BODY),
            release(body=BODY, day=date(2004, 3, 3)),
            release(body=BODY.replace("47%", "48%")),
            release(body=BODY.replace("47%", "18%").replace("18% of those", "47% of those")),
            release(
                body=BODY + " A conference call follows at noon for everybody who wants to hear more of it."
            ),
            release(body="Another text under the same headline."),
            release(body=""),
        ],
        ids=["headline", "day", "number", "order of numbers", "added sentence", "text", "no text"],
    )
    def test_another_headline_day_number_or_text_makes_two(self, other):
        write(furnished(FIRST), furnished(SECOND, other))

        assert told() == {FIRST: set(), SECOND: set()}

    def test_a_word_or_two_may_differ(self):
        write(furnished(FIRST), furnished(SECOND, release(body=BODY.replace("autumn", "fall"))))

        assert told() == {FIRST: {SECOND}}

    def test_releases_without_a_text_are_never_one(self):
        write(furnished(FIRST, release(body="")), furnished(SECOND, release(body="")))

        assert told() == {FIRST: set(), SECOND: set()}

    def test_two_all_but_equal_releases_of_one_filing_are_two(self):
        write(furnished(FIRST, release(body=BODY), release(body=BODY.replace("autumn", "fall"))))

        assert told() == {FIRST: set(), f"{FIRST}/2": set()}

    def test_a_release_that_one_filing_holds_twice_word_for_word_is_one(self):
        write(furnished(FIRST, release(body=BODY), release(body=BODY)))

        assert told() == {FIRST: {f"{FIRST}/2"}}

    def test_an_amended_form_furnishes_the_same_release_with_its_number_put_right(self):
        mended = release(body=BODY.replace("190 patients", "109 patients"))

        write(furnished(FIRST), furnished(SECOND, mended, form="6-K/A"))

        assert told() == {FIRST: {SECOND}}

    def test_an_amended_form_of_another_company_puts_nothing_right(self):
        mended = release(body=BODY.replace("190 patients", "109 patients"))

        write(furnished(FIRST), furnished(THIRD, mended, form="6-K/A", company="Quillon AG"))

        assert told() == {FIRST: set(), THIRD: set()}

    def test_two_companies_that_prove_to_be_one_amend_each_other(self):
        mended = release(body=BODY.replace("190 patients", "109 patients"))
        write(furnished(FIRST), furnished(SECOND, mended, form="6-K/A", company="Old Larkspur Inc."))
        assert told() == {FIRST: set(), SECOND: set()}

        renamed = furnished(THIRD, release("Another headline", BODY))
        filer = Filer(name="Larkspur Pharma Inc.", cik=999012, former_names=("Old Larkspur Inc.",))
        write(replace(renamed, filers=(filer,)))

        assert told() == {FIRST: {SECOND}, THIRD: set()}

    def test_a_release_whose_printed_date_was_read_otherwise_in_a_copy_is_the_same(self):
        write(furnished(FIRST), furnished(SECOND, release(body=BODY, day=date(2005, 3, 2))))
        Release.objects.update(printed_date="March 2, 2004")

        stories.settle(Release.objects.values_list("story_key", flat=True))

        assert told() == {FIRST: {SECOND}}

    def test_a_printed_date_without_a_year_proves_nothing(self):
        write(furnished(FIRST), furnished(SECOND, release(body=BODY, day=date(2005, 3, 2))))
        Release.objects.update(printed_date="March 2")

        stories.settle(Release.objects.values_list("story_key", flat=True))

        assert told() == {FIRST: set(), SECOND: set()}

    def test_releases_without_headline_are_compared_with_those_of_their_day(self):
        bare = without_headline(release(body=BODY))

        write(furnished(FIRST, bare), furnished(SECOND, bare))

        assert told() == {FIRST: {SECOND}}

    @pytest.mark.parametrize("order", list(permutations((FIRST, SECOND, THIRD))))
    def test_the_order_of_arrival_does_not_matter(self, order):
        records = {
            FIRST: furnished(FIRST),
            SECOND: furnished(SECOND, form="6-K/A"),
            THIRD: furnished(THIRD, company="Quillon AG"),
        }

        write(*(records[accession] for accession in order))

        assert told() == {FIRST: {SECOND, THIRD}}
        assert list(Release.objects.order_by("copy_number").values_list("filing__key", flat=True)) == sorted(
            DAYS
        )

    def test_reading_again_changes_nothing(self):
        records = [furnished(FIRST), furnished(SECOND)]
        write(*records)

        write(*records)

        assert told() == {FIRST: {SECOND}}

    def test_a_copy_that_is_read_otherwise_now_leaves_the_story(self):
        write(furnished(FIRST), furnished(SECOND))

        write(furnished(FIRST, release("Another headline", BODY)))

        assert told() == {FIRST: set(), SECOND: set()}

    def test_when_the_first_copy_goes_the_next_one_stands_for_the_story_and_all_are_told_of(self):
        write(furnished(FIRST), furnished(SECOND), furnished(THIRD, company="Quillon AG"))
        first, second, third = Release.objects.order_by("copy_number")

        written = rows.write(furnished(FIRST, release("Another headline", BODY)), first.filing, VERSION)

        assert told() == {FIRST: set(), SECOND: {THIRD}}
        assert written.changed == {first.pk, second.pk, third.pk}

    def test_when_the_filing_of_the_first_copy_is_absorbed_its_place_is_passed_on(self):
        write(furnished(FIRST), furnished(SECOND), furnished(THIRD, company="Quillon AG"))
        first, second, third = Release.objects.order_by("copy_number")
        poorer, better = first.filing, second.filing

        written = rows.absorb(poorer, better)

        assert told() == {SECOND: {THIRD}}
        assert written.changed == {second.pk, third.pk}
        assert written.removed == {first.pk}

    def test_a_copy_of_a_copy_belongs_to_the_story(self):
        words = BODY.split()
        drifting = [" ".join(words[:-last] if last else words) for last in (0, 2, 4)]
        one, two, three = (Wording.of(text) for text in drifting)
        assert likeness(one, two) >= stories.SAME > likeness(one, three)

        write(*(furnished(at, release(body=text)) for at, text in zip(DAYS, drifting, strict=True)))

        assert told() == {FIRST: {SECOND, THIRD}}

    def test_writing_a_release_that_has_no_copy_asks_one_question_only(self, django_assert_num_queries):
        write(furnished(FIRST))
        [key] = Release.objects.values_list("story_key", flat=True)

        with django_assert_num_queries(1):
            assert stories.settle({key, ""}) == set()

    def test_a_release_knows_its_other_copies(self):
        write(furnished(FIRST), furnished(SECOND), furnished(THIRD, company="Quillon AG"))

        [first, second, third] = Release.objects.with_copies().order_by("copy_number")

        assert first.other_copies == [second, third]
        assert second.other_copies == [first, third]

    def test_each_story_can_be_listed_once_by_its_first_copy_that_is_there(self):
        write(furnished(FIRST), furnished(SECOND), furnished(THIRD, company="Quillon AG"))

        later = Release.objects.exclude(filing__key=FIRST)

        assert [address(row) for row in Release.objects.once()] == [FIRST]
        assert [address(row) for row in later.once()] == [SECOND]
        assert later.once().count() == 1


VARIANTS = (BODY, BODY.replace("autumn", "fall"), BODY.replace("190", "109"), "Another text of 12 words.")
readings = st.tuples(
    st.sampled_from(list(DAYS)),
    st.lists(st.sampled_from(VARIANTS), min_size=1, max_size=2),
    st.sampled_from(["6-K", "6-K/A"]),
    st.sampled_from(["Larkspur Pharma Inc.", "Quillon AG"]),
)


class TestAnyOrder(TestCase):
    """Whatever is read again and again, stories are what the last reading of each filing makes them."""

    @hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(readings, min_size=1, max_size=6))
    def test_stories_are_those_of_the_last_reading_of_each_filing(self, read_in_turn):
        latest = {}
        for reading in read_in_turn:
            latest[reading[0]] = reading
            self.write(*reading)
        found = told()

        Filing.objects.all().delete()
        for accession in sorted(latest):
            self.write(*latest[accession])

        assert found == told()
        for first in Release.objects.filter(story=None):
            numbers = [copy.copy_number for copy in [first, *first.later_copies.order_by("copy_number")]]
            assert numbers == list(range(len(numbers)))

    @staticmethod
    def write(accession: str, bodies: list[str], form: str, company: str) -> None:
        write(furnished(accession, *(release(body=body) for body in bodies), form=form, company=company))


@pytest.mark.django_db
class TestTheSamples:
    def test_tell_the_stories_that_they_were_made_to_tell(self):
        folder = Path(settings.BASE_DIR) / "samples"
        for path in sorted(folder.iterdir(), reverse=True):
            if path.suffix in {".txt", ".htm", ".nc"}:
                rows.write(read(source_file(path.name, path.read_bytes())), None, VERSION)

        copies = {first: later for first, later in told().items() if later}

        assert [sorted(later) for later in copies.values()]
        assert copies["0009980003-18-000044"] == {"0009980003-18-000047"}
        assert len(copies) == 2


class TestLikeness:
    @given(st.text(max_size=200))
    def test_a_text_is_wholly_like_itself(self, text):
        assert likeness(Wording.of(text), Wording.of(text)) == 1.0

    @given(st.text("ab 1", max_size=60), st.text("ab 1", max_size=60))
    def test_is_a_share_and_the_same_both_ways(self, one, other):
        ours, theirs = Wording.of(one), Wording.of(other)

        assert 0.0 <= likeness(ours, theirs) == likeness(theirs, ours) <= 1.0

    def test_case_punctuation_and_line_ends_do_not_count(self):
        assert likeness(Wording.of("“A trial,\nof XY-12”"), Wording.of("a TRIAL of XY 12")) == 1.0
