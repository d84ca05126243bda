import errno
import io
import os
from pathlib import Path

import pytest

from filings.domain import SourceFile
from filings.exceptions import SourceError
from filings.sources import count_files, read_sources, source_file
from tests.filings.sources.archives import gzipped, zipped


def found(*paths, **options):
    return [
        item.name if isinstance(item, SourceFile) else str(item) for item in read_sources(paths, **options)
    ]


class TestReadSources:
    def test_a_folder_is_walked_in_the_order_of_its_names(self, tmp_path):
        for name in ("b.txt", "a/z.txt", "a/b/c.txt", "c.txt"):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(name)

        assert found(tmp_path) == [f"{tmp_path}/{n}" for n in ("a/b/c.txt", "a/z.txt", "b.txt", "c.txt")]
        assert count_files([tmp_path]) == 4

    def test_hidden_files_read_mes_and_labels_are_passed_over(self, tmp_path):
        (tmp_path / ".git").mkdir()
        for name in (".git/config", ".hidden", "README.md", "a.expected.json", "a.txt"):
            (tmp_path / name).write_text("x")

        assert found(tmp_path) == [f"{tmp_path}/a.txt"]

    def test_a_file_that_is_named_is_read_whatever_it_is_called(self, tmp_path):
        (tmp_path / "README").write_text("x")

        assert found(tmp_path / "README") == [f"{tmp_path}/README"]

    def test_archives_are_told_by_their_content_not_by_their_name(self, tmp_path):
        (tmp_path / "a.txt").write_bytes(zipped({"one.txt": b"1"}))
        (tmp_path / "b.zip").write_bytes(b"FORM 6-K")

        assert found(tmp_path) == [f"{tmp_path}/a.txt!one.txt", f"{tmp_path}/b.zip"]

    def test_a_path_that_does_not_exist_is_reported_and_the_next_one_read(self, tmp_path):
        (tmp_path / "a.txt").write_text("x")

        assert found(tmp_path / "none", tmp_path / "a.txt") == [
            f"{tmp_path}/none: there is no such file or folder",
            f"{tmp_path}/a.txt",
        ]

    def test_links_in_a_folder_are_not_followed(self, tmp_path):
        (tmp_path / "outside").write_text("secret")
        (tmp_path / "in").mkdir()
        (tmp_path / "in" / "file").symlink_to(tmp_path / "outside")
        (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")

        assert found(tmp_path / "in") == [
            f"{tmp_path}/in/file: it is a symbolic link, which is not followed",
            f"{tmp_path}/in/loop: it is a symbolic link, which is not followed",
        ]

    def test_a_pipe_in_a_folder_does_not_block(self, tmp_path):
        os.mkfifo(tmp_path / "pipe")

        assert found(tmp_path) == [f"{tmp_path}/pipe: it is neither a file nor a folder"]

    def test_a_file_without_permission_is_reported(self, tmp_path, monkeypatch):
        def refuse(path, mode):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))

        (tmp_path / "a.txt").write_text("x")
        monkeypatch.setattr(Path, "open", refuse)

        assert found(tmp_path) == [f"{tmp_path}/a.txt: it cannot be read: Permission denied"]

    def test_a_name_that_is_no_text_can_be_printed(self, tmp_path):
        (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("x")

        assert found(tmp_path) == [f"{tmp_path}/caf\ufffd.txt"]

    def test_a_name_with_a_nul_is_reported(self):
        assert found("a\x00b") == ["a\x00b: it cannot be read: embedded null byte"]

    @pytest.mark.parametrize("data", [b"FORM 6-K", gzipped(b"FORM 6-K")], ids=["text", "gzip"])
    def test_a_dash_is_standard_input(self, data):
        assert list(read_sources(["-"], stdin=io.BytesIO(data))) == [source_file("-", b"FORM 6-K")]

    def test_an_archive_may_come_by_standard_input(self):
        assert found("-", stdin=io.BytesIO(zipped({"one.txt": b"1"}))) == ["-!one.txt"]


def test_a_source_error_survives_the_way_back_from_another_process():
    import pickle

    error = pickle.loads(pickle.dumps(SourceError("a.zip", "it is locked")))  # noqa: S301

    assert (error.source, error.reason) == ("a.zip", "it is locked")
