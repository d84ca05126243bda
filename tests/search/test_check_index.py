"""`manage.py check_index`: the index is compared with the database, release by release."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from filings.domain import Phase
from filings.models import Release
from search import indexing
from search.backends import get_backend
from search.query import SearchQuery
from tests.factories import make_claim, make_product, make_release

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_index(index_place):
    pass


def check(**options) -> tuple[int, str]:
    """Return the command's exit status, and what it says."""
    out = io.StringIO()
    try:
        call_command("check_index", stdout=out, **options)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def differing():
    """Three releases: one that is not indexed, one that has changed since, one that is gone."""
    stale, gone = make_release(body="lion"), make_release()
    indexing.rebuild()
    gone_id = gone.pk
    gone.delete()
    Release.objects.filter(pk=stale.pk).update(text=stale.text.replace("lion", "tige"))
    return {"missing": [make_release().pk], "stale": [stale.pk], "surplus": [gone_id]}


def test_an_index_that_agrees_is_told_so():
    make_release()
    indexing.rebuild()

    status, said = check()

    assert status == 0
    assert said.startswith("1 releases in the index, 1 in the database.")
    assert said.endswith("They agree.\n")


def test_every_difference_is_named(differing):
    status, said = check()

    assert status == 1
    assert (
        "1 missing from the index:\n  " + Release.objects.get(pk=differing["missing"][0]).get_absolute_url()
        in said
    )
    assert "1 indexed with an older content:" in said
    assert f"1 in the index, and no longer in the database:\n  release {differing['surplus'][0]}" in said


def test_repairing_mends_what_differs_and_no_more(differing):
    before = get_backend().status()

    status, said = check(repair=True)

    after = get_backend().status()
    assert (status, said.endswith("Repaired.\n")) == (0, True)
    assert (after.name, after.updates) == (before.name, before.updates + 1)
    assert get_backend().ids(SearchQuery(q="tige")) == differing["stale"]
    assert check()[0] == 0


def test_the_report_as_json_names_releases_by_id(differing):
    status, said = check(json=True)

    report = json.loads(said)
    assert status == 1
    assert {kind: report[kind] for kind in differing} == differing
    assert (report["releases"], report["in_database"], report["repaired"]) == (2, 2, False)
    assert json.loads(check(json=True, repair=True)[1])["repaired"] is True


@pytest.mark.parametrize("change", ["claim", "name of a product", "topic"])
def test_what_a_release_is_told_to_be_belongs_to_its_content(change):
    release, product = make_release(), make_product("HLV-101")
    claim = make_claim(release, product, Phase.PHASE_2)
    indexing.rebuild()

    if change == "claim":
        type(claim).objects.update(status="completed")
    elif change == "topic":
        Release.objects.update(topics=["legal"])
    else:
        product.aliases.create(name="Zelmarit", slug="zelmarit", folded="zelmarit")

    assert indexing.compare().stale == (release.pk,)


def test_a_damaged_index_is_refused_with_the_command_to_run(index_place):
    make_release(body="zebra")
    indexing.rebuild()
    (path,) = index_place.glob("generation-*/*.pst")
    path.write_bytes(path.read_bytes()[:-9] + b"unwritten")

    for repair in (False, True):
        with pytest.raises(CommandError, match=r"pst: not what was written.+rebuild_index"):
            call_command("check_index", repair=repair)


def test_without_an_index_it_names_the_command_to_run():
    with pytest.raises(CommandError, match="rebuild_index"):
        call_command("check_index")
