"""Bytes to text: the encodings met in filings, and the files that are no text at all."""

from __future__ import annotations

import codecs

from filings.domain import SourceFile
from filings.exceptions import ParseError

_SIGNATURES = (
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"%PDF-", "a PDF file"),
    (b"{\\rtf", "a Rich Text file"),
    (b"PK\x03\x04", "a zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a database"),
)
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\x1a")) + b"\x7f"
_MOST_CONTROLS = 0.001  # a stray NUL happens in old filings; more than one in a thousand is no text
_C1 = {byte: bytes([byte]).decode("cp1252", errors="ignore") or None for byte in range(0x80, 0xA0)}
_WINDOWS_1252 = {byte: character for byte, character in _C1.items() if character}
_DROPPED = dict.fromkeys([*_CONTROLS, 0x1A, 0xFEFF])


def decode(source: SourceFile) -> str:
    r"""Return the text of `source` with "\n" as its only line end, or raise ParseError if it has none.

    UTF-8 and UTF-16 (with its mark) are read as such, everything else as Windows-1252, which is what filing
    agents typed; bytes that even Windows-1252 leaves open become the C1 controls they are in Latin-1.

    >>> decode(SourceFile("a.txt", "", b"caf\xc3\xa9\r\nPhase II \x96\r\n"))
    'café\nPhase II –\n'
    """
    data = source.data
    if not data.strip():
        raise ParseError(source.name, "it is empty")
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            raise ParseError(source.name, f"{name} is not a filing")
    text = _decode_utf16(source) if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else None
    if text is None:
        if len(data) - len(data.translate(None, _CONTROLS)) > max(8, len(data) * _MOST_CONTROLS):
            raise ParseError(source.name, "it is binary, not text")
        text = _decode_bytes(data)
    text = text.translate(_DROPPED)
    if not text.strip():
        raise ParseError(source.name, "it is empty")
    return text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")


def _decode_utf16(source: SourceFile) -> str:
    try:
        return source.data.decode("utf-16")
    except UnicodeDecodeError as error:
        raise ParseError(source.name, "it begins as UTF-16 text but is none") from error


def _decode_bytes(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        # A submission joins documents of several agents, so each line may have an encoding of its own.
        return "".join(_decode_line(line) for line in data.splitlines(keepends=True))


def _decode_line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1").translate(_WINDOWS_1252)
