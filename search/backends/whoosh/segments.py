"""Segments of a Whoosh index that are written from sorted arrays and read as arrays.

A segment is what Whoosh 2.7.4 calls one: a file of terms, a file of postings, a column. Whoosh opens, reads and
searches it; but a term's postings are one block whose numbers are plain little-endian arrays, so that millions
of them are written and read without a step of Python for each:

    magic  length  block info      rows           frequencies    positions      tail
    "W3Bl" int32   for Whoosh      differences    one a row      of all rows    how many, how wide

Beside Whoosh's files a segment has its terms field by field (to find those that begin so, or look alike), and
for each row the lengths of its fields and the digest of its document.
"""

from __future__ import annotations

import io
import mmap
import os
import pickle
import struct
from array import array
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh import index
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3Codec, W3LeafMatcher, W3Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.filetables import HashWriter, OrderedHashReader, OrderedHashWriter
from whoosh.filedb.structfile import StructFile
from whoosh.system import pack_ushort
from whoosh.util.numlists import GrowableArray

from search.arrays import mapped
from search.backends.whoosh.schema import DISPLAY, schema
from search.documents import TEXTS
from search.inversion import Numbers, Places, Rows, Run, changes, merged

INDEX = "MAIN"
"""Whoosh's name for the only index of a folder."""

_TERM = struct.Struct("!BfIBBfIIqi")
"""Whoosh's facts of a term: inlined, weight, rows, two lengths, heaviest, first and last row, place, size."""

_CRC32 = 1
_LENGTHS = struct.Struct("!II")
_POINTER = struct.Struct("!IQ")
_NO_POINTER = bytes(_POINTER.size)
"""Of Whoosh's hash tables: the kind of hash, what stands before an entry, and where one lies."""

_TAIL = struct.Struct("<IQBBBx")
"""How many rows, how many positions; bytes a difference, a frequency, a position."""


# --- what Whoosh must know ---------------------------------------------------------------------


class ArrayCodec(W3Codec):
    """Whoosh's own codec but for the postings."""

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> Any:
        """Return a matcher over a block of arrays."""
        return _ArrayMatcher(dbfile, *terminfo.extent(), format_, term=term, scorer=scorer)


class _ArrayMatcher(W3LeafMatcher):
    """Whoosh's way through a term's postings."""

    def _read_data(self) -> None:
        block = decoded(self._postfile.get(self._startoffset, self._nextoffset - self._startoffset))
        ends = np.cumsum(block.frequencies, dtype=np.int64)
        places = block.positions.astype("<u4").tobytes()
        self._data = (
            block.rows.tolist(),
            block.frequencies.astype(float).tolist(),
            [
                places[4 * begin : 4 * end]
                for begin, end in zip((ends - block.frequencies).tolist(), ends.tolist(), strict=True)
            ],
        )

    def _read_ids(self) -> None:
        self._ids = self._part(0)

    def _read_weights(self) -> None:
        self._weights = self._part(1)

    def _read_values(self) -> None:
        self._values = self._part(2)

    def _part(self, number: int) -> list[Any]:
        if self._data is None:
            self._read_data()
        part: list[Any] = self._data[number]
        return part


# --- files --------------------------------------------------------------------------------------


class _MappedFile(StructFile):
    """A file in memory that all processes share. Threads may read it at once: nothing is sought in it."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as stream:
            is_empty = not os.fstat(stream.fileno()).st_size
            data = b"" if is_empty else mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        self.data: bytes | mmap.mmap = data
        super().__init__(io.BytesIO() if is_empty else data, name=path.name)

    def get(self, position: int, length: int) -> bytes:
        """Return the bytes from a position on."""
        return self.data[position : position + length]


class Storage(FileStorage):
    """A folder whose files are mapped, and where what takes another's name is on the disk before it does."""

    def open_file(self, name: str, **wanted: Any) -> _MappedFile:
        """Map a file."""
        return _MappedFile(Path(self.folder) / name)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Rename a file for good."""
        sync(Path(self.folder) / oldname)
        super().rename_file(oldname, newname, safe=safe)
        sync(Path(self.folder))


def sync(path: Path) -> None:
    """Wait until a file, or a folder's list of files, is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# --- blocks -------------------------------------------------------------------------------------


class Block(NamedTuple):
    """The postings of a term within a segment: rows, how often it stands in each, and where."""

    rows: Rows
    frequencies: NDArray[Any]
    positions: NDArray[Any]

    def positions_of(self, rows: Rows) -> Iterator[tuple[int, list[int]]]:
        """Yield those of these rows that hold the term, each with its positions."""
        at = np.searchsorted(self.rows, rows)
        is_in = at < len(self.rows)
        is_in[is_in] = self.rows[at[is_in]] == rows[is_in]
        ends = np.cumsum(self.frequencies, dtype=np.int64)
        for row, place in zip(rows[is_in].tolist(), at[is_in].tolist(), strict=True):
            yield row, self.positions[ends[place] - self.frequencies[place] : ends[place]].tolist()


def decoded(data: bytes | memoryview) -> Block:
    """Return what a block holds; frequencies and positions are looked at where they lie."""
    rows, places, row_width, frequency_width, position_width = _TAIL.unpack(data[-_TAIL.size :])
    positions_at = len(data) - _TAIL.size - places * position_width
    frequencies_at = positions_at - rows * frequency_width
    differences = np.frombuffer(data, f"<u{row_width}", rows, frequencies_at - rows * row_width)
    return Block(
        np.cumsum(differences, dtype=np.int32),
        np.frombuffer(data, f"<u{frequency_width}", rows, frequencies_at),
        np.frombuffer(data, f"<u{position_width}", places, positions_at),
    )


class _Terms(NamedTuple):
    """What Whoosh's facts say of a term."""

    rows: int
    places: int
    heaviest: int
    first: int
    last: int


def _blocks(stretches: Sequence[Places]) -> Iterator[tuple[int, _Terms, bytes]]:
    """Yield the terms that have places, each with its facts and its block."""
    if len(stretches) > 1:
        yield 0, *_block(stretches)
    for terms, rows, positions in stretches if len(stretches) == 1 else ():
        is_term = changes(terms)
        row_at = np.flatnonzero(is_term | changes(rows))  # where each posting's places begin
        of_term = np.flatnonzero(is_term[row_at])  # where each term's postings begin
        rows_there = rows[row_at]
        frequencies = np.diff(row_at, append=len(terms))
        differences = np.diff(rows_there, prepend=0)
        differences[of_term] = rows_there[of_term]
        row_ends = np.append(of_term[1:], len(row_at)).tolist()
        place_starts = np.append(row_at[of_term], len(terms)).tolist()
        columns = [
            _packed(differences, of_term),
            _packed(frequencies, of_term),
            _packed(positions, np.array(place_starts[:-1], np.int64)),
        ]
        heaviest = np.maximum.reduceat(frequencies, of_term).tolist()
        for at, (term, first, last) in enumerate(
            zip(terms[row_at[of_term]].tolist(), of_term.tolist(), row_ends, strict=True)
        ):
            begin, end = place_starts[at], place_starts[at + 1]
            facts = _Terms(
                last - first, end - begin, heaviest[at], int(rows_there[first]), int(rows_there[last - 1])
            )
            (by_row, row_width), (by_frequency, width), (by_position, place_width) = (
                (packed, widths[at]) for packed, widths in columns
            )
            row_bytes = by_row[row_width][first * row_width : last * row_width]
            frequency_bytes = by_frequency[width][first * width : last * width]
            position_bytes = by_position[place_width][begin * place_width : end * place_width]
            tail = _TAIL.pack(facts.rows, facts.places, row_width, width, place_width)
            yield term, facts, row_bytes + frequency_bytes + position_bytes + tail


def _block(stretches: Sequence[Places]) -> tuple[_Terms, bytes]:
    """Return the facts and the block of one term, of which each stretch has rows of its own, higher ones later."""
    begins = [np.flatnonzero(changes(rows)) for _, rows, _ in stretches]
    rows = np.concatenate([rows[at] for at, (_, rows, _) in zip(begins, stretches, strict=True)])
    frequencies = np.concatenate(
        [np.diff(at, append=len(rows)) for at, (_, rows, _) in zip(begins, stretches, strict=True)]
    )
    heaviest = int(frequencies.max())
    place_width = _width(max(int(positions.max()) for _, _, positions in stretches))
    places = b"".join(positions.astype(f"<u{place_width}").tobytes() for _, _, positions in stretches)
    differences = np.diff(rows, prepend=0)
    row_width, width = _width(int(differences.max())), _width(heaviest)
    facts = _Terms(len(rows), len(places) // place_width, heaviest, int(rows[0]), int(rows[-1]))
    tail = _TAIL.pack(facts.rows, facts.places, row_width, width, place_width)
    packed = differences.astype(f"<u{row_width}").tobytes(), frequencies.astype(f"<u{width}").tobytes()
    return facts, b"".join((*packed, places, tail))


def _width(highest: int) -> int:
    """Return how many bytes a number needs."""
    return 1 if highest < 1 << 8 else 2 if highest < 1 << 16 else 4


def _packed(numbers: NDArray[Any], starts: Numbers) -> tuple[dict[int, bytes], list[int]]:
    """Return the numbers as bytes of each width that is needed, and how many bytes each stretch needs."""
    highest = np.maximum.reduceat(numbers, starts)
    widths = np.where(highest < 1 << 8, 1, np.where(highest < 1 << 16, 2, 4))
    needed = np.unique(widths).tolist()
    return {width: numbers.astype(f"<u{width}").tobytes() for width in needed}, widths.tolist()


# --- writing ------------------------------------------------------------------------------------


class SegmentWriter:
    """Writes one segment: displays row by row, then all the rest. It belongs to no commit yet."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._segment = ArrayCodec().new_segment(storage, INDEX)
        self._stream = self._segment.create_file(storage, f".display{W3Codec.COLUMN_EXT}")
        self._displays = DISPLAY.writer(self._stream)
        self.size = 0
        """Rows that have a display so far."""

    def add(self, display: bytes) -> None:
        """Keep what snippets of the next row are made of."""
        self._displays.add(self.size, display)
        self.size += 1

    def finish(
        self,
        runs: Mapping[str, Sequence[Run]],
        lengths: NDArray[np.uint32],
        digests: NDArray[np.uint64],
    ) -> W3Segment:
        """Write the postings of each field, its lengths (a line a field of TEXTS), and each row's digest."""
        self._displays.finish(self.size)
        self._stream.close()
        segment = self._segment
        segment.set_doc_count(self.size)
        segment._fieldlengths = dict(zip(TEXTS, lengths.sum(axis=1).tolist(), strict=True))
        _write_terms(self._storage, segment, runs)
        folder = Path(self._storage.folder)
        lengths.astype("<u4").tofile(folder / segment.make_filename(".lengths"))
        digests.astype("<u8").tofile(folder / segment.make_filename(".digests"))
        for name in segment.list_files(self._storage):
            sync(folder / name)
        return segment

    @property
    def name(self) -> str:
        """What the names of the segment's files begin with."""
        name: str = self._segment.segment_id()
        return name

    def close(self) -> None:
        """Close what is open; files of a segment that was not finished are left to the next writer."""
        if not self._stream.is_closed:
            self._stream.close()


def _write_terms(storage: Storage, segment: W3Segment, runs: Mapping[str, Sequence[Run]]) -> None:
    stream = segment.create_file(storage, W3Codec.TERMS_EXT)
    try:
        table = _TermTable(stream)
        table.extras["fieldmap"] = {field: number for number, field in enumerate(TEXTS)}
        with segment.create_file(storage, W3Codec.POSTS_EXT) as postings:
            start = 0
            for number, field in enumerate(TEXTS):
                words = Path(storage.folder) / segment.make_filename(f".{field}.words")
                with words.open("wb") as list_of_words:
                    list_of_words.write(b"\n")
                    for vocabulary, stretches in merged(runs[field]):
                        for term, facts, block in _blocks(stretches):
                            word = vocabulary[term].encode()
                            head = _head(facts, block)
                            size = len(head) + len(block)
                            table.add(pack_ushort(number) + word, _told(facts, start, size))
                            postings.write(head + block)
                            list_of_words.write(word + b"\n")
                            start += size
        table.close()
    finally:
        if not stream.is_closed:
            stream.close()


def _head(facts: _Terms, block: bytes) -> bytes:
    """Return what stands before a block: that it is the last one, and what Whoosh is told of it."""
    info = pickle.dumps((facts.rows, facts.last, float(facts.heaviest), 0, 0, 0), 2)
    return WHOOSH3_HEADER_MAGIC + struct.pack("!i", -(len(info) + len(block))) + info


def _told(facts: _Terms, start: int, size: int) -> bytes:
    """Return what the table of terms tells of one."""
    weight, heaviest = float(facts.places), float(facts.heaviest)
    return _TERM.pack(0, weight, facts.rows, 0, 0, heaviest, facts.first, facts.last, start, size)


class _TermTable(OrderedHashWriter):
    """Whoosh's table of terms, written without asking the file where it is, or for each slot."""

    def __init__(self, stream: StructFile) -> None:
        HashWriter.__init__(self, stream, hashtype=_CRC32)
        self.index = GrowableArray("H")
        self.lastkey = b""
        self.buckets = [
            array("Q") for _ in range(256)
        ]  # hash and position in turn: tuples take ten times the room
        self._position = stream.tell()

    def add(self, key: bytes, value: bytes) -> None:
        """Write a term; terms come in ascending order."""
        self.dbfile.write(_LENGTHS.pack(len(key), len(value)) + key + value)
        self.index.append(self._position)
        number = self.hashfn(key)
        self.buckets[number & 255].extend((number, self._position))
        self._position += _LENGTHS.size + len(key) + len(value)

    def _write_hashes(self) -> None:
        for entries in self.buckets:
            slots = [b""] * len(entries)  # twice as many as there are entries
            for number, position in zip(entries[::2], entries[1::2], strict=True):
                slot = (number >> 8) % len(slots)
                while slots[slot]:
                    slot = (slot + 1) % len(slots)
                slots[slot] = _POINTER.pack(number, position)
            self.directory.append((self._position, len(slots)))
            table = b"".join(slot or _NO_POINTER for slot in slots)
            self.dbfile.write(table)
            self._position += len(table)


# --- reading ------------------------------------------------------------------------------------


class Leaf:
    """A segment as it is read. Its rows are counted from 0; deleted ones are still in."""

    def __init__(self, storage: Storage, segment: W3Segment) -> None:
        self.segment = segment
        self.size: int = segment.doc_count_all()
        self._storage = storage
        terms = storage.open_file(segment.make_filename(W3Codec.TERMS_EXT))
        self._terms = OrderedHashReader(terms, len(terms.data))
        self._fields: dict[str, int] = self._terms.extras["fieldmap"]
        self._postings = memoryview(self._open(W3Codec.POSTS_EXT).data)
        self._displays = self._open(f".display{W3Codec.COLUMN_EXT}")
        self._words = {field: self._open(f".{field}.words").data for field in self._fields}
        self._texts = DISPLAY.reader(self._displays, 0, len(self._displays.data), self.size)
        self.lengths: NDArray[np.uint32] = self._mapped("lengths", "<u4").reshape(len(TEXTS), self.size)
        self.digests: NDArray[np.uint64] = self._mapped("digests", "<u8")

    def _open(self, extension: str) -> _MappedFile:
        return self._storage.open_file(self.segment.make_filename(extension))

    def _mapped(self, name: str, kind: str) -> NDArray[Any]:
        return mapped(Path(self._storage.folder) / self.segment.make_filename(f".{name}"), kind)

    def block(self, field: str, term: str) -> Block | None:
        """Return the postings of a term, None where it does not occur."""
        facts = self._terms.get(pack_ushort(self._fields[field]) + term.encode())
        if facts is None:
            return None
        start, size = _TERM.unpack(facts)[-2:]
        if start + size > len(self._postings):
            raise EOFError("postings end too early")
        return decoded(self._postings[start : start + size])

    def terms(self, field: str, prefix: str = "") -> list[str]:
        """Return the terms of a field that begin so, sorted."""
        words = self._words[field]
        start = b"\n" + prefix.encode()
        first = words.find(start)
        if first < 0:
            return []
        last = words.find(b"\n", words.rfind(start) + 1) if prefix else len(words) - 1
        return words[first + 1 : max(last, first + 1)].decode().split("\n") if last > first else []

    def display(self, row: int) -> bytes:
        """Return what snippets of a row are made of."""
        data: bytes = self._texts[row]
        return data

    def displays(self) -> Iterator[bytes]:
        """Yield the displays of all rows."""
        return iter(self._texts)

    def run(self, field: str, renumbered: Rows) -> LeafRun:
        """Return the postings of a field for a merge; rows get new numbers, and go where that is -1."""
        return LeafRun(self, field, renumbered)


class LeafRun:
    """A field of a segment as a run."""

    def __init__(self, leaf: Leaf, field: str, renumbered: Rows) -> None:
        self._leaf = leaf
        self._field = field
        self._renumbered = renumbered
        self.terms: Sequence[str] = leaf.terms(field)
        self.counts = np.array([_TERM.unpack(leaf._terms[key])[1] for key in self._keys()], np.int64)

    def _keys(self) -> Iterator[bytes]:
        prefix = pack_ushort(self._leaf._fields[self._field])
        return (prefix + term.encode() for term in self.terms)

    def places(self, first: int, last: int) -> Places:
        """Return the places of `terms[first:last]` in rows that are kept."""
        blocks = [self._leaf.block(self._field, term) for term in self.terms[first:last]]
        found = [(number, block) for number, block in enumerate(blocks, first) if block is not None]
        if not found:
            nothing = np.empty(0, np.int32)
            return Places(nothing, nothing, nothing)
        terms = np.repeat(
            np.array([number for number, _ in found], np.int32), [len(block.positions) for _, block in found]
        )
        rows = np.concatenate(
            [np.repeat(self._renumbered[block.rows], block.frequencies) for _, block in found]
        )
        positions = np.concatenate([block.positions.astype(np.int32) for _, block in found])
        kept = rows >= 0
        return Places(terms[kept], rows[kept], positions[kept])


def read_commit(storage: Storage) -> index.TOC:
    """Read the latest commit."""
    return index.TOC.read(storage, INDEX)


def write_commit(storage: Storage, number: int, segments: Sequence[W3Segment]) -> None:
    """Make these segments the state of the index, in one step."""
    index.TOC(schema(), list(segments), number).write(storage, INDEX)


def latest_commit(folder: Path) -> int:
    """Return the number of the latest commit of a folder, -1 where there is none."""
    pattern = index.TOC._pattern(INDEX)
    found = (pattern.match(entry) for entry in os.listdir(folder))
    return max((int(match[1]) for match in found if match), default=-1)
