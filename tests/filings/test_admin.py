"""The keeper's pages."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from filings.models import VocabularyEntry
from tests.filings.archive import make_archive

pytestmark = pytest.mark.django_db

MODELS = sorted(apps.get_app_config("filings").get_models(), key=lambda model: model.__name__)
MODELS = [model for model in MODELS if not model._meta.auto_created]


@pytest.fixture
def archive(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_archive()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
class TestEveryModel:
    def test_is_listed_and_searched(self, admin_client, archive, model):
        address = reverse(f"admin:filings_{model._meta.model_name}_changelist")

        assert admin_client.get(address).status_code == 200
        if admin.site._registry[model].search_fields:
            assert admin_client.get(address, {"q": "12"}).status_code == 200

    def test_a_row_is_shown_and_cannot_be_changed(self, admin_client, archive, model):
        row = model._default_manager.first()
        if row is None:
            pytest.skip("the small archive has no row of it")
        address = reverse(f"admin:filings_{model._meta.model_name}_change", args=[row.pk])

        page = admin_client.get(address)

        assert page.status_code == 200
        assert b'name="_save"' not in page.content
        assert admin_client.post(address, {}).status_code == 403

    def test_nothing_can_be_added_or_deleted(self, admin_client, archive, model):
        if model is VocabularyEntry:
            pytest.skip("the one thing that an administrator writes here")
        assert admin_client.get(reverse(f"admin:filings_{model._meta.model_name}_add")).status_code == 403
        row = model._default_manager.first()
        if row is not None:
            address = reverse(f"admin:filings_{model._meta.model_name}_delete", args=[row.pk])
            assert admin_client.post(address, {"post": "yes"}).status_code == 403

    def test_is_listed_with_few_queries(self, admin_client, archive, model, django_assert_max_num_queries):
        with django_assert_max_num_queries(12):
            admin_client.get(reverse(f"admin:filings_{model._meta.model_name}_changelist"))


def test_a_reader_is_sent_to_sign_in(client):
    assert client.get("/admin/").status_code == 302
