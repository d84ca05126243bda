"""People to write to or ring: who stands in a release's contact blocks, with firm, role, numbers, addresses.

Contact blocks keep no form. So a block is brought into reading order (`blocks`: paragraphs, cells, columns),
cut into numbers, addresses and words (`tokens`), its words are told apart as people, firms, roles and titles
by the division with the highest score (`reader`), flattened columns are recovered (`columns`), and the pieces
are put together (`assembly`).
"""

from __future__ import annotations

from collections.abc import Sequence

from filings.domain import ContactFact, ReleaseText, Span
from filings.extractors.contacts.assembly import Contact, adopt_strays, assemble, complete_firms, each_once
from filings.extractors.contacts.blocks import MAX_BLOCK, find_regions, last_paragraphs, streams_of
from filings.extractors.contacts.columns import find_interleaved, lines_of, split_abreast
from filings.extractors.contacts.reader import Piece, Reader
from filings.extractors.contacts.tokens import EMAIL, Kind, Token, tokens_of

MAX_WORDS = 1_200  # words of all blocks of a release together


def find_contacts(
    release: ReleaseText, *, registrants: Sequence[str], signatory: str | None
) -> tuple[ContactFact, ...]:
    """Return the contacts that a release prints in its contact blocks, in reading order, each person once.

    Where no section is marked as one, a paragraph near the end that is headed like one is taken, or a last
    line that is a person with a number. Dial-in numbers, addresses of prospectuses and trials in the body are
    no contacts; a fax is no phone; a department without a person has no name.
    """
    found: list[Contact] = []
    if regions := find_regions(release):
        found = _in_regions(release, regions, registrants, signatory)
    else:
        for span in last_paragraphs(release):
            found += _unheaded(release, span, registrants, signatory)
    complete_firms(found)
    found = each_once(adopt_strays(found))
    return tuple(contact.fact() for contact in found if contact.is_worth_telling(signatory))


def _in_regions(
    release: ReleaseText, regions: Sequence[Span], registrants: Sequence[str], signatory: str | None
) -> list[Contact]:
    addresses = [
        match.group()
        for region in regions
        for match in EMAIL.finditer(release.text[region.start : min(region.end, region.start + MAX_BLOCK)])
    ]
    reader = Reader(addresses, registrants, signatory)
    found: list[Contact] = []
    left = MAX_WORDS
    for stream in streams_of(release, regions):
        tokens = [token for cell in stream for token in tokens_of(release.text, cell)]
        left -= len(tokens)
        if left < 0:
            break
        found += _contacts(reader, tokens)
    return found


def _unheaded(
    release: ReleaseText, span: Span, registrants: Sequence[str], signatory: str | None
) -> list[Contact]:
    """Return the contacts of a last paragraph that begins with somebody's name and is no sentence."""
    contacts = _in_regions(release, [span], registrants, signatory)
    first = next((contact for contact in contacts if contact.person), None)
    if first is None or first.person is None or not (first.person.piece.strong or first.title):
        return []
    return contacts if first.words[0].start - span.start < 4 else []


def _contacts(reader: Reader, tokens: Sequence[Token]) -> list[Contact]:
    """Return the contacts of one stream: of its columns where some were flattened, else in reading order."""
    pieces = reader.divide(tokens)
    bare = [piece for piece in pieces if piece.kind is not Kind.HEADING]
    columns = find_interleaved([[piece] for piece in bare]) or find_interleaved(lines_of(bare))
    if columns:
        return _assemble_all(columns)
    before, columns, after = split_abreast(reader, tokens)
    if columns:
        return [*assemble(reader.divide(before)), *_assemble_all(columns), *_contacts(reader, after)]
    return assemble(pieces)


def _assemble_all(columns: Sequence[Sequence[Piece]]) -> list[Contact]:
    return [contact for column in columns for contact in assemble(column)]
