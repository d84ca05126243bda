"""Correcting from the administration: the same forms, in its surroundings, through the same service."""

import re
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from filings.models import Contact, Correction, PhaseClaim, Product, Release
from filings.overlay.values import State
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


@pytest.fixture
def release(releases):
    return releases[0]


def page_of(response):
    assert response.status_code == 200
    return response.content.decode()


def change_page(client, row):
    return page_of(client.get(reverse(f"admin:filings_{row._meta.model_name}_change", args=[row.pk])))


def tool(page, name):
    """The address behind one of the tools at the head of a page."""
    return found(rf'<li><a href="([^"]+)">{name}</a>', page)


def found(pattern, page):
    match = re.search(pattern, page)
    assert match
    return unescape(match[1])


class TestTheFormsAreReachedFromTheRow:
    def test_a_claim_is_corrected_from_its_own_page_and_the_correction_lasts(self, admin_client, release):
        claim = PhaseClaim.objects.get(release=release, phase="Phase 2")
        address = tool(change_page(admin_client, claim), "Correct or reject")
        form = page_of(admin_client.get(address))
        assert "breadcrumbs" in form
        assert "LKS-12, Phase 2, ongoing, lung cancer" in form

        fields = {"product": "LKS-12", "phase": "Phase 2/3", "status": "ongoing", "indication": "lung cancer"}
        page = page_of(admin_client.post(address, {**fields, "reason": "The protocol says so."}, follow=True))

        assert "Phase claim corrected." in page
        assert "Facts as they stand" in page
        assert "breadcrumbs" in page
        furnish_again()
        assert PhaseClaim.objects.filter(release=release, phase="Phase 2/3").exists()

    @pytest.mark.parametrize("related", ["product_links", "phase_claims", "contact_appearances", "facts"])
    def test_every_kind_of_row_leads_to_its_form(self, admin_client, release, related):
        for row in getattr(release, related).all():
            page = page_of(admin_client.get(tool(change_page(admin_client, row), "Correct or reject")))
            assert "Correct the" in page
            assert "breadcrumbs" in page

    def test_a_fact_is_rejected_and_the_rejection_undone(self, admin_client, release):
        link = release.product_links.get()
        address = tool(change_page(admin_client, link), "Correct or reject")

        page = page_of(
            admin_client.post(address, {"verdict": "reject", "reason": "Another’s drug."}, follow=True)
        )

        assert not release.product_links.exists()
        undo = found(r'action="(/admin/[^"]+/undo/)"', page)
        page = page_of(admin_client.post(undo, follow=True))
        assert "The correction is taken back." in page
        assert "Undone by admin" in page
        assert release.product_links.exists()

    def test_a_missed_fact_is_added(self, admin_client, release):
        address = tool(change_page(admin_client, release), "Add a fact")
        assert "?what=phase%20claim" in page_of(admin_client.get(address))

        fields = {"value": "regulatory", "words": "", "reason": "It was missed."}
        page = page_of(admin_client.post(f"{address}?what=topic", fields, follow=True))

        assert "Topic added." in page
        assert Correction.objects.get().state == State.APPLIED
        assert "regulatory" in Release.objects.get(pk=release.pk).topics

    def test_without_a_reason_the_form_says_so_in_its_place(self, admin_client, release):
        address = tool(change_page(admin_client, release.contact_appearances.get()), "Correct or reject")

        page = page_of(admin_client.post(address, {"name": "Rhona B. Tait", "reason": ""}, follow=True))

        assert "Reason: Say why it is so." in page
        assert "breadcrumbs" in page
        assert not Correction.objects.exists()

    def test_products_are_merged(self, admin_client, releases):
        page = change_page(admin_client, Product.objects.get(name="LKS-12"))
        names = page_of(admin_client.get(tool(page, "Merge or split")))
        address = found(r'action="(/admin/[^"]+/merge/)"', names)

        page = page_of(admin_client.post(address, {"other": "QVX-7", "reason": "One drug."}, follow=True))

        assert "are one product now" in page
        assert Product.objects.count() == 1

    def test_contacts_are_merged(self, admin_client, releases):
        page = change_page(admin_client, Contact.objects.get(name="Rhona Tait"))
        names = page_of(admin_client.get(tool(page, "Merge, split or withhold")))
        address = found(r'action="(/admin/[^"]+/merge/)"', names)
        fields = {"other": "R. Tait", "name": "Rhona Tait", "reason": "One person."}

        page = page_of(admin_client.post(address, fields, follow=True))

        assert "are one person now" in page
        assert Contact.objects.get().appearances.count() == 2


class TestWhoMay:
    def test_a_member_of_the_staff_without_the_permission_sees_no_tools_and_is_refused(self, client, release):
        user = User.objects.create_superuser("viewer", password="x")
        user.is_superuser = False
        user.save()
        user.user_permissions.add(*view_permissions())
        client.force_login(user)

        assert "Facts and corrections" not in change_page(client, release)
        where = [release.filing.key, release.number]
        assert client.get(reverse("admin:corrections", args=where)).status_code == 403
        assert client.post(reverse("admin:correct", args=where) + "?what=date", {}).status_code == 403

    def test_nothing_is_undone_by_get(self, admin_client, release):
        uid = "00000000-0000-4000-8000-000000000002"
        for name in ("correction-undo", "judgement-undo", "contact-judgement-undo", "withheld-lift"):
            assert admin_client.get(reverse(f"admin:{name}", args=[uid])).status_code == 405


def view_permissions():
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(codename="view_release")
