"""Correcting facts from the release page, and what readers see of it."""

import re
from datetime import date
from html import unescape

import pytest

from filings.models import Correction, PhaseClaim, Product, Release
from filings.overlay.values import What
from filings.review.marks import key_of
from tests.filings.review.furnished import furnish

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


@pytest.fixture
def release(releases):
    return releases[0]


def address_of(release, what, fact, page="correct"):
    key = key_of(What(what), fact)
    return f"/review/releases/{release.filing.key}/{release.number}/{page}/?what={what}&fact={key}"


def page_of(response):
    assert response.status_code == 200
    return response.content.decode()


def post(staff, address, **fields):
    return page_of(staff.post(address, fields, follow=True))


class TestCorrecting:
    def test_the_form_shows_what_stands_and_the_sentence(self, staff, release):
        claim = PhaseClaim.objects.get(release=release, phase="Phase 2")

        page = page_of(staff.get(address_of(release, "phase claim", claim)))

        assert "LKS-12, Phase 2, ongoing, lung cancer" in page
        assert "<mark>LEEDS, ENGLAND, March 8, 2005" in page
        assert "phases.named" in page

    def test_a_phase_is_corrected_and_readers_are_told_why(self, staff, client_of_a_reader, release):
        claim = PhaseClaim.objects.get(release=release, phase="Phase 2")

        page = post(
            staff,
            address_of(release, "phase claim", claim),
            product="LKS-12",
            phase="Phase 2/3",
            status="ongoing",
            indication="lung cancer",
            reason="The protocol says so.",
        )

        assert 'role="status"' in page
        assert "Phase claim corrected." in page
        assert PhaseClaim.objects.filter(release=release, phase="Phase 2/3").exists()
        seen = page_of(client_of_a_reader.get(release.get_absolute_url()))
        assert "<strong>corrected:</strong> The protocol says so." in seen
        assert "first read as: LKS-12, Phase 2, ongoing, lung cancer" in seen

    def test_a_date_is_corrected_and_the_printed_one_stays_to_be_seen(
        self, staff, client_of_a_reader, releases
    ):
        release = releases[1]

        post(staff, address_of(release, "date", release), date="2005-03-09", reason="The wire’s date.")

        assert Release.objects.get(pk=release.pk).date == date(2005, 3, 9)
        seen = page_of(client_of_a_reader.get(release.get_absolute_url()))
        assert "<strong>Date corrected:</strong> The wire’s date." in seen
        assert "as printed: March 7, 2006" in seen

    def test_a_headline_is_corrected_everywhere(self, staff, client_of_a_reader, release):
        post(
            staff,
            address_of(release, "headline", release.headline),
            value="Larkspur begins  Phase II trial",
            reason="The second line is no headline.",
        )

        assert Release.objects.get(pk=release.pk).headline == "Larkspur begins Phase II trial"
        seen = page_of(client_of_a_reader.get(release.get_absolute_url()))
        assert "<h1>Larkspur begins Phase II trial</h1>" in seen
        assert "as printed: LARKSPUR BEGINS PHASE II TRIAL OF LKS-12 IN LUNG CANCER" in seen

    def test_a_contact_is_corrected(self, staff, release):
        shown = release.contact_appearances.get()

        post(
            staff,
            address_of(release, "contact", shown),
            name="Rhona Tait",
            organisation="Larkspur Pharma Inc.",
            role="Media Relations",
            phones="902-555-0146\n902-555-0147",
            emails="rtait@example.com",
            reason="New numbers.",
        )

        shown = release.contact_appearances.get()
        assert shown.role == "Media Relations"
        assert shown.phones == ["902-555-0146", "902-555-0147"]
        assert set(Correction.objects.get().corrected or {}) == {"role", "phones"}

    def test_a_correction_that_was_corrected_is_corrected_anew(self, staff, releases):
        release = releases[1]
        for day in ("2005-03-09", "2005-03-10"):
            release.refresh_from_db()
            post(staff, address_of(release, "date", release), date=day, reason=f"It was {day}.")

        assert Release.objects.get(pk=release.pk).date == date(2005, 3, 10)
        page = page_of(staff.get(f"/review/releases/{release.filing.key}/2/"))
        assert "Corrected anew" in page

    def test_without_a_reason_nothing_is_corrected(self, staff, release):
        page = post(staff, address_of(release, "date", release), date="2005-03-09", reason="  ")

        assert "Reason: Say why it is so." in page
        assert not Correction.objects.exists()

    def test_what_changes_nothing_is_said(self, staff, release):
        page = post(staff, address_of(release, "date", release), date="8 March 2005", reason="So.")

        assert "Nothing is changed" in page

    def test_hostile_words_are_shown_as_words(self, staff, client_of_a_reader, release):
        post(
            staff,
            address_of(release, "headline", release.headline),
            value="<script>alert(1)</script>",
            reason="<b>because</b>",
        )

        seen = page_of(client_of_a_reader.get(release.get_absolute_url()))
        assert "<script>alert" not in seen
        assert "&lt;b&gt;because&lt;/b&gt;" in seen

    def test_a_fact_that_is_gone_leads_back_to_the_release(self, staff, release):
        response = staff.get(
            f"/review/releases/{release.filing.key}/1/correct/?what=topic&fact=gone", follow=True
        )

        assert "not there any more" in page_of(response)

    @pytest.mark.parametrize("asked", ["", "?what=", "?what=nonsense", "?what=date%00"])
    def test_a_kind_that_is_none_is_not_found(self, staff, release, asked):
        assert staff.get(f"/review/releases/{release.filing.key}/1/correct/{asked}").status_code == 404


class TestRejecting:
    def test_takes_the_fact_away_and_says_so_to_readers(self, staff, client_of_a_reader, release):
        claim = PhaseClaim.objects.get(release=release, phase="Phase 1")

        post(staff, address_of(release, "phase claim", claim), verdict="reject", reason="Of volunteers.")

        assert not PhaseClaim.objects.filter(release=release, phase="Phase 1").exists()
        seen = page_of(client_of_a_reader.get(release.get_absolute_url()))
        assert "Left out by hand" in seen
        assert "Of volunteers." in seen

    def test_needs_a_reason(self, staff, release):
        claim = PhaseClaim.objects.get(release=release, phase="Phase 1")

        page = post(staff, address_of(release, "phase claim", claim), verdict="reject", reason="")

        assert "Reason: Say why it is so." in page
        assert not Correction.objects.exists()


class TestAdding:
    def test_offers_the_kinds_of_which_there_can_be_one_more(self, staff, release):
        page = page_of(staff.get(f"/review/releases/{release.filing.key}/1/add/"))

        assert "?what=phase%20claim" in page
        assert "?what=subheadline" in page
        assert "?what=headline" not in page

    def test_a_claim_stands_at_the_words_that_were_copied(self, staff, client_of_a_reader, release):
        post(
            staff,
            f"/review/releases/{release.filing.key}/1/add/?what=phase claim",
            product="LKS-12",
            phase="Preclinical",
            status="completed",
            indication="",
            words="LKS-12 is an antisense drug that  the company found.",
            reason="Found in the laboratory.",
        )

        claim = PhaseClaim.objects.get(release=release, phase="Preclinical")
        assert claim.evidence == "LKS-12 is an antisense drug that the company found."
        seen = page_of(client_of_a_reader.get(release.get_absolute_url()))
        assert "<strong>added by hand:</strong> Found in the laboratory." in seen

    def test_words_that_do_not_stand_in_the_release_are_refused(self, staff, release):
        page = post(
            staff,
            f"/review/releases/{release.filing.key}/1/add/?what=indication",
            value="asthma",
            words="LKS-12 cures asthma.",
            reason="So.",
        )

        assert "These words do not stand in the release." in page
        assert not Correction.objects.exists()

    @pytest.mark.parametrize(
        ("what", "fields"),
        [
            ("indication", {"value": "asthma", "words": "five hospitals"}),
            ("candidate", {"name": "QR-9", "aliases": "", "words": "antisense drug"}),
            ("topic", {"value": "regulatory", "words": ""}),
            ("ticker", {"value": "NASDAQ:LRKS", "words": "LSE: LKS"}),
            ("combination agent", {"value": "docetaxel", "words": "five hospitals"}),
            ("contact", {"name": "Ewan Birkett", "emails": "eb@example.org", "words": "Investor Relations"}),
            ("subheadline", {"value": "A first", "words": "said today"}),
            ("quote", {"speaker": "Ada Marsh", "text": "said today", "words": "said today"}),
        ],
    )
    def test_any_kind_can_be_added_and_undone(self, staff, release, what, fields):
        address = f"/review/releases/{release.filing.key}/1/add/?what={what}"

        page = post(staff, address, reason="It was missed.", **fields)

        assert f"{what.capitalize()} added." in page
        page = post(staff, f"/review/corrections/{Correction.objects.get().uid}/undo/")
        assert "The correction is taken back." in page
        assert "Undone by editor" in page


class TestHistory:
    def test_lists_who_corrected_what_and_why_and_undoes_it(self, staff, releases):
        release = releases[1]
        post(staff, address_of(release, "date", release), date="2005-03-09", reason="The wire’s date.")

        page = page_of(staff.get(f"/review/releases/{release.filing.key}/2/"))
        assert "editor" in page
        assert "The wire’s date." in page
        post(staff, f"/review/corrections/{Correction.objects.get().uid}/undo/")

        assert Release.objects.get(pk=release.pk).date == date(2005, 3, 7)
        assert Release.objects.get(pk=release.pk).date_suspect

    def test_every_fact_of_the_release_leads_to_its_form(self, staff, release):
        page = page_of(staff.get(f"/review/releases/{release.filing.key}/1/"))

        addresses = {unescape(found) for found in re.findall(r'href="([^"]+/correct/[^"]+)"', page)}
        assert len(addresses) >= 9
        for address in addresses:
            assert "Correct the" in page_of(staff.get(address))

    def test_the_release_page_leads_to_the_same_forms(self, staff, release):
        page = page_of(staff.get(release.get_absolute_url()))

        addresses = {unescape(found) for found in re.findall(r'href="([^"]+/correct/[^"]+)"', page)}
        assert len(addresses) >= 9
        for address in addresses:
            assert "Correct the" in page_of(staff.get(address))


class TestProducts:
    def test_two_are_merged_after_what_will_be_one_was_shown(self, staff, releases):
        shown = page_of(staff.get("/review/products/lks-12/merge/", {"other": "qvx 7"}))
        assert "Merge LKS-12 with QVX-7?" in shown
        assert Product.objects.count() == 2

        page = post(staff, "/review/products/lks-12/merge/", other="QVX-7", reason="One drug.")

        assert "are one product now" in page
        assert Product.objects.get().releases.count() == 2

    def test_a_name_is_split_off_again(self, staff, releases):
        post(staff, "/review/products/lks-12/merge/", other="QVX-7", reason="One drug.")
        slug = Product.objects.get().slug

        page = post(staff, f"/review/products/{slug}/split/", names=["QVX-7"], reason="Two after all.")

        assert "another product now" in page
        assert Product.objects.count() == 2
        assert page_of(staff.get("/products/qvx-7/", follow=True))

    def test_a_judgement_is_undone(self, staff, releases):
        post(staff, "/review/products/lks-12/merge/", other="QVX-7", reason="One drug.")
        product = Product.objects.get()
        page = page_of(staff.get(f"/review/products/{product.slug}/"))
        address = page.partition('action="/review/judgements/')[2].partition('"')[0]

        post(staff, f"/review/judgements/{address}")

        assert Product.objects.count() == 2

    @pytest.mark.parametrize(
        ("other", "sentence"),
        [
            ("nothing of the kind", "No product of that name."),
            ("LKS 12", "That is this product itself."),
            ("", "This field is required."),
        ],
    )
    def test_what_cannot_be_merged_is_said(self, staff, releases, other, sentence):
        page = page_of(staff.get("/review/products/lks-12/merge/", {"other": other}))

        assert sentence in page

    def test_a_merge_needs_a_reason(self, staff, releases):
        page = post(staff, "/review/products/lks-12/merge/", other="QVX-7", reason="")

        assert "Reason: Say why it is so." in page
        assert Product.objects.count() == 2

    def test_one_name_at_least_stays(self, staff, releases):
        page = post(staff, "/review/products/lks-12/split/", names=["LKS-12"], reason="So.")

        assert "One name at least must stay." in page
