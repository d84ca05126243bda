"""What is doubtful, and that the same question keeps its name."""

from datetime import date

import pytest

from filings.domain import PartKind, Phase, SectionKind
from filings.models import DocumentPart, PhaseClaim, Release, ReleaseProduct, ReleaseSection, Review
from filings.review.questions import KINDS, surroundings
from tests.factories import (
    make_claim,
    make_contact,
    make_filing,
    make_indication,
    make_product,
    make_registrant,
    make_release,
)

pytestmark = pytest.mark.django_db


def asked(kind):
    return [KINDS[kind].question(outline) for outline in KINDS[kind].open()]


def tokens(kind):
    return [outline.token for outline in KINDS[kind].open()]


class TestDates:
    def test_a_date_that_is_not_what_is_printed_is_asked_about(self):
        make_release()
        doubtful = make_release(
            date=date(2004, 1, 22),
            date_suspect=True,
            printed_date="January 22, 2003",
            date_reason="Too early.",
        )

        [question] = asked("dates")

        assert question.release == doubtful
        assert ("Printed", "January 22, 2003") in question.lines
        assert ("Why", "Too early.") in question.lines
        assert question.suggestion == "2003-01-22"

    def test_a_release_without_a_date_is_asked_about(self):
        make_release(date=None)

        [question] = asked("dates")

        assert ("Read as", "no date") in question.lines

    def test_a_date_read_otherwise_is_another_question(self):
        release = make_release(date=date(2004, 1, 22), date_suspect=True)
        before = tokens("dates")

        Release.objects.filter(pk=release.pk).update(date=date(2005, 1, 22))

        assert set(tokens("dates")).isdisjoint(before)


class TestTexts:
    def test_unassigned_text_of_a_document_and_of_a_release_is_asked_about(self):
        release = make_release(body="Nobody knows what this is.")
        end = len(release.text)
        DocumentPart.objects.create(document=release.document, kind=PartKind.REMAINDER, start=0, end=10)
        ReleaseSection.objects.create(release=release, kind=SectionKind.REMAINDER, start=end - 20, end=end)

        in_document, in_release = asked("texts")

        assert "<mark>HALVORSEN </mark>" in in_document.extracts[0].html
        assert in_document.filing == release.filing.get_absolute_url()
        assert in_release.release == release

    def test_white_space_is_no_question(self):
        release = make_release()
        end = len(release.text)
        DocumentPart.objects.create(
            document=release.document, kind=PartKind.REMAINDER, start=end - 2, end=end
        )

        assert asked("texts") == []


class TestProducts:
    def test_a_candidate_of_one_release_is_asked_about_and_one_of_two_is_not(self):
        once, twice = make_product("HLV-101"), make_product("HLV-202")
        make_release(body="HLV-101 and HLV-202.", products=[once, twice])
        make_release(body="HLV-202.", products=[twice])

        [question] = asked("candidates")

        assert question.title == "HLV-101"
        assert "<mark>HLV-101</mark>" in question.extracts[0].html

    def test_a_candidate_that_was_added_by_hand_is_not_asked_about(self):
        make_release(body="HLV-101.", products=[make_product("HLV-101")])
        ReleaseProduct.objects.update(rule="correction")

        assert asked("candidates") == []


class TestClaims:
    @pytest.mark.parametrize(
        ("rule", "number"),
        [("phases.remembered", 1), ("phases.preclinical-signs", 1), ("phases.named", 0), ("correction", 0)],
    )
    def test_a_claim_is_asked_about_where_its_sentence_does_not_name_the_drug(self, rule, number):
        release = make_release(body="HLV-101 is new. It is in Phase 2.")
        make_claim(release, make_product(), Phase.PHASE_2, evidence="It is in Phase 2.")
        PhaseClaim.objects.update(rule=rule)

        assert len(asked("claims")) == number

    def test_the_sentence_is_shown_marked_among_its_neighbours(self):
        release = make_release(body="HLV-101 is <new>. It is in Phase 2.")
        make_claim(
            release,
            make_product(),
            Phase.PHASE_2,
            status="ongoing",
            indication=make_indication(),
            evidence="It is in Phase 2.",
        )
        PhaseClaim.objects.update(rule="phases.remembered")

        [question] = asked("claims")

        assert question.title == "HLV-101 Phase 2 ongoing in renal cell cancer"
        assert "HLV-101 is &lt;new&gt;. <mark>It is in Phase 2.</mark>" in question.extracts[0].html

    def test_the_question_keeps_its_name_when_its_rows_are_written_anew(self):
        release = make_release(body="HLV-101 is new. It is in Phase 2.")
        product = make_product()
        for _ in range(2):
            PhaseClaim.objects.all().delete()
            make_claim(release, product, Phase.PHASE_2, evidence="It is in Phase 2.")
            PhaseClaim.objects.update(rule="phases.remembered")
            last = tokens("claims") if _ else (first := tokens("claims"))

        assert first == last


class TestContacts:
    @pytest.mark.parametrize(
        "shared",
        [
            {"organisation": "Halvorsen Biosciences, Inc."},
            {"phones": ["(902) 555-0145"]},
            {"emails": ["RTAIT@example.org"]},
        ],
    )
    def test_two_spellings_that_share_a_last_name_and_something_else_may_be_one(self, shared):
        apart = {"organisation": "Elsewhere Ltd.", "phones": ["555-0199"], "emails": ["r.tait@example.com"]}
        make_contact(make_release(), "Rhona Tait", organisation="Halvorsen Biosciences Inc.")
        make_contact(make_release(), "R. Tait", **{**apart, **shared})

        [question] = asked("contacts")

        assert {person.name for person in question.subject} == {"Rhona Tait", "R. Tait"}
        assert question.suggestion == "Rhona Tait"

    def test_a_last_name_alone_makes_no_pair(self):
        make_contact(make_release(), "Rhona Tait", organisation="Halvorsen Biosciences Inc.")
        make_contact(make_release(), "Ewan Tait", organisation="Elsewhere Ltd.", phones=[], emails=[])

        assert asked("contacts") == []

    def test_another_last_name_at_the_same_number_makes_no_pair(self):
        make_contact(make_release(), "Rhona Tait")
        make_contact(make_release(), "Ewan Birkett")

        assert asked("contacts") == []

    def test_many_of_one_name_are_compared_each_with_the_next(self):
        release = make_release()
        for number in range(40):
            make_contact(release, f"Rhona{number:02} Tait")

        assert len(tokens("contacts")) == 39


class TestAnswered:
    def test_what_was_answered_is_not_asked_again_until_the_answer_is_taken_back(self):
        make_release(date=None)
        [token] = tokens("dates")
        review = Review.objects.create(
            kind="dates", token=token, seen=[], title="A date", verdict="accepted", reason="Seen."
        )

        assert tokens("dates") == []
        Review.objects.filter(pk=review.pk).update(undone_at="2005-01-01T00:00Z")
        assert tokens("dates") == [token]

    def test_the_name_of_a_filing_without_accession_number_is_its_originals(self):
        filing = make_filing(make_registrant(), accession_number=None, key="0123456789ab")
        filing.originals.create(sha256="d" * 64, name="a.txt", file="dd", size=1, extractor_version="1")
        make_release(filing=filing, date=None)

        [outline] = KINDS["dates"].outlines()

        assert outline.seen[0] == "d" * 64


class TestSurroundings:
    def test_escapes_what_it_shows_and_tells_where_it_leaves_off(self):
        text = "a " * 900 + "<b>here</b>" + " z" * 900
        start = text.index("<b>")

        shown = surroundings(text, start, start + len("<b>here</b>"), room=100)

        assert "<mark>&lt;b&gt;here&lt;/b&gt;</mark>" in shown
        assert shown.startswith("… a")
        assert shown.endswith("z …")
        assert len(shown) < 300

    def test_a_long_place_is_cut(self):
        assert len(surroundings("x" * 100_000, 0, 100_000)) < 5000
