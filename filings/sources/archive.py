"""Members of zip, tar and gzip archives, read in memory and within limits; nothing is unpacked to disk."""

from __future__ import annotations

import gzip
import hashlib
import io
import lzma
import re
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Protocol

from filings.domain import SourceFile
from filings.exceptions import SourceError
from filings.sources.folder import is_passed_over
from filings.sources.limits import MEGABYTE, Limits

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_GZIP = b"\x1f\x8b"
_TAR_MAGIC = slice(257, 262)
_TAR_BLOCK = 512
_TAR_HEADERS = MEGABYTE  # room for the long names before a member
_OFFICE_PART = "[Content_Types].xml"
_DRIVE = re.compile(r"[A-Za-z]:")

_BROKEN = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, struct.error,
    EOFError, OSError, ValueError, OverflowError, NotImplementedError, RuntimeError, MemoryError,
)  # fmt: skip
"""What the readers of the standard library raise on archives that are cut off, damaged or hostile."""


def unpack(name: str, stream: BinaryIO, limits: Limits) -> Iterator[SourceFile | SourceError]:
    """Yield the file that `stream` is, or, if it is an archive, each of its members.

    Told apart by the first bytes. Members are named "archive!member". A member that cannot be had is
    yielded as a SourceError and the next one follows; where the archive itself breaks off, that is the last.
    """
    yield from _Unpacking(limits).unpack(name, stream, depth=0)


class _Readable(Protocol):
    """As much of a stream as is needed."""

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes, none at the end."""
        ...


class _RefusedError(Exception):
    """A member or the rest of an archive is not read; the message says why."""


class _Unpacking:
    """One file being unpacked: what all its members together have used up."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.bytes_left = limits.archive_bytes
        self.members_left = limits.members

    def unpack(self, name: str, stream: BinaryIO, depth: int) -> Iterator[SourceFile | SourceError]:
        try:
            members_left = self.members_left
            head = stream.read(_TAR_BLOCK)
            stream.seek(0)
            if not (head.startswith((*_ZIP, _GZIP)) or _is_tar(head)):
                yield source_file(name, self._read(stream))
                return
            if depth == self.limits.depth:
                raise _RefusedError("archives are packed too deep in one another")
            if head.startswith(_ZIP):
                yield from self._unzip(name, stream, depth)
            elif head.startswith(_GZIP):
                yield from self._gunzip(name, stream, depth)
            else:
                yield from self._untar(name, _Meter(stream, None, self), depth)
            if self.members_left == members_left:
                raise _RefusedError("the archive has no files")
        except _RefusedError as error:
            yield SourceError(name, str(error))
        except _BROKEN as error:
            yield SourceError(name, _broken(error))

    def _unzip(self, name: str, stream: BinaryIO, depth: int) -> Iterator[SourceFile | SourceError]:
        with zipfile.ZipFile(stream) as archive:
            if _OFFICE_PART in archive.NameToInfo:
                raise _RefusedError("a Microsoft Office file is not a filing")
            for member in archive.infolist():
                if member.is_dir() or is_passed_over(member.filename):
                    continue
                self._count_member()
                path = f"{name}!{_printable(member.filename)}"
                try:
                    self._refuse_zip_member(member)
                    with archive.open(member) as opened:
                        data = self._read(_Meter(opened, None, self))
                except _RefusedError as error:
                    yield SourceError(path, str(error))
                    if self.bytes_left <= 0:
                        return
                except _BROKEN as error:
                    yield SourceError(path, _broken(error))
                else:
                    yield from self.unpack(path, io.BytesIO(data), depth + 1)

    def _refuse_zip_member(self, member: zipfile.ZipInfo) -> None:
        _refuse_path(member.filename)
        if member.flag_bits & 0x1:
            raise _RefusedError("it is locked with a password")
        if stat.S_ISLNK(member.external_attr >> 16):
            raise _RefusedError("it is a symbolic link, which is not followed")
        if member.file_size > self.limits.file_bytes:
            raise _RefusedError(self._too_large())
        if member.file_size > self.limits.ratio_slack + self.limits.ratio * member.compress_size:
            raise _RefusedError("it unpacks to many times its size, as only a bomb does")

    def _gunzip(self, name: str, stream: BinaryIO, depth: int) -> Iterator[SourceFile | SourceError]:
        with gzip.GzipFile(fileobj=stream) as unpacked:
            meter = _Meter(unpacked, stream, self)
            head = meter.read(_TAR_BLOCK)
            meter.put_back(head)
            if _is_tar(head):
                yield from self._untar(name, meter, depth)
            else:
                self._count_member()
                yield from self.unpack(name, io.BytesIO(self._read(meter)), depth + 1)

    def _untar(self, name: str, meter: _Meter, depth: int) -> Iterator[SourceFile | SourceError]:
        meter.allowance = _TAR_HEADERS
        with tarfile.open(fileobj=meter, mode="r|") as archive:
            while (member := archive.next()) is not None:
                meter.allowance = member.size + _TAR_HEADERS
                archive.members.clear()  # type: ignore[attr-defined]  # else it keeps every header it ever read
                if member.isdir() or is_passed_over(member.name):
                    continue
                self._count_member()
                path = f"{name}!{_printable(member.name)}"
                try:
                    self._refuse_tar_member(member)
                except _RefusedError as error:
                    yield SourceError(path, str(error))
                    continue
                opened = archive.extractfile(member)
                data = opened.read() if opened else b""
                yield from self.unpack(path, io.BytesIO(data), depth + 1)
        if meter.tail.strip(b"\x00"):
            raise EOFError  # tarfile takes a broken header for the end; the real end is a block of zeros

    def _refuse_tar_member(self, member: tarfile.TarInfo) -> None:
        _refuse_path(member.name)
        if member.issym() or member.islnk():
            raise _RefusedError("it is a link, which is not followed")
        if not member.isreg() or member.issparse():
            raise _RefusedError("it is neither a file nor a folder")
        if member.size > self.limits.file_bytes:
            raise _RefusedError(self._too_large())

    def _read(self, stream: _Readable) -> bytes:
        """Read to the end, piece by piece, because what a header says of the size may be a lie."""
        data = bytearray()
        while piece := stream.read(MEGABYTE):
            data += piece
            if len(data) > self.limits.file_bytes:
                raise _RefusedError(self._too_large())
        return bytes(data)

    def spend(self, count: int) -> None:
        """Take `count` unpacked bytes from what is left."""
        self.bytes_left -= count
        if self.bytes_left < 0:
            most = self.limits.archive_bytes // MEGABYTE
            raise _RefusedError(f"the archive unpacks to more than {most} MB; the rest is not read")

    def _count_member(self) -> None:
        self.members_left -= 1
        if self.members_left < 0:
            most = self.limits.members
            raise _RefusedError(f"the archive has more than {most} files; the rest is not read")

    def _too_large(self) -> str:
        return f"it is larger than {self.limits.file_bytes // MEGABYTE} MB"


class _Meter(io.RawIOBase):
    """A stream that is read once from front to back, and watched."""

    def __init__(self, unpacked: _Readable, packed: BinaryIO | None, unpacking: _Unpacking) -> None:
        self._unpacked = unpacked
        self._packed = packed
        self._unpacking = unpacking
        self._ahead = b""
        self._count = 0
        self.tail = b""  # the last block that was read
        self.allowance: int | None = None  # how much may be read for the next member

    def put_back(self, data: bytes) -> None:
        self._ahead = data

    def read(self, size: int = -1, /) -> bytes:
        data, self._ahead = self._ahead[:size], self._ahead[size:]
        if len(data) < size:
            more = self._unpacked.read(size - len(data))
            self._watch(len(more))
            data += more
        self.tail = data[-_TAR_BLOCK:] or self.tail
        return data

    def _watch(self, count: int) -> None:
        self._count += count
        self._unpacking.spend(count)
        limits = self._unpacking.limits
        if self._packed and self._count > limits.ratio_slack + limits.ratio * self._packed.tell():
            raise _RefusedError("it unpacks to many times its size, as only a bomb does")
        if self.allowance is not None:
            self.allowance -= count
            if self.allowance < 0:
                raise _RefusedError("the archive has a header that is too large; the rest is not read")


def source_file(name: str, data: bytes) -> SourceFile:
    """Return the bytes of a file with their SHA-256."""
    return SourceFile(name, hashlib.sha256(data).hexdigest(), data)


def _is_tar(head: bytes) -> bool:
    return head[_TAR_MAGIC] == b"ustar"


def _refuse_path(path: str) -> None:
    """Raise if a member's name leads out of the archive: never written to, but nobody means well with it."""
    path = path.replace("\\", "/")
    if path.startswith("/") or _DRIVE.match(path) or ".." in path.split("/"):
        raise _RefusedError("its name leads out of the archive")


def _printable(name: str) -> str:
    return (
        name.encode("utf-8", errors="surrogateescape").decode("utf-8", errors="replace").replace("\x00", "")
    )


def _broken(error: BaseException) -> str:
    if isinstance(error, EOFError):
        return "the archive is cut off"
    return f"the archive is damaged ({str(error) or type(error).__name__})"
