"""The embedded engine: Whoosh 2.7.4 keeps the postings, everything that must be exact or quick is ours.

A place holds generations, each a Whoosh index in a folder of its own, and `current.json`, which names the
live one and the version of schema and analysis it was built with. A rebuild makes a new generation beside
the live one and switches that pointer in one step; an update is one commit within the live generation. Index
files are pickles, so the place is private and a place that others may write to is refused.

Whoosh's query parser, collectors and facets are not used: terms' postings are read a block at a time, and
combined as sets (`search.counting`). Facet values and texts for snippets are columns of the index, so that
they change in the same commit as the postings.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import math
import os
import pickle
import shutil
import stat
import struct
import threading
import time
import zlib
from array import array
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any as Whatever
from typing import NamedTuple, TypeVar
from uuid import uuid4

from django.utils.safestring import SafeString
from whoosh import columns, fields, index
from whoosh.analysis import Analyzer
from whoosh.analysis import Token as WhooshToken
from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.reading import IndexReader, ReaderClosed

from search import analysis, highlighting
from search.counting import FacetRow, FacetTable
from search.documents import Claim, SearchDocument
from search.exceptions import IndexMissing, IndexUnavailable, QueryError
from search.language import All, Any, Code, Leaf, Node, Not, Phrase, Prefix, Word, with_codes
from search.query import SearchQuery
from search.results import Hit, ResultPage
from search.stemming import stem

FORMAT = 1
"""Raise it where an index changes in a way that neither the schema nor the analysed sample below shows."""

REBUILD = "Run: python manage.py rebuild_index"

PATIENCE = 900.0
"""Seconds that a writer waits for another one."""

RETRIES = 6
MAX_EXPANSIONS = 2000
"""Words a prefix may stand for."""

WEIGHTS = {
    "headline": 3.0,
    "subheadline": 2.0,
    "body": 1.0,
    "contacts": 0.5,
    "aliases": 0.5,
    "boilerplate": 0.3,
}
"""How much a word counts in each field."""

SATURATION = 1.2
LENGTH_NORM = {
    "headline": 0.3,
    "subheadline": 0.3,
    "body": 0.75,
    "contacts": 0.5,
    "aliases": 0.0,
    "boilerplate": 0.75,
}
"""BM25F's k1, and its b of each field (Zaragoza and others, TREC 2004)."""

LONGEST_EVIDENCE = 600

T = TypeVar("T")


# --- schema ---------------------------------------------------------------------------------


class _TermAnalyzer(Analyzer):
    """Gives Whoosh the terms of `search.analysis`."""

    def __call__(self, value: str, **wanted: Whatever) -> Iterator[WhooshToken]:
        token = WhooshToken(positions=True)
        for term, position, _, _ in analysis.analyse(value):
            token.text = term
            token.pos = position
            token.boost = 1.0
            token.stopped = False
            yield token

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _TermAnalyzer)

    def __hash__(self) -> int:
        return hash(_TermAnalyzer)


def _schema() -> fields.Schema:
    texts = {name: fields.TEXT(analyzer=_TermAnalyzer(), phrase=True) for name in WEIGHTS}
    return fields.Schema(
        release=fields.COLUMN(columns.NumericColumn("q")),
        facets=fields.COLUMN(columns.VarBytesColumn()),
        display=fields.COLUMN(columns.VarBytesColumn()),
        **texts,
    )


_SAMPLE = "The ABC-2040 studies’ résumé: IX-17E, AB 381 and anti-tumor effects (Phase I/II) were AKB002's."


def _stamp() -> str:
    """Return what an index must agree with: its schema and how a sample is analysed."""
    facts = [FORMAT, sorted(_schema().names()), list(analysis.analyse(_SAMPLE)), FacetRow._fields]
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


STAMP = _stamp()


class _Display(NamedTuple):
    """What snippets are made of."""

    body: str
    contacts: str
    boilerplate: str
    claims: list[Claim]

    @classmethod
    def of(cls, document: SearchDocument) -> _Display:
        return cls(document.body, document.contacts, document.boilerplate, list(document.claims))

    def dump(self) -> bytes:
        return zlib.compress(json.dumps(self, ensure_ascii=False).encode())

    @classmethod
    def load(cls, data: bytes) -> _Display:
        body, contacts, boilerplate, claims = json.loads(zlib.decompress(data))
        return cls(body, contacts, boilerplate, [Claim(*claim) for claim in claims])


def _fields_of(document: SearchDocument) -> dict[str, Whatever]:
    texts = {name: getattr(document, name) for name in WEIGHTS}
    return {
        "release": document.release_id,
        "facets": FacetRow.of(document).dump(),
        "display": _Display.of(document).dump(),
        **{name: text for name, text in texts.items() if text},
    }


# --- one state of the index -------------------------------------------------------------------


class _Found(NamedTuple):
    """Releases that words find, and for each wanted word the releases' weights."""

    bits: int
    weights: list[dict[int, float]]


class _Snapshot:
    """One state of the index: a reader, and in memory what counting needs."""

    def __init__(self, name: str, reader: IndexReader) -> None:
        self.name = name
        self.generation = reader.generation()
        self.reader = reader
        self.leaves = [leaf for leaf, _ in reader.leaf_readers() if leaf.doc_count_all()]
        rows = [list(_column(leaf, "facets")) for leaf in self.leaves]
        is_live = [
            [not leaf.is_deleted(number) for number in range(leaf.doc_count_all())] for leaf in self.leaves
        ]
        read = [
            [FacetRow.load(row) if live else None for row, live in zip(*pair, strict=True)]
            for pair in zip(rows, is_live, strict=True)
        ]
        self.table = FacetTable(row for row in chain.from_iterable(read) if row is not None)
        self.ordinals = [
            array("l", (self.table.ordinals[row.release_id] if row else -1 for row in leaf)) for leaf in read
        ]
        self.places = {
            ordinal: (leaf, number)
            for leaf, numbers in enumerate(self.ordinals)
            for number, ordinal in enumerate(numbers)
            if ordinal >= 0
        }
        names = chain.from_iterable(self.table.names.values())
        self.codes = {"".join(part.text for part in analysis.parts(name)) for name in names}
        self._norms: dict[str, array[float]] = {}
        self._recent: OrderedDict[tuple[Node, bool], _Found] = OrderedDict()

    def close(self) -> None:
        self.reader.close()

    # --- answering ----------------------------------------------------------------------

    def answer(self, query: SearchQuery) -> ResultPage:
        found = self.find(query)
        selected = self.select(found, query)
        total = selected.bit_count()
        page = min(query.page, max(1, -(-total // query.size)))
        scores = self._scores(found, query)
        ordered = self._ordered(selected, scores, query)
        shown = ordered[(page - 1) * query.size : page * query.size]
        return ResultPage(
            query=query,
            total=total,
            hits=tuple(self._hit(ordinal, scores.get(ordinal, 0.0), query) for ordinal in shown),
            page=page,
            facets=self.table.facets(query, found.bits),
            histogram=self.table.histogram(query, found.bits),
        )

    def select(self, found: _Found, query: SearchQuery) -> int:
        """Return the releases that answer, one copy of each story unless all are asked for."""
        selected = found.bits & self.table.select(query)
        return selected if query.copies else self.table.once(selected, query)

    def find(self, query: SearchQuery) -> _Found:
        """Return what the words of the query find, before any facet."""
        if query.text is None:
            return _Found(self.table.everything, [])
        key = (query.text, query.boilerplate)
        if key not in self._recent:
            weights: list[dict[int, float]] = []
            bits = self._evaluate(self._tree(query.text), query.boilerplate, weights)
            self._recent[key] = _Found(bits, weights)
            if len(self._recent) > 16:
                self._recent.popitem(last=False)
        self._recent.move_to_end(key)
        return self._recent[key]

    def _tree(self, node: Node) -> Node:
        return with_codes(node, self.codes.__contains__)

    def _scores(self, found: _Found, query: SearchQuery) -> dict[int, float]:
        scores: dict[int, float] = defaultdict(float)
        if query.sort == "relevance":
            for weights in found.weights:
                for ordinal, weight in weights.items():
                    scores[ordinal] += weight
        return scores

    def _ordered(self, selected: int, scores: dict[int, float], query: SearchQuery) -> list[int]:
        newest_first = self.table.members(selected)
        if query.sort == "oldest":
            inside = set(newest_first)
            return [ordinal for ordinal in self.table.oldest_first if ordinal in inside]
        if query.sort == "relevance":
            return sorted(newest_first, key=lambda ordinal: -scores.get(ordinal, 0.0))
        return newest_first

    # --- words → releases ---------------------------------------------------------------

    def _evaluate(self, node: Node, boilerplate: bool, weights: list[dict[int, float]] | None) -> int:
        """Return the releases of a tree; the weights of wanted words go into `weights`."""
        match node:
            case Not(inner):
                return self.table.everything & ~self._evaluate(inner, boilerplate, None)
            case All(nodes):
                bits = self.table.everything
                for child in nodes:
                    bits &= self._evaluate(child, boilerplate, weights)
                return bits
            case Any(nodes):
                bits = 0
                for child in nodes:
                    bits |= self._evaluate(child, boilerplate, weights)
                return bits
        found = self._weigh(node, boilerplate)
        if weights is not None:
            weights.append(found)
        return self.table.bits(found)

    def _weigh(self, leaf: Leaf, boilerplate: bool) -> dict[int, float]:
        """Return the releases that hold a word, phrase or the like, with their BM25F weight."""
        frequencies: dict[int, float] = defaultdict(float)
        for field, weight in WEIGHTS.items():
            if field != "boilerplate" or boilerplate:
                norms = self._norm(field)
                for ordinal, frequency in self._frequencies(leaf, field).items():
                    frequencies[ordinal] += weight * frequency / norms[ordinal]
        rarity = math.log(1 + (self.table.size - len(frequencies) + 0.5) / (len(frequencies) + 0.5))
        return {ordinal: rarity * found / (SATURATION + found) for ordinal, found in frequencies.items()}

    def _norm(self, field: str) -> array[float]:
        """Return how long the field is in each release beside the average, as BM25F wants it."""
        if field not in self._norms:
            lengths = array("d", bytes(8 * self.table.size))
            for ordinal, (leaf, number) in self.places.items():
                lengths[ordinal] = self.leaves[leaf].doc_field_length(number, field) or 0
            average = sum(lengths) / self.table.size if self.table.size else 0.0
            b = LENGTH_NORM[field]
            self._norms[field] = array("d", (1 - b + b * length / (average or 1.0) for length in lengths))
        return self._norms[field]

    def _frequencies(self, leaf: Leaf, field: str) -> dict[int, float]:
        match leaf:
            case Word(text):
                return self._term_frequencies(field, [stem(text)])
            case Prefix(text):
                return self._term_frequencies(field, self._words_that_begin(field, text))
            case Phrase(words):
                return self._row_frequencies(field, words)
            case Code(parts):
                found = self._row_frequencies(field, parts)
                whole = analysis.joined(parts)
                for ordinal, frequency in self._term_frequencies(field, [whole] if whole else []).items():
                    found[ordinal] = max(found.get(ordinal, 0.0), frequency)
                return found

    def _words_that_begin(self, field: str, text: str) -> list[str]:
        words: set[bytes] = set()
        for reader in self.leaves:
            if field in reader.indexed_field_names():
                for start in (text, analysis.EXACT + text):
                    for word in reader.expand_prefix(field, start):
                        words.add(word)
                        if len(words) > MAX_EXPANSIONS:
                            raise QueryError(
                                f"Too many words begin with “{text}”. Write more letters before the star."
                            )
        return [word.decode() for word in words]

    def _term_frequencies(self, field: str, terms: Iterable[str]) -> dict[int, float]:
        frequencies: dict[int, float] = defaultdict(float)
        for term in terms:
            for reader, ordinals in zip(self.leaves, self.ordinals, strict=True):
                for numbers, weights, _ in _blocks(reader, field, term):
                    for number, weight in zip(numbers, weights, strict=True):
                        frequencies[ordinals[number]] += weight
        frequencies.pop(-1, None)  # deleted ones
        return frequencies

    def _row_frequencies(self, field: str, words: Iterable[str]) -> dict[int, float]:
        """Count where these words stand one after the other."""
        frequencies: dict[int, float] = {}
        terms = [stem(word) for word in words]
        for reader, ordinals in zip(self.leaves, self.ordinals, strict=True):
            values = {term: _values(reader, field, term) for term in set(terms)}
            rarest_first = sorted(values.values(), key=len)
            candidates = set(rarest_first[0]).intersection(*rarest_first[1:])
            decode = reader.schema[field].format.decode_positions
            for number in candidates:
                if ordinals[number] >= 0 and (count := _rows(terms, values, number, decode)):
                    frequencies[ordinals[number]] = float(count)
        return frequencies

    # --- snippets -----------------------------------------------------------------------

    def _hit(self, ordinal: int, score: float, query: SearchQuery) -> Hit:
        leaf, number = self.places[ordinal]
        display = _Display.load(_column(self.leaves[leaf], "display")[number])
        return Hit(self.table.ids[ordinal], score, self._snippet(display, query))

    def _snippet(self, display: _Display, query: SearchQuery) -> SafeString:
        """Return the claim's sentence where drug or phase was chosen, else the best passages."""
        proof = next((claim for claim in display.claims if _is_chosen(claim, query)), None)
        if proof is not None and proof.evidence:
            text = proof.evidence
            places = self._places(text, query, {proof.product}) + list(highlighting.phase_places(text))
            if len(text) <= LONGEST_EVIDENCE:
                return highlighting.marked(text, places)
            return highlighting.best_passages(text, places)
        others = [display.contacts, *([display.boilerplate] if query.boilerplate else [])]
        for text in [display.body, *others]:
            if places := self._places(text, query, set(query.product)):
                return highlighting.best_passages(text, places)
        return highlighting.best_passages(display.body, [])

    def _places(self, text: str, query: SearchQuery, products: set[str]) -> list[highlighting.Place]:
        if query.text is None and not products:
            return []
        tokens = list(analysis.analyse(text[: highlighting.READ]))
        wanted = highlighting.places_of(self._tree(query.text), tokens) if query.text else iter(())
        names = chain.from_iterable(self.table.names.get(product, ()) for product in products)
        return [*wanted, *highlighting.name_places(names, tokens)]


def _is_chosen(claim: Claim, query: SearchQuery) -> bool:
    return bool(query.product or query.phase) and (
        (not query.product or claim.product in query.product)
        and (not query.phase or claim.phase in query.phase)
        and (not query.indication or not query.phase or claim.indication in query.indication)
    )


def _column(reader: IndexReader, name: str) -> Whatever:
    return reader.column_reader(name, translate=False)


def _rows(
    terms: list[str], values: dict[str, dict[int, bytes]], number: int, decode: Callable[[bytes], list[int]]
) -> int:
    starts = set(decode(values[terms[0]][number]))
    for distance, term in enumerate(terms[1:], 1):
        starts.intersection_update(position - distance for position in decode(values[term][number]))
    return len(starts)


def _values(reader: IndexReader, field: str, term: str) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    for numbers, _, values in _blocks(reader, field, term):
        found.update(zip(numbers, values(), strict=True))
    return found


Block = tuple[Iterable[int], Iterable[float], Callable[[], Iterable[bytes]]]


def _blocks(reader: IndexReader, field: str, term: str) -> Iterator[Block]:
    """Yield a term's postings, block by block: document numbers (deleted ones too), weights, values.

    The matcher's own loop costs three calls a posting; this reads what it keeps inside, which is safe as the
    package is frozen.
    """
    if (field, term) not in reader:
        return
    matcher = reader.postings(field, term)
    if not isinstance(matcher, W3LeafMatcher):
        matcher = matcher.child  # out of the filter that skips deleted documents; we know them ourselves
    while not matcher._atend:
        matcher._read_ids()
        matcher._read_weights()
        yield matcher._ids, matcher._weights, lambda: _block_values(matcher)
        matcher._next_block()


def _block_values(matcher: W3LeafMatcher) -> Iterable[bytes]:
    matcher._read_values()
    values: Iterable[bytes] = matcher._values
    return values


_GONE = (FileNotFoundError, index.EmptyIndexError, ReaderClosed)
"""What a reader meets while a writer commits or switches."""

_DAMAGED = (OSError, EOFError, index.IndexError, pickle.UnpicklingError, struct.error, zlib.error)
"""What a reader meets in files that are broken."""


# --- the engine -------------------------------------------------------------------------------


class WhooshBackend:
    """SearchBackend on Whoosh, in a private folder."""

    def __init__(self, location: Path) -> None:
        self.location = Path(location)
        self._lock = threading.Lock()  # Whoosh's readers seek in files that threads would share
        self._snapshot: _Snapshot | None = None

    # --- reading ------------------------------------------------------------------------

    def search(self, query: SearchQuery) -> ResultPage:
        """Return one page of hits with facet counts over the whole result."""
        return self._read(lambda snapshot: snapshot.answer(query))

    def count(self, query: SearchQuery) -> int:
        """Return how many releases answer."""
        return self._read(lambda snapshot: snapshot.select(snapshot.find(query), query).bit_count())

    def _read(self, ask: Callable[[_Snapshot], T]) -> T:
        """Ask the live state; files may vanish under a reader while a writer commits, so ask again."""
        problem: Exception | None = None
        for attempt in range(RETRIES):
            try:
                with self._lock:
                    return ask(self._live_snapshot())
            except _GONE as error:
                problem = error
                self._forget()
                time.sleep(0.02 * 2**attempt)
            except _DAMAGED as error:
                problem = error
                break
        self._forget()
        raise IndexUnavailable(
            f"The index in {self.location} cannot be read: {problem}. {REBUILD}"
        ) from problem

    def _live_snapshot(self) -> _Snapshot:
        name = self._live_generation()
        live = index.open_dir(str(self.location / name), schema=None) if self._is_stale(name) else None
        if live is not None:
            old, self._snapshot = self._snapshot, _Snapshot(name, live.reader())
            if old is not None:
                old.close()
        assert self._snapshot is not None  # noqa: S101 - just made
        return self._snapshot

    def _is_stale(self, name: str) -> bool:
        snapshot = self._snapshot
        return snapshot is None or snapshot.name != name or snapshot.generation != self._latest_commit(name)

    def _latest_commit(self, name: str) -> int:
        numbers = (
            found[1]
            for entry in os.listdir(self.location / name)
            if (found := index.TOC._pattern("MAIN").match(entry))
        )
        return max(map(int, numbers), default=-1)

    def _forget(self) -> None:
        with self._lock:
            self._snapshot = None

    def _live_generation(self) -> str:
        """Return the name of the live generation; refuse one that this code cannot read."""
        try:
            pointer = self._pointer()
        except FileNotFoundError:
            raise IndexMissing(f"There is no search index in {self.location} yet. {REBUILD}") from None
        except (OSError, ValueError) as error:
            raise IndexUnavailable(
                f"The index in {self.location} cannot be read: {error}. {REBUILD}"
            ) from error
        if stat.S_IMODE(self.location.stat().st_mode) & 0o022:
            raise IndexUnavailable(
                f"Others may write to {self.location}, so it is not trusted: chmod 700 it."
            )
        if pointer.get("stamp") != STAMP or "generation" not in pointer:
            raise IndexUnavailable(f"The index in {self.location} is of another version. {REBUILD}")
        return pointer["generation"]

    # --- writing ------------------------------------------------------------------------

    def replace_all(self, documents: Iterable[SearchDocument]) -> int:
        """Build a fresh index beside the live one, then swap; return how many went in."""
        with self._writing():
            name = f"generation-{time.strftime('%Y%m%dT%H%M%S', time.gmtime())}-{uuid4().hex[:8]}"
            folder = self.location / name
            folder.mkdir(mode=0o700)
            try:
                count = _write(index.create_in(str(folder), _schema()), documents, ())
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
            _sync(folder)
            before = self._pointed_at()
            self._point_at(name)
            self._clean_up({name, before})
            return count

    def upsert(self, documents: Iterable[SearchDocument]) -> None:
        """Add or replace these documents, all or none."""
        with self._writing():
            self._change(list(documents), ())

    def remove(self, release_ids: Collection[int]) -> None:
        """Take these releases out, all or none; those that are not in are no error."""
        with self._writing():
            self._change([], release_ids)

    def _change(self, documents: list[SearchDocument], removed: Collection[int]) -> None:
        if not documents and not removed:
            return
        name = self._live_generation()
        try:
            live = index.open_dir(str(self.location / name))
        except (index.IndexError, FileNotFoundError) as error:
            raise IndexUnavailable(f"The index in {self.location} is damaged: {error}. {REBUILD}") from error
        _write(live, documents, {*removed, *(document.release_id for document in documents)})

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the one writer's lock; a killed writer leaves none behind."""
        try:
            self.location.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.location.chmod(0o700)
        except OSError as error:
            raise IndexUnavailable(f"No index can be kept in {self.location}: {error.strerror}.") from error
        with (self.location / "writing.lock").open("w") as lock:
            deadline = time.monotonic() + PATIENCE
            while True:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > deadline:
                        raise IndexUnavailable(
                            f"Another process has been writing to {self.location} too long."
                        ) from None
                    time.sleep(0.05)
            yield

    def _pointed_at(self) -> str:
        try:
            return self._pointer().get("generation", "")
        except (OSError, ValueError):
            return ""

    def _pointer(self) -> dict[str, str]:
        pointer = json.loads((self.location / "current.json").read_text(encoding="utf-8"))
        if not isinstance(pointer, dict):
            raise ValueError("current.json names no generation")
        return pointer

    def _point_at(self, name: str) -> None:
        fresh = self.location / "current.json.new"
        with fresh.open("w", encoding="utf-8") as stream:
            json.dump({"generation": name, "stamp": STAMP}, stream)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(self.location / "current.json")
        _sync_entry(self.location)

    def _clean_up(self, kept: set[str]) -> None:
        """Delete generations nobody reads: all but the live one and the one before it."""
        for folder in self.location.glob("generation-*"):
            if folder.name not in kept:
                shutil.rmtree(folder, ignore_errors=True)


def _write(live: index.FileIndex, documents: Iterable[SearchDocument], replaced: Collection[int]) -> int:
    """Take out and put in, in one commit; on any error nothing is changed."""
    writer = live.writer(limitmb=256)
    count = 0
    try:
        for number in _numbers_of(live, replaced):
            writer.delete_document(number)
        for document in documents:
            writer.add_document(**_fields_of(document))
            count += 1
    except BaseException:
        writer.cancel()
        raise
    writer.commit()
    return count


def _numbers_of(live: index.FileIndex, release_ids: Collection[int]) -> list[int]:
    """Return Whoosh's numbers of the documents of these releases."""
    if not release_ids:
        return []
    wanted = set(release_ids)
    reader = live.reader()
    try:
        return [
            number + offset
            for leaf, offset in reader.leaf_readers()
            if leaf.doc_count_all()
            for number, release_id in enumerate(_column(leaf, "release"))
            if release_id in wanted and not leaf.is_deleted(number)
        ]
    finally:
        reader.close()


def _sync(folder: Path) -> None:
    """Make sure that a generation is on the disk before it goes live; Whoosh does not."""
    for path in folder.iterdir():
        _sync_entry(path)
    _sync_entry(folder)


def _sync_entry(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
