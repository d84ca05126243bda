"""A renamed candidate is one product: every name it ever had finds all its releases, over companies and years."""

from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command

from filings.models import ProductAlias
from search.backends import get_backend
from search.query import SearchQuery

SAMPLES = Path(django_settings.BASE_DIR) / "samples"


def found(**asked):
    return {hit.release_id for hit in get_backend().search(SearchQuery(size=100, **asked)).hits}


@pytest.mark.django_db(transaction=True)
def test_every_name_of_a_renamed_candidate_finds_all_its_releases(index_place, settings, tmp_path, capsys):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": str(tmp_path / "originals")}},
    }
    call_command("ingest", str(SAMPLES))
    product = ProductAlias.objects.get(folded="pelvorisant").product
    names = set(product.aliases.values_list("name", flat=True))
    releases = found(product=(product.slug,))

    assert {"AST-22", "pelvorisant"} <= names
    assert len(names) >= 4
    assert len(releases) >= 8
    for name in names:
        assert found(q=name) == releases, name
