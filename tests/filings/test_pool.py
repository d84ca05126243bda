"""Reading in other processes. This module is imported by them, so it knows nothing of Django either."""

import os

from filings import pool
from filings.domain import ExtraVocabulary, SourceFile
from filings.exceptions import ParseError
from filings.pool import Unreadable, read_all, read_one


def files(*contents: bytes) -> list[SourceFile]:
    return [SourceFile(content.decode(), "", content) for content in contents]


def report(source: SourceFile, extra: ExtraVocabulary) -> Unreadable:
    """Stand in for the reading of a file; the word "deadly" kills the process."""
    if source.data == b"deadly":
        os._exit(1)
    return Unreadable(source, "was read")


def reasons(found) -> list[str]:
    return [item.reason if isinstance(item, Unreadable) else item for item in found]


class TestReadAll:
    def test_what_is_no_file_is_passed_on_in_its_place(self, monkeypatch):
        monkeypatch.setattr(pool, "read_one", report)
        items = [*files(b"a"), "passed on", *files(b"b")]

        assert reasons(read_all(items)) == ["was read", "passed on", "was read"]

    def test_other_processes_keep_the_order_and_one_that_is_killed_does_not_stop_the_rest(self, monkeypatch):
        monkeypatch.setattr(pool, "read_one", report)
        items = [*files(b"a", b"deadly"), "passed on", *files(b"b", b"c")]

        assert reasons(read_all(items, workers=2)) == [
            "was read",
            "the process that read it was killed",
            "passed on",
            "was read",
            "was read",
        ]

    def test_only_a_few_files_are_taken_ahead(self, monkeypatch):
        monkeypatch.setattr(pool, "read_one", report)
        taken = []

        def sources():
            for source in files(*[b"a"] * 40):
                taken.append(source)
                yield source

        reading = read_all(sources(), workers=1)
        next(reading)
        reading.close()  # type: ignore[attr-defined]

        assert len(taken) < 10


class TestReadOne:
    def test_a_file_that_is_refused_has_its_reason(self, monkeypatch):
        def refuse(source, extra):
            raise ParseError(source.name, "it is empty")

        monkeypatch.setattr(pool, "read", refuse)

        [source] = files(b"a")

        assert read_one(source) == Unreadable(source, "it is empty")

    def test_a_fault_of_ours_has_its_traceback(self, monkeypatch):
        monkeypatch.setattr(pool, "read", lambda source, extra: 1 // 0)

        [source] = files(b"a")
        found = read_one(source)

        assert isinstance(found, Unreadable)
        assert found.reason == "it could not be read (ZeroDivisionError)"
        assert "1 // 0" in (found.trace or "")
