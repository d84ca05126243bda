"""Who may correct and review, and that nothing happens by GET."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from filings.models import Review
from tests.factories import make_product, make_release

pytestmark = pytest.mark.django_db

SHOWN = (
    "/review/",
    "/review/dates/",
    "/review/decided/",
    "/review/products/hlv-101/",
    "/review/products/hlv-101/merge/",
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
)
POSTED = (
    *WRITTEN,
    "/review/products/hlv-101/merge/",
    "{release}correct/?what=date",
    "{release}add/?what=topic",
)


@pytest.fixture
def release():
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
