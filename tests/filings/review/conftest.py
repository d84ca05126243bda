"""Who comes to the staff pages."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from filings.signals import releases_changed
from search.indexing import on_releases_changed


@pytest.fixture
def editor(db):
    """A member of the staff who may correct, and nothing else."""
    user = User.objects.create_user("editor", "editor@example.com", "made-for-tests", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="add_correction"))
    return user


@pytest.fixture
def staff(client, editor):
    """The editor's browser."""
    client.force_login(editor)
    return client


@pytest.fixture
def client_of_a_reader():
    """A browser of somebody who is not signed in."""
    return Client()


@pytest.fixture(autouse=True)
def without_index():
    """Tell no index of changed releases: what is tested here are rows and pages."""
    heard = releases_changed.disconnect(dispatch_uid="search.indexing")
    yield
    if heard:
        releases_changed.connect(on_releases_changed, dispatch_uid="search.indexing")
