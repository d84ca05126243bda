import hashlib
import io
import stat
import tarfile
import tracemalloc
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filings.domain import SourceFile
from filings.exceptions import SourceError
from filings.sources.archive import unpack
from filings.sources.limits import Limits
from tests.filings.sources.archives import gzipped, tarred, zipped, zipped_with_password


def unpacked(data: bytes, limits: Limits | None = None) -> list[SourceFile | SourceError]:
    return list(unpack("box", io.BytesIO(data), limits or Limits()))


def names(data: bytes) -> list[str]:
    return [item.name for item in unpacked(data) if isinstance(item, SourceFile)]


def reasons(data: bytes, limits: Limits | None = None) -> list[str]:
    return [str(item) for item in unpacked(data, limits) if isinstance(item, SourceError)]


class TestUnpack:
    def test_a_file_that_is_no_archive_is_itself(self):
        [source] = unpacked(b"FORM 6-K")

        assert isinstance(source, SourceFile)
        assert (source.name, source.data) == ("box", b"FORM 6-K")
        assert source.sha256 == hashlib.sha256(b"FORM 6-K").hexdigest()

    @pytest.mark.parametrize(
        "pack",
        [
            zipped,
            lambda members: zipped(members, zipfile.ZIP_BZIP2),
            lambda members: zipped(members, zipfile.ZIP_LZMA),
            tarred,
            lambda members: gzipped(tarred(members)),
        ],
        ids=["zip", "zip with bzip2", "zip with lzma", "tar", "tar.gz"],
    )
    def test_members_are_named_after_the_archive_and_come_in_its_order(self, pack):
        assert names(pack({"b/two.txt": b"2", "a/one.txt": b"1"})) == ["box!b/two.txt", "box!a/one.txt"]

    def test_a_gzipped_file_keeps_the_name_it_was_found_under(self):
        [source] = unpacked(gzipped(b"FORM 6-K"))

        assert isinstance(source, SourceFile)
        assert (source.name, source.data) == ("box", b"FORM 6-K")

    def test_archives_within_archives_are_opened(self):
        assert names(zipped({"day.tar.gz": gzipped(tarred({"one.txt": b"1"}))})) == ["box!day.tar.gz!one.txt"]

    def test_folders_hidden_files_and_read_mes_are_passed_over(self):
        members = {"README.md": b"1", "__MACOSX/._a.txt": b"2", ".hidden": b"3", "a.txt": b"4", "b/": b""}

        assert names(zipped(members)) == ["box!a.txt"]
        assert reasons(zipped(members)) == []

    def test_one_bad_member_does_not_stop_the_rest(self):
        packed = bytearray(zipped({"a.txt": b"first" * 9, "b.txt": b"second" * 9}, zipfile.ZIP_STORED))
        packed[packed.index(b"first") + 2] ^= 0xFF  # the checksum is wrong now

        assert names(bytes(packed)) == ["box!b.txt"]
        assert reasons(bytes(packed)) == ["box!a.txt: the archive is damaged (Bad CRC-32 for file 'a.txt')"]


class TestRefusals:
    def test_a_member_behind_a_password(self):
        assert reasons(zipped_with_password("a.txt", b"secret")) == [
            "box!a.txt: it is locked with a password"
        ]

    def test_a_gzip_that_is_cut_off(self):
        assert reasons(gzipped(bytes(range(256)) * 99)[:-20]) == ["box: the archive is cut off"]

    def test_a_tar_that_is_cut_off_in_a_member_or_between_two(self):
        packed = tarred({"a.txt": b"1" * 2000, "b.txt": b"2" * 20_000})

        assert reasons(packed[:1200]) == ["box: the archive is damaged (unexpected end of data)"]
        assert reasons(packed[: 512 + 2048]) == ["box: the archive is cut off"]

    def test_a_zip_that_is_cut_off(self):
        assert reasons(zipped({"a.txt": b"1" * 999})[:-9]) == [
            "box: the archive is damaged (File is not a zip file)"
        ]

    @pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "..\\evil.txt", "C:\\evil.txt"])
    def test_a_name_that_leads_out_of_the_archive(self, name):
        assert reasons(tarred({name: b"1"})) == [f"box!{name}: its name leads out of the archive"]

    def test_links_and_devices_in_a_tar(self):
        link, hard_link, device = tarfile.TarInfo("link"), tarfile.TarInfo("hard"), tarfile.TarInfo("device")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        hard_link.type, hard_link.linkname = tarfile.LNKTYPE, "a.txt"
        device.type = tarfile.CHRTYPE

        packed = tarred({"link": link, "hard": hard_link, "device": device, "a.txt": b"1"})

        assert reasons(packed) == [
            "box!link: it is a link, which is not followed",
            "box!hard: it is a link, which is not followed",
            "box!device: it is neither a file nor a folder",
        ]
        assert names(packed) == ["box!a.txt"]

    def test_a_symbolic_link_in_a_zip(self):
        link = zipfile.ZipInfo("link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(link, "/etc/passwd")

        assert reasons(packed.getvalue()) == ["box!link: it is a symbolic link, which is not followed"]

    @pytest.mark.parametrize(
        "pack", [zipped, lambda members: gzipped(tarred(members))], ids=["zip", "tar.gz"]
    )
    def test_a_bomb(self, pack):
        tracemalloc.start()
        packed = pack({"a.txt": bytes(60_000_000)})
        tracemalloc.reset_peak()

        found = reasons(packed)

        assert len(found) == 1
        assert found[0].endswith("it unpacks to many times its size, as only a bomb does")
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
        tracemalloc.stop()

    def test_a_gzip_within_a_gzip_within_a_gzip_and_so_on(self):
        packed = b"1"
        for _ in range(6):
            packed = gzipped(packed)

        assert reasons(packed) == ["box: archives are packed too deep in one another"]

    @pytest.mark.parametrize("pack", [zipped, tarred, lambda members: gzipped(tarred(members))])
    def test_a_member_that_is_too_large_is_left_out_and_the_next_one_read(self, pack):
        found = unpacked(pack({"a.txt": b"1" * 2_000_001, "b.txt": b"2"}), Limits(file_bytes=2_000_000))

        assert [str(item) for item in found if isinstance(item, SourceError)] == [
            "box!a.txt: it is larger than 2 MB"
        ]
        assert [item.name for item in found if isinstance(item, SourceFile)] == ["box!b.txt"]

    @pytest.mark.parametrize("pack", [zipped, tarred])
    def test_more_members_or_more_bytes_than_allowed(self, pack):
        members = {f"{n}.txt": b"1" * 1000 for n in range(9)}

        assert reasons(pack(members), Limits(members=5)) == [
            "box: the archive has more than 5 files; the rest is not read"
        ]
        [reason] = reasons(pack(members), Limits(archive_bytes=4000))
        assert reason.endswith("the archive unpacks to more than 0 MB; the rest is not read")

    def test_a_tar_header_of_many_megabytes(self):
        member = tarfile.TarInfo("a.txt")
        member.pax_headers = {"comment": "x" * 5_000_000}

        assert reasons(tarred({"a.txt": member})) == [
            "box: the archive has a header that is too large; the rest is not read"
        ]

    def test_an_archive_without_files_and_an_office_document(self):
        assert reasons(zipped({})) == ["box: the archive has no files"]
        assert reasons(zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})) == [
            "box: a Microsoft Office file is not a filing"
        ]

    @given(
        archive=st.sampled_from(
            [
                zipped({"a.txt": b"one" * 50, "b/c.txt": b"two"}),
                tarred({"a.txt": b"one" * 50, "b/c.txt": b"two"}),
                gzipped(tarred({"a.txt": b"one" * 50})),
                gzipped(b"one" * 50),
            ]
        ),
        damage=st.lists(st.tuples(st.integers(0, 3000), st.binary(max_size=4)), max_size=4),
        length=st.integers(0, 12_000),
    )
    def test_any_damage_gives_files_or_source_errors_and_nothing_else(self, archive, damage, length):
        data = bytearray(archive)
        for place, change in damage:
            data[place % len(data) : place % len(data) + len(change)] = change

        for item in unpacked(bytes(data[:length])):
            assert isinstance(item, SourceFile | SourceError)
