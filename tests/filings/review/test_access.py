"""Who may correct and review, and that nothing happens by GET."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from filings.models import Contact, Review, Suppression
from tests.factories import make_product, make_release

pytestmark = pytest.mark.django_db

SHOWN = (
    "/review/",
    "/review/dates/",
    "/review/decided/",
    "/review/products/hlv-101/",
    "/review/products/hlv-101/merge/",
    "/review/contacts/ada-marsh/names/",
    "/review/contacts/ada-marsh/merge/",
    "{release}",
    "{release}correct/?what=date",
    "{release}add/",
)
WRITTEN = (
    "/review/dates/0123456789abcdef/",
    "/review/decided/00000000-0000-4000-8000-000000000001/undo/",
    "/review/corrections/00000000-0000-4000-8000-000000000002/undo/",
    "/review/judgements/00000000-0000-4000-8000-000000000003/undo/",
    "/review/products/hlv-101/split/",
    "/review/contacts/ada-marsh/split/",
    "/review/contact-judgements/00000000-0000-4000-8000-000000000004/undo/",
    "/review/withheld/00000000-0000-4000-8000-000000000005/lift/",
)
POSTED = (
    *WRITTEN,
    "/review/products/hlv-101/merge/",
    "/review/contacts/ada-marsh/merge/",
    "/review/contacts/ada-marsh/withhold/",
    "{release}correct/?what=date",
    "{release}add/?what=topic",
)


@pytest.fixture
def release():
    Contact.objects.create(name="Ada Marsh", slug="ada-marsh", folded="adamarsh")
    return make_release(products=[make_product("HLV-101")], date=None)


def address_of(pattern, release):
    return pattern.format(release=f"/review/releases/{release.filing.key}/{release.number}/")


@pytest.mark.parametrize("pattern", [*SHOWN, *WRITTEN])
def test_a_stranger_is_led_to_the_sign_in_page(client, release, pattern):
    address = address_of(pattern, release)
    method = client.post if pattern in WRITTEN else client.get

    response = method(address)

    assert response.status_code == 302
    assert response.url.startswith("/admin/login/?next=/review/")


@pytest.mark.parametrize("pattern", [*SHOWN, *WRITTEN])
@pytest.mark.parametrize("is_staff", [False, True])
def test_a_user_without_the_permission_is_refused(client, release, pattern, is_staff):
    client.force_login(User.objects.create_user("somebody", is_staff=is_staff))
    method = client.post if pattern in WRITTEN else client.get

    assert method(address_of(pattern, release)).status_code == 403


def test_the_permission_alone_is_not_enough(client, editor, release):
    editor.is_staff = False
    editor.save()
    client.force_login(editor)

    assert client.get("/review/").status_code == 403


@pytest.mark.parametrize("pattern", SHOWN)
def test_an_editor_is_shown_the_page_and_no_cache_keeps_it(staff, release, pattern):
    response = staff.get(address_of(pattern, release), follow=True)

    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("pattern", WRITTEN)
def test_what_writes_is_not_there_by_get(staff, release, pattern):
    assert staff.get(address_of(pattern, release)).status_code == 405


@pytest.mark.parametrize("pattern", POSTED)
def test_nothing_is_written_without_the_token_against_forgery(editor, release, pattern):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(editor)

    assert browser.post(address_of(pattern, release), {"verdict": "accept"}).status_code == 403
    assert not Review.objects.exists()


def test_readers_see_no_way_to_correct(client, release):
    page = client.get(release.get_absolute_url()).content.decode()

    assert "/review/" not in page
    assert "Correct" not in page


def test_an_editor_is_led_from_the_release_to_each_form(staff, release):
    page = staff.get(release.get_absolute_url()).content.decode()

    assert "correct/?what=date" in page
    assert "correct/?what=candidate" in page
    assert f"/review/releases/{release.filing.key}/{release.number}/add/" in page


class TestWithholding:
    """To leave somebody out for good needs a permission of its own."""

    def test_is_refused_to_an_editor_without_it(self, staff, release):
        assert staff.get("/review/contacts/ada-marsh/withhold/").status_code == 403
        assert staff.post("/review/contacts/ada-marsh/withhold/", {"reason": "So."}).status_code == 403
        assert staff.get("/review/withheld/").status_code == 403
        assert "Withhold" not in staff.get("/review/contacts/ada-marsh/names/").content.decode()
        assert not Suppression.objects.exists()

    def test_is_done_by_post_with_a_reason_and_undone(self, admin_client, release):
        address = "/review/contacts/ada-marsh/withhold/"
        assert "Withhold Ada Marsh for good?" in admin_client.get(address).content.decode()
        page = admin_client.post(address, {"reason": ""}).content.decode()
        assert "Reason: Say why it is so." in page
        assert not Suppression.objects.exists()

        page = admin_client.post(address, {"reason": "By letter."}, follow=True).content.decode()

        assert "The contact is withheld from now on." in page
        assert "Ada Marsh" not in page
        page = admin_client.post(f"/review/withheld/{Suppression.objects.get().uid}/lift/", follow=True)
        assert "Shown again by admin" in page.content.decode()
