"""Who comes to the staff pages."""

import pytest
from django.contrib.auth.models import Permission, User


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
