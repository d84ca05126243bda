"""A correction that the search cannot follow: it is kept and shown, and staff are told what to do."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from filings.models import Release
from search.backends import get_backend
from search.exceptions import IndexUnavailable
from search.indexing import BEHIND

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def staff(archive):
    client = Client()
    client.force_login(User.objects.create_superuser("chief", password="x"))
    return client


def correct_headline(staff, release, admin=""):
    address = f"{admin}/review/releases/{release.filing.key}/1/correct/?what=headline"
    if admin:
        address = f"/admin/filings/release/correcting/releases/{release.filing.key}/1/correct/?what=headline"
    fields = {"value": "Shorter", "reason": "Because."}
    return staff.post(address, fields, follow=True).content.decode().replace("&#x27;", "'")


@pytest.mark.parametrize("admin", ["", "/admin"])
def test_staff_are_told_what_to_run_and_the_correction_holds(staff, release, monkeypatch, admin):
    def refuse(*_, **__):
        raise IndexUnavailable("another process is writing")

    monkeypatch.setattr(type(get_backend()), "upsert", refuse)

    page = correct_headline(staff, release, admin)

    assert BEHIND in page
    assert "rebuild_index" in BEHIND
    assert Release.objects.get(pk=release.pk).headline == "Shorter"


def test_nothing_is_said_where_the_search_follows(staff, release):
    assert BEHIND not in correct_headline(staff, release)
