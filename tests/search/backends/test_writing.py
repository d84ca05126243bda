"""What the Whoosh engine writes: whole states, whatever way they were put together and whoever was killed."""

from __future__ import annotations

import os
import random
import signal
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import index, query

from search import inversion
from search.backends.whoosh import WhooshBackend, building
from search.documents import SearchDocument
from search.query import SearchQuery
from tests.search.backends.contract import document

WORDS = ("zebra", "lion", "tiger", "HLV-101", "renal cell")


@pytest.fixture
def backend(tmp_path):
    return WhooshBackend(tmp_path / "index")


def found(backend: WhooshBackend, q: str = "") -> set[int]:
    return set(backend.ids(SearchQuery(q=q, copies=True)))


def shown(backend: WhooshBackend, query: SearchQuery) -> dict[str, list[tuple[str, int]]]:
    """Return the counts of every facet."""
    facets = backend.search(query).facets
    return {name: [(item.value, item.count) for item in facet.values] for name, facet in facets.items()}


def live_folder(backend: WhooshBackend) -> Path:
    return backend._place.live().folder


class TestWhooshItself:
    """The index stays one that Whoosh opens."""

    @pytest.fixture
    def searcher(self, backend):
        backend.replace_all(
            [document(7, "zebra crossing zebra", headline="A lion"), document(8, "crossing zebra")]
        )
        backend.upsert([document(9, "lion")])
        with index.open_dir(str(live_folder(backend))).searcher() as searcher:
            yield searcher

    def test_finds_terms(self, searcher):
        assert {hit.docnum for hit in searcher.search(query.Term("body", "zebra"))} == {0, 1}
        assert {hit.docnum for hit in searcher.search(query.Term("headline", "lion"))} == {0}

    def test_finds_phrases(self, searcher):
        phrase = query.Phrase("body", ["zebra", "cross"])

        assert {hit.docnum for hit in searcher.search(phrase)} == {0}

    def test_knows_frequencies_and_positions(self, searcher):
        matcher = searcher.postings("body", "zebra")

        assert (matcher.weight(), matcher.value_as("positions")) == (2.0, [0, 2])
        assert searcher.reader().doc_frequency("body", "zebra") == 2


@dataclass(frozen=True)
class Numbered:
    """Documents by number; picklable."""

    first: int
    last: int

    def __iter__(self) -> Iterator[SearchDocument]:
        return (
            document(number, f"zebra number{number}", topics=[f"t{number % 3}"])
            for number in range(self.first, self.last)
        )


@dataclass(frozen=True)
class Failing:
    """Documents that cannot be read."""

    def __iter__(self) -> Iterator[SearchDocument]:
        yield document(1)
        raise ValueError("no such table")


class TestParts:
    def test_that_processes_build_make_one_index(self, backend, tmp_path):
        whole = WhooshBackend(tmp_path / "whole")
        whole.replace_all(Numbered(0, 60))
        told: list[int] = []

        assert backend.replace_all(Numbered(0, 20), Numbered(20, 60), tell=told.append) == sum(told) == 60

        asked = SearchQuery(q="zebra", topic=("t1",))
        assert backend.ids(asked) == whole.ids(asked)
        assert shown(backend, asked) == shown(whole, asked)
        assert found(backend, "number33") == {33}
        assert backend.digests() == whole.digests()

    def test_of_which_one_cannot_be_read_leave_the_live_index_as_it_is(self, backend):
        backend.replace_all(Numbered(0, 3))

        with pytest.raises(ValueError, match="no such table"):
            backend.replace_all(Numbered(0, 20), Failing())

        assert found(backend) == {0, 1, 2}
        assert len(list(backend.location.glob("generation-*"))) == 1


class TestMemory:
    @pytest.mark.parametrize(
        "group", [5, 500_000]
    )  # with the smaller one, frequent terms are written run by run
    def test_what_is_written_in_several_runs_is_what_is_written_in_one(
        self, backend, tmp_path, monkeypatch, group
    ):
        texts = [" ".join(random.Random(number).choices(WORDS, k=6)) for number in range(40)]  # noqa: S311
        documents = [document(number, text, headline=text[:9]) for number, text in enumerate(texts)]
        whole = WhooshBackend(tmp_path / "whole")
        whole.replace_all(documents)
        monkeypatch.setattr(building, "RUN", 20)
        monkeypatch.setattr(building, "TABLED", 3)
        monkeypatch.setattr(inversion, "GROUP", group)

        backend.replace_all(documents)

        for q in ("", "zebra", '"lion tiger"', "hlv-101 -zebra", "tig*", '"renal cell"'):
            assert backend.ids(SearchQuery(q=q)) == whole.ids(SearchQuery(q=q)), q
        assert shown(backend, SearchQuery()) == shown(whole, SearchQuery())
        files = {suffix: live_folder(backend).glob(f"*.{suffix}") for suffix in ("trm", "pst")}
        for suffix, paths in files.items():
            (path,), (same,) = paths, live_folder(whole).glob(f"*.{suffix}")
            assert path.read_bytes() == same.read_bytes()
        assert not list(live_folder(backend).glob("work-*"))


changes = st.lists(
    st.tuples(st.lists(st.integers(1, 12), max_size=4, unique=True), st.sampled_from(WORDS), st.booleans()),
    max_size=9,
)


@settings(max_examples=15, deadline=None)
@given(changes=changes)
def test_segments_that_are_merged_keep_what_is_in_them(changes):
    fan, building.FAN = building.FAN, 2
    try:
        with tempfile.TemporaryDirectory() as folder:
            backend = WhooshBackend(Path(folder))
            backend.replace_all([document(number, "first", topics=["t"]) for number in range(1, 9)])
            expected = dict.fromkeys(range(1, 9), "first")
            for ids, word, is_removal in changes:
                if is_removal:
                    backend.remove(ids)
                    expected = {key: text for key, text in expected.items() if key not in ids}
                else:
                    backend.upsert([document(number, word, topics=["t"]) for number in ids])
                    expected |= dict.fromkeys(ids, word)

            assert found(backend) == expected.keys()
            for word in ("first", *WORDS):
                assert found(backend, f'"{word}"') == {key for key, text in expected.items() if text == word}
            page = backend.search(SearchQuery())
            assert [item.count for item in page.facets["topic"].values] == [len(expected)] * bool(expected)
            assert backend.status().parts <= 8
    finally:
        building.FAN = fan


# --- killed writers -----------------------------------------------------------------------------


def state(number: int) -> list[SearchDocument]:
    """All documents of a state; they tell which it is, and how many they are."""
    size = 3 + number % 5
    return [document(key, f"zebra {number}", topics=[f"state-{number}-{size}"]) for key in range(1, size + 1)]


def write_on(location: Path, number: int) -> None:
    """Write one state after the other until killed."""
    backend = WhooshBackend(location)
    while True:
        number += 1
        if number % 2:
            backend.replace_all(state(number))
        else:
            backend.upsert(state(number))
            backend.remove(range(4 + number % 5, 9))


def is_whole(backend: WhooshBackend) -> bool:
    """Tell whether the index is a state, or one whose surplus is still to be removed."""
    page = backend.search(SearchQuery())
    newest = max(page.facets["topic"].values, key=lambda item: int(item.value.split("-")[1]))
    return newest.count == int(newest.value.split("-")[2]) and len(page.hits) == page.total


def killed_after(seconds: float, location: Path, number: int) -> None:
    """Let another process write, and kill it."""
    writer = os.fork()
    if not writer:
        try:
            write_on(location, number)
        finally:
            os._exit(1)
    time.sleep(seconds)
    os.kill(writer, signal.SIGKILL)
    os.waitpid(writer, 0)


def test_what_a_killed_writer_left_of_a_commit_is_in_nobodys_way(backend):
    backend.replace_all([document(1, "zebra")])
    left = live_folder(backend) / "table-2"
    left.mkdir()
    (left / "facets.bin").write_bytes(b"half")

    backend.upsert([document(1, "lion")])

    assert found(backend, "lion") == {1}


def test_writers_killed_at_any_moment_harm_no_reader_and_leave_nothing(backend):
    backend.replace_all(state(0))
    moments = random.Random(4)  # noqa: S311

    for kill in range(20):
        killed_after(moments.uniform(0.005, 0.12), backend.location, 1000 * kill)

        assert is_whole(backend)
        assert is_whole(WhooshBackend(backend.location))

    backend.upsert(state(50_000))
    backend.remove(range(len(state(50_000)) + 1, 9))
    page = backend.search(SearchQuery())
    assert [item.value for item in page.facets["topic"].values] == [f"state-50000-{page.total}"]
    generation = backend._place.live()
    kept = {path.name for path in generation.folder.iterdir()}
    generation.sweep()
    assert {path.name for path in generation.folder.iterdir()} == kept
    assert len(list(backend.location.glob("generation-*"))) <= 2
