"""Answering what is doubtful: each answer through the page, and what the archive says afterwards."""

from datetime import date

import pytest

from filings import corrections
from filings.corrections.exchange import export, import_lines
from filings.models import (
    Contact,
    ContactJudgement,
    Correction,
    Filing,
    PhaseClaim,
    Product,
    ProductJudgement,
    Release,
    Review,
)
from filings.review.marks import key_of
from filings.review.questions import KINDS
from tests.filings.review.furnished import furnish, furnish_again

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept_apart(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }


@pytest.fixture
def releases():
    return furnish()


def first(kind):
    return KINDS[kind].open()[0].token


def answer(staff, kind, verdict, token=None, **fields):
    address = f"/review/{kind}/{token or first(kind)}/"
    return staff.post(address, {"verdict": verdict, **fields}, follow=True)


def page_of(response):
    assert response.status_code == 200
    return response.content.decode()


class TestOverview:
    def test_counts_what_is_open_of_each_kind(self, staff, releases):
        page = page_of(staff.get("/review/"))

        assert "5 questions are open." in page
        for kind, number in {"dates": 1, "claims": 1, "candidates": 2, "contacts": 1, "texts": 0}.items():
            assert len(KINDS[kind].open()) == number
            assert (f'href="/review/{kind}/"' in page) == bool(number)

    def test_with_nothing_doubtful_says_so(self, staff):
        assert "Nothing is doubtful." in page_of(staff.get("/review/"))


class TestAccepting:
    def test_is_noted_with_the_standing_reason_and_leads_to_the_next(self, staff, releases, editor):
        one, two = (outline.token for outline in KINDS["candidates"].open())

        page = page_of(answer(staff, "candidates", "accept", one))

        review = Review.objects.get()
        assert (review.kind, review.verdict, review.made_by) == ("candidates", "accepted", editor)
        assert review.reason == KINDS["candidates"].reasons["accept"]
        assert [outline.token for outline in KINDS["candidates"].open()] == [two]
        assert "LKS-12: it is a candidate." in page
        assert f"/review/candidates/{two}/" in page
        assert not Correction.objects.exists()

    def test_holds_when_the_filing_is_read_again(self, staff, releases):
        answer(staff, "claims", "accept")

        furnish_again()

        assert KINDS["claims"].open() == []

    def test_is_taken_back_from_the_list_of_what_was_decided(self, staff, releases):
        answer(staff, "dates", "accept", reason="I rang them.")
        review = Review.objects.get()
        assert "I rang them." in page_of(staff.get("/review/decided/"))

        page = page_of(staff.post(f"/review/decided/{review.uid}/undo/", follow=True))

        assert "Taken back by editor" in page
        assert len(KINDS["dates"].open()) == 1

    def test_a_question_that_is_open_no_more_is_not_answered_twice(self, staff, releases):
        token = first("dates")
        answer(staff, "dates", "accept", token)

        page = page_of(answer(staff, "dates", "reject", token))

        assert "not open any more" in page
        assert Review.objects.get().verdict == "accepted"

    def test_without_a_verdict_nothing_happens(self, staff, releases):
        response = staff.post(f"/review/dates/{first('dates')}/", {"verdict": "perhaps"})

        assert response.status_code == 404
        assert not Review.objects.exists()


class TestRejecting:
    def test_a_claim_takes_it_away_with_a_reason(self, staff, releases):
        answer(staff, "claims", "reject", reason="It speaks of volunteers.")

        assert not PhaseClaim.objects.filter(release__number=1, phase="Phase 1").exists()
        assert Correction.objects.get().reason == "It speaks of volunteers."

    def test_a_claim_is_undone_with_the_answer(self, staff, releases):
        answer(staff, "claims", "reject")

        staff.post(f"/review/decided/{Review.objects.get().uid}/undo/")

        assert PhaseClaim.objects.filter(release__number=1, phase="Phase 1").exists()
        assert len(KINDS["claims"].open()) == 1

    def test_a_date_sets_the_printed_one(self, staff, releases):
        answer(staff, "dates", "reject")

        release = Release.objects.get(number=2)
        assert release.date == date(2006, 3, 7)
        assert not release.date_suspect
        assert KINDS["dates"].open() == []

    def test_a_date_that_is_not_printed_in_full_asks_for_one(self, staff, releases):
        Release.objects.filter(number=2).update(printed_date="March 7")

        page = page_of(answer(staff, "dates", "reject"))

        assert "No full date is printed" in page
        assert not Review.objects.exists()

    def test_a_candidate_takes_it_away_with_its_claims(self, staff, releases):
        token = KINDS["candidates"].open()[1].token

        answer(staff, "candidates", "reject", token)

        assert list(Product.objects.values_list("name", flat=True)) == ["LKS-12"]
        assert not PhaseClaim.objects.filter(release__number=2).exists()

    def test_contacts_are_kept_apart_for_good(self, staff, releases):
        answer(staff, "contacts", "reject")

        furnish_again()

        assert Contact.objects.count() == 2
        assert KINDS["contacts"].open() == []


class TestMending:
    def test_a_claim_sets_what_was_changed_and_nothing_else(self, staff, releases):
        answer(
            staff,
            "claims",
            "mend",
            product="LKS-12",
            phase="Phase 1",
            status="stopped",
            indication="lung cancer",
            reason="It was stopped.",
        )

        assert PhaseClaim.objects.get(release__number=1, phase="Phase 1").status == "stopped"
        assert Correction.objects.get().corrected == {"status": "stopped"}
        assert Review.objects.get().verdict == "mended"
        assert KINDS["claims"].open() == []

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"date": "7 March 2004", "reason": ""}, "Say why it is so."),
            ({"date": "sometime", "reason": "So."}, "is no day"),
            ({"date": "2005-03-07", "reason": "So."}, "Nothing is changed"),
        ],
    )
    def test_what_cannot_be_set_is_said_beside_the_question(self, staff, releases, fields, sentence):
        page = page_of(answer(staff, "dates", "mend", **fields))

        assert sentence in page
        assert "Larkspur reports on QVX-7" in page
        assert not Review.objects.exists()

    def test_a_date_is_set(self, staff, releases):
        answer(staff, "dates", "mend", date="8 March 2005", reason="The wire says so.")

        assert Release.objects.get(number=2).date == date(2005, 3, 8)

    def test_a_candidate_that_is_a_known_product_is_merged_with_it(self, staff, releases):
        token = KINDS["candidates"].open()[1].token

        answer(staff, "candidates", "mend", token, name="LKS 12", reason="Its later code.")

        product = Product.objects.get()
        assert {alias.name for alias in product.aliases.all()} >= {"LKS-12", "QVX-7"}
        staff.post(f"/review/decided/{Review.objects.get().uid}/undo/")
        assert Product.objects.count() == 2

    def test_a_candidate_is_given_another_name(self, staff, releases):
        token = KINDS["candidates"].open()[1].token

        answer(staff, "candidates", "mend", token, name="QVX-77", reason="A typing error.")

        assert set(Product.objects.values_list("name", flat=True)) == {"LKS-12", "QVX-77"}


class TestADateThatIsRight:
    def test_is_doubted_no_more_and_readers_are_told_who_checked_it(
        self, staff, releases, client_of_a_reader
    ):
        release = Release.objects.get(number=2)
        assert "The printed date is doubtful" in page_of(client_of_a_reader.get(release.get_absolute_url()))

        answer(staff, "dates", "accept", reason="The wire says March 2005.")

        release.refresh_from_db()
        assert not release.date_suspect
        assert release.date == date(2005, 3, 7)
        seen = page_of(client_of_a_reader.get(release.get_absolute_url()))
        assert "The printed date is doubtful" not in seen
        assert "The date was checked by staff" in seen
        assert "The wire says March 2005." in seen
        assert "March 7, 2006" in seen
        assert not release.problems.filter(code="date-questioned").exists()

    def test_stays_checked_when_the_filing_is_read_again_and_is_doubted_anew_when_taken_back(
        self, staff, releases
    ):
        answer(staff, "dates", "accept")
        furnish_again()
        assert not Release.objects.get(number=2).date_suspect
        assert KINDS["dates"].open() == []

        staff.post(f"/review/decided/{Review.objects.get().uid}/undo/")

        assert Release.objects.get(number=2).date_suspect
        assert len(KINDS["dates"].open()) == 1


class TestAnotherDatabase:
    def rebuild(self, lines):
        for table in (Review, Correction, ProductJudgement, ContactJudgement, Filing, Product, Contact):
            table.objects.all().delete()
        report = import_lines(lines)
        furnish()
        return report

    def test_takes_over_every_answer_and_what_it_led_to(self, staff, releases):
        answer(staff, "dates", "accept")
        answer(staff, "claims", "reject")
        answer(staff, "candidates", "accept")
        answer(staff, "candidates", "mend", name="LKS 12", reason="Its later code.")
        answer(staff, "contacts", "accept")
        lines = list(export())
        open_before = {kind: KINDS[kind].open() for kind in KINDS}
        assert Review.objects.count() == 5

        self.rebuild(lines)

        assert list(export()) == lines
        assert {kind: len(KINDS[kind].open()) for kind in KINDS} == {
            kind: len(questions) for kind, questions in open_before.items()
        }
        assert Contact.objects.get().appearances.count() == 2
        assert Product.objects.count() == 1
        assert "Taken back by editor" in page_of(self.take_back(staff, "claims"))
        assert PhaseClaim.objects.filter(release__number=1, phase="Phase 1").exists()
        self.take_back(staff, "candidates", verdict="mended")
        assert Product.objects.count() == 2
        self.take_back(staff, "contacts")
        assert Contact.objects.count() == 2

    def take_back(self, staff, kind, **asked):
        review = Review.objects.get(kind=kind, **asked)
        return staff.post(f"/review/decided/{review.uid}/undo/", follow=True)

    def test_an_answer_taken_back_is_taken_over_as_such(self, staff, releases):
        answer(staff, "contacts", "reject")
        lines = list(export())
        staff.post(f"/review/decided/{Review.objects.get().uid}/undo/")
        later = list(export())

        self.rebuild(lines)
        assert KINDS["contacts"].open() == []
        assert import_lines(later).changed == 1

        assert len(KINDS["contacts"].open()) == 1
        import_lines(lines)  # an undoing is never undone
        assert len(KINDS["contacts"].open()) == 1


class TestContactsMadeOne:
    def test_holds_for_releases_that_come_later(self, staff, releases):
        answer(staff, "contacts", "accept")

        furnish_again()

        assert Contact.objects.get().name == "Rhona Tait"
        assert not Correction.objects.exists()
        page = page_of(staff.get("/contacts/r-tait/", follow=True))
        assert "<h1>Rhona Tait</h1>" in page
        assert "printed R. Tait" in page
        assert "Rhona Tait" in page_of(staff.get("/contacts/", {"q": "r. tait"}))
        assert "printed R. Tait" in page_of(staff.get(Release.objects.get(number=2).get_absolute_url()))

    def test_two_that_were_parted_by_hand_are_not_asked_about_again(self, staff, releases, editor):
        answer(staff, "contacts", "accept")
        contact = Contact.objects.get()

        page = page_of(staff.get(f"/review/contacts/{contact.slug}/names/"))
        assert "R. Tait" in page
        fields = {"names": ["R. Tait"], "reason": "Her brother."}
        page = page_of(staff.post(f"/review/contacts/{contact.slug}/split/", fields, follow=True))

        assert "R. Tait: another person now." in page
        assert Contact.objects.count() == 2
        assert KINDS["contacts"].open() == []

    def test_from_the_page_of_a_contact_too(self, staff, releases):
        address = "/review/contacts/rhona-tait/merge/"
        assert "Merge, split or withhold" in page_of(staff.get("/contacts/rhona-tait/"))
        shown = page_of(staff.get(address, {"other": "r tait"}))
        assert "Are Rhona Tait and R. Tait one person?" in shown

        fields = {"other": "R. Tait", "name": "Rhona Tait", "reason": "One person."}
        assert "are one person now" in page_of(staff.post(address, fields, follow=True))

        page = page_of(staff.get("/review/contacts/rhona-tait/names/"))
        undo = page.partition('action="/review/contact-judgements/')[2].partition('"')[0]
        page_of(staff.post(f"/review/contact-judgements/{undo}", follow=True))
        assert Contact.objects.count() == 2

    def test_whoever_withholds_one_is_told_of_the_other_first(self, admin_client, releases):
        page = page_of(admin_client.get("/review/contacts/rhona-tait/withhold/"))

        assert "Is it one person with this contact?" in page
        assert "/review/contacts/rhona-tait/merge/?other=R.%20Tait" in page

    def test_what_cannot_be_merged_is_said(self, staff, releases):
        address = "/review/contacts/rhona-tait/merge/"

        assert "No contact of that name." in page_of(staff.get(address, {"other": "nobody at all"}))
        assert "That is this contact itself." in page_of(staff.get(address, {"other": "RHONA TAIT"}))

    def test_accepting_gives_both_the_name_that_is_printed_in_full(self, staff, releases):
        answer(staff, "contacts", "accept")

        contact = Contact.objects.get()
        assert contact.name == "Rhona Tait"
        assert contact.appearances.count() == 2

    def test_taking_it_back_makes_them_two_again(self, staff, releases):
        answer(staff, "contacts", "accept")

        staff.post(f"/review/decided/{Review.objects.get().uid}/undo/")

        assert set(Contact.objects.values_list("name", flat=True)) == {"Rhona Tait", "R. Tait"}
        assert len(KINDS["contacts"].open()) == 1

    def test_mending_gives_both_another_name(self, staff, releases):
        answer(staff, "contacts", "mend", name="Rhona B. Tait", reason="Her own spelling.")

        assert Contact.objects.get().name == "Rhona B. Tait"


class TestConflicts:
    @pytest.fixture
    def conflict(self, releases, editor):
        claim = PhaseClaim.objects.get(release__number=2)
        correction = corrections.correct(
            claim.release,
            corrections.What.PHASE_CLAIM,
            target=key_of(corrections.What.PHASE_CLAIM, claim),
            corrected={"status": "stopped"},
            reason="It was stopped.",
            user=editor,
        )
        # As though the extractors had said something else when it was made.
        Correction.objects.filter(pk=correction.pk).update(
            extracted={**(correction.extracted or {}), "status": "planned"}
        )
        furnish_again()
        return correction

    def test_the_corrected_value_holds_and_the_question_is_put(self, staff, conflict):
        page = page_of(staff.get("/review/conflicts/"))

        assert "Is now read as" in page
        assert PhaseClaim.objects.get(release__number=2).status == "stopped"

    def test_keeping_the_correction_ends_it(self, staff, conflict):
        answer(staff, "conflicts", "accept")

        assert KINDS["conflicts"].open() == []
        assert PhaseClaim.objects.get(release__number=2).status == "stopped"

    def test_taking_the_new_reading_ends_it(self, staff, conflict):
        answer(staff, "conflicts", "reject")

        assert KINDS["conflicts"].open() == []
        assert PhaseClaim.objects.get(release__number=2).status == "completed"
