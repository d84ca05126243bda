"""The Whoosh engine keeps the contract, and its folder."""

from __future__ import annotations

import gc
import json
import stat
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from search.backends.whoosh import WhooshBackend
from search.exceptions import IndexUnavailable, QueryError
from search.query import SearchQuery
from tests.search.backends.contract import SearchBackendContract, document


@pytest.fixture
def backend(tmp_path):
    return WhooshBackend(tmp_path / "index")


def generations(backend):
    return sorted(folder.name for folder in backend.location.glob("generation-*"))


def live_files(backend):
    """Return the files that the only commit stands on."""
    found = filter(Path.is_file, (backend.location / generations(backend)[0]).rglob("*"))
    return sorted(path for path in found if path.suffix != ".toc" and path.name != "sums.json")


class TestWhooshBackend(SearchBackendContract):
    @pytest.fixture
    def backend(self, tmp_path):
        return WhooshBackend(tmp_path / "index")


class TestPlace:
    def test_is_private(self, backend):
        backend.replace_all([])

        [generation] = generations(backend)
        assert stat.S_IMODE(backend.location.stat().st_mode) == 0o700
        assert stat.S_IMODE((backend.location / generation).stat().st_mode) == 0o700

    def test_is_refused_when_others_may_write_to_it(self, backend):
        backend.replace_all([])
        backend.location.chmod(0o777)

        with pytest.raises(IndexUnavailable, match="chmod 700"):
            backend.search(SearchQuery())

    def test_an_index_of_another_version_is_refused_with_the_command_to_run(self, backend):
        backend.replace_all([document(1)])
        pointer = backend.location / "current.json"
        pointer.write_text(json.dumps({**json.loads(pointer.read_text()), "stamp": "older"}))

        with pytest.raises(IndexUnavailable, match=r"another version.*manage\.py rebuild_index"):
            backend.search(SearchQuery())
        with pytest.raises(IndexUnavailable, match="rebuild_index"):
            backend.upsert([document(2)])

    def test_a_rebuild_mends_an_index_of_another_version(self, backend):
        backend.replace_all([document(1)])
        (backend.location / "current.json").write_text("{}")

        backend.replace_all([document(2)])

        assert [hit.release_id for hit in backend.search(SearchQuery()).hits] == [2]

    @pytest.mark.parametrize("pointer", ["", "{", "[]", "null", '"x"', '{"stamp": 1}'])
    def test_a_broken_pointer_is_unavailable_never_a_crash(self, backend, pointer):
        backend.replace_all([document(1)])
        (backend.location / "current.json").write_text(pointer)

        with pytest.raises(IndexUnavailable):
            backend.search(SearchQuery())

    def test_a_vanished_generation_is_unavailable(self, backend):
        backend.replace_all([document(1)])
        [generation] = generations(backend)
        (backend.location / generation).rename(backend.location / "elsewhere")

        with pytest.raises(IndexUnavailable, match="rebuild_index"):
            WhooshBackend(backend.location).search(SearchQuery())

    @pytest.mark.filterwarnings(
        "ignore::pytest.PytestUnraisableExceptionWarning"
    )  # Whoosh leaves a file open
    @pytest.mark.parametrize(
        "damage",
        [
            pytest.param(lambda data: data[: len(data) // 2], id="cut"),
            pytest.param(lambda data: b"", id="empty"),
            pytest.param(lambda data: bytes(255 - byte for byte in data), id="wrong"),
            pytest.param(lambda data: data[:-1] + bytes([data[-1] ^ 255]), id="wrong at the end"),
        ],
    )
    def test_a_damaged_file_is_told_and_never_a_crash(self, backend, damage):
        texts = ("zebra lion", "lion tiger", "zebra zebra")
        backend.replace_all([document(number, text, topics=["t"]) for number, text in enumerate(texts, 1)])
        files = [path for path in live_files(backend) if path.stat().st_size]

        for path in files:
            whole = path.read_bytes()
            path.write_bytes(damage(whole))
            fresh = WhooshBackend(backend.location)
            for asked in (SearchQuery(), SearchQuery(q='"zebra lion" -tig*'), SearchQuery(topic=("t",))):
                with suppress(IndexUnavailable):
                    page = fresh.search(asked)
                    fresh.snippets(asked, [hit.release_id for hit in page.hits])
            with pytest.raises(IndexUnavailable, match="rebuild_index"):
                fresh.verify()
            path.write_bytes(whole)

        WhooshBackend(backend.location).verify()
        gc.collect()

    @pytest.mark.filterwarnings(
        "ignore::pytest.PytestUnraisableExceptionWarning"
    )  # Whoosh leaves a file open
    def test_a_broken_index_is_unavailable_never_a_crash(self, backend):
        backend.replace_all([document(1, "zebra")])
        for path in filter(Path.is_file, (backend.location / generations(backend)[0]).rglob("*")):
            path.write_bytes(path.read_bytes()[:50])

        with pytest.raises(IndexUnavailable, match="rebuild_index"):
            WhooshBackend(backend.location).search(SearchQuery(q="zebra"))
        gc.collect()

    def test_keeps_the_live_generation_and_the_one_before(self, backend):
        for number in range(4):
            backend.replace_all([document(number)])

        assert len(generations(backend)) == 2

    def test_a_failed_rebuild_leaves_no_folder(self, backend):
        with pytest.raises(ZeroDivisionError):
            backend.replace_all(document(1 // number) for number in [0])

        assert generations(backend) == []

    def test_changing_nothing_touches_no_file(self, backend):
        backend.replace_all([document(1)])
        before = {path: path.stat().st_mtime_ns for path in backend.location.rglob("*")}

        backend.upsert([])
        backend.remove([])

        after = {path: path.stat().st_mtime_ns for path in backend.location.rglob("*")}
        assert {path for path in after if after[path] != before.get(path)} <= {
            backend.location / "writing.lock"
        }


class TestReaders:
    def test_a_running_server_notices_a_switch_and_an_update(self, backend):
        backend.replace_all([document(1)])
        server = WhooshBackend(backend.location)
        assert server.count(SearchQuery()) == 1

        backend.replace_all([document(1), document(2)])
        assert server.count(SearchQuery()) == 2

        backend.upsert([document(3)])
        assert server.count(SearchQuery()) == 3

    def test_readers_see_whole_states_while_writers_work(self, backend):
        backend.replace_all([document(1, "state1")])
        problems: list[object] = []
        done = threading.Event()

        def read():
            server = WhooshBackend(backend.location)
            while not done.is_set():
                try:
                    page = server.search(SearchQuery())
                    if page.facets["year"].values[0].count != page.total:
                        problems.append(page)
                except Exception as error:
                    problems.append(error)

        readers = [threading.Thread(target=read) for _ in range(3)]
        for reader in readers:
            reader.start()
        for size in range(2, 12):
            if size % 3:
                backend.upsert([document(size, f"state{size}")])
            else:
                backend.replace_all([document(number, f"state{size}") for number in range(1, size + 1)])
        done.set()
        for reader in readers:
            reader.join()

        assert problems == []

    def test_a_prefix_of_too_many_words_asks_for_more_letters(self, backend, monkeypatch):
        monkeypatch.setattr("search.evaluation.MAX_EXPANSIONS", 3)
        backend.replace_all([document(1, "protein prolong promise produce provide")])

        with pytest.raises(QueryError, match="more letters"):
            backend.search(SearchQuery(q="pro*"))


class TestWriters:
    def test_wait_for_one_another(self, backend):
        backend.replace_all([])
        writers = [
            threading.Thread(target=WhooshBackend(backend.location).upsert, args=([document(number)],))
            for number in (1, 2, 3)
        ]

        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()

        assert backend.count(SearchQuery()) == 3

    def test_give_up_with_a_sentence_when_another_one_never_ends(self, backend, monkeypatch):
        monkeypatch.setattr("search.backends.whoosh.place.PATIENCE", 0.1)

        def endless():
            with pytest.raises(IndexUnavailable, match="too long"):
                WhooshBackend(backend.location).replace_all([])
            yield document(1)

        assert backend.replace_all(endless()) == 1

    def test_more_documents_than_a_column_keeps_without_offsets_come_back_right(self, backend):
        count = 33_000  # Whoosh writes columns another way from 2 ** 15 on

        backend.replace_all(document(number, topics=[f"t{number % 2}"]) for number in range(count))

        page = backend.search(SearchQuery(sort="oldest", size=100, page=330, topic=("t1",)))
        assert (page.total, [hit.release_id for hit in page.hits[-2:]]) == (
            count // 2,
            [count - 3, count - 1],
        )
