import io

import pytest
from django.core.management import CommandError, call_command

from filings.models import Release
from filings.signals import releases_changed
from search import indexing
from search.backends import get_backend
from search.query import SearchQuery
from tests.factories import make_release

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_index(index_place):
    pass


def found(q: str = "") -> set[int]:
    return {hit.release_id for hit in get_backend().search(SearchQuery(q=q)).hits}


def tell(changed=(), removed=()):
    releases_changed.send(sender=None, changed=list(changed), removed=list(removed))


class TestNewsOfAnIngest:
    def test_builds_an_index_where_there_is_none(self):
        first, second = make_release(), make_release()

        tell(changed=[second.pk])

        assert found() == {first.pk, second.pk}

    def test_adds_changes_and_removes_in_one_batch(self):
        kept, changed, removed = make_release(), make_release(body="lion"), make_release()
        indexing.rebuild()
        added = make_release()
        removed_id = removed.pk
        removed.delete()
        changed.text = changed.text.replace("lion", "tige")
        changed.save()

        tell(changed=[changed.pk, added.pk], removed=[removed_id])

        assert found() == {kept.pk, changed.pk, added.pk}
        assert (found("lion"), found("tige")) == (set(), {changed.pk})

    def test_a_changed_release_that_is_gone_by_now_is_taken_out(self):
        release = make_release()
        indexing.rebuild()
        Release.objects.all().delete()

        tell(changed=[release.pk])

        assert found() == set()

    def test_touches_no_file_when_nothing_changed(self, index_place):
        make_release()
        indexing.rebuild()
        before = {path: path.stat().st_mtime_ns for path in index_place.rglob("*")}

        tell()

        assert {path: path.stat().st_mtime_ns for path in index_place.rglob("*")} == before

    def test_an_index_that_cannot_be_written_is_told_and_loses_nothing(self, index_place, caplog):
        release = make_release()
        indexing.rebuild()
        (index_place / "current.json").write_text("{}")

        tell(changed=[release.pk])

        assert "does not hold the last changes" in caplog.text
        assert "manage.py rebuild_index" in caplog.text


class TestRebuildIndex:
    def test_says_how_many_releases_are_in(self):
        make_release()
        out = io.StringIO()

        call_command("rebuild_index", stdout=out)

        assert out.getvalue().startswith("1 release indexed in ")
        assert len(found()) == 1

    def test_is_quiet_where_nobody_watches(self, capsys):
        call_command("rebuild_index", stdout=io.StringIO())

        assert capsys.readouterr().err == ""

    def test_a_place_that_cannot_be_used_is_a_clear_failure(self, index_place):
        index_place.write_text("a file")

        with pytest.raises(CommandError, match=str(index_place)):
            call_command("rebuild_index")


class TestRebuildOfAStaleIndex:
    def test_builds_one_where_there_is_none(self):
        release = make_release()

        call_command("rebuild_index", stale=True, stdout=io.StringIO())

        assert found() == {release.pk}

    def test_leaves_a_good_index_as_it_is(self, index_place):
        make_release()
        indexing.rebuild()
        before = {path: path.stat().st_mtime_ns for path in index_place.rglob("*")}

        call_command("rebuild_index", stale=True, stdout=io.StringIO())

        assert {path: path.stat().st_mtime_ns for path in index_place.rglob("*")} == before
