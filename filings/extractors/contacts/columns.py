"""Columns of contacts that were flattened: written out cell by cell, or line by line side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from filings.extractors.contacts.reader import (
    Piece,
    Reader,
    is_mail_of,
    is_named_after,
)
from filings.extractors.contacts.tokens import Kind, Token, listed

_DETAILS = {Kind.PHONE, Kind.EMAIL}
_TOGETHER = re.compile(r"[/,;]|\b(?:and|or)\b")


def lines_of(pieces: Sequence[Piece]) -> list[list[Piece]]:
    lines: list[list[Piece]] = []
    for piece in pieces:
        if lines and "\n" not in piece.gap and piece.group == lines[-1][-1].group:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return lines


def find_interleaved(units: Sequence[list[Piece]]) -> list[list[Piece]] | None:
    """Return the columns of a table that was written out cell by cell, or None where it is no such thing.

    A row has as many numbers or addresses as there are columns, or none; each column has somebody.
    """
    for width in range(2, 6):
        if len(units) % width or len(units) < 2 * width:
            continue
        rows = [units[at : at + width] for at in range(0, len(units), width)]
        kinds = [[{piece.kind for piece in unit} for unit in row] for row in rows]
        if not all(any(Kind.PERSON in row[column] for row in kinds) for column in range(width)):
            continue
        detailed = [row for row in kinds if any(unit & _DETAILS for unit in row)]
        of_one_make = all(len(row[0]) == 1 and all(unit == row[0] for unit in row) for row in detailed)
        in_one_cell = any(_TOGETHER.search(unit[0].gap) for row in rows for unit in row[1:])
        if not detailed or not of_one_make or in_one_cell:
            continue
        return [[piece for row in rows for piece in row[column]] for column in range(width)]
    return None


def split_abreast(
    reader: Reader, tokens: Sequence[Token]
) -> tuple[Sequence[Token], list[list[Piece]], Sequence[Token]]:
    """Return what stands before columns whose lines were run together, the columns, and what stands behind.

    Such columns have one attribute a line; a line of numbers or addresses tells how many they are.
    """
    lines = _token_lines(tokens)
    widths = [_details_abreast(line) for line in lines]
    width = max(widths, default=0)
    if width < 2:
        return tokens, [], []
    first = widths.index(width)
    last = len(widths) - 1 - widths[::-1].index(width)
    top = first
    while top and not any(token.kind for token in lines[top - 1]) and not _only_cues(lines[top - 1]):
        top -= 1
    columns: list[list[Piece]] = [[] for _ in range(width)]
    for line in lines[top : last + 1]:
        cells = _cells_abreast(reader, line, width)
        for column, cell in zip(columns, cells, strict=False):
            column += cell
    while last + 1 < len(lines) and all(token.kind for token in lines[last + 1]):
        last += 1  # a row with empty cells: each address goes to the person or firm it is named after
        for token in lines[last]:
            column = next((c for c in columns if _is_column_of(token, c)), columns[0])
            column.append(Piece(token.kind or Kind.PHONE, [token]))
    if not any(piece.kind is Kind.PERSON for column in columns for piece in column):
        return tokens, [], []
    before = [token for line in lines[:top] for token in line]
    after = [token for line in lines[last + 1 :] for token in line]
    return before, columns, after


def _is_column_of(token: Token, column: Sequence[Piece]) -> bool:
    return any(
        (piece.kind is Kind.PERSON and is_named_after(token.text, piece))
        or (piece.kind is Kind.ORGANISATION and is_mail_of(token.text, piece.value))
        for piece in column
    )


def _token_lines(tokens: Sequence[Token]) -> list[list[Token]]:
    lines: list[list[Token]] = []
    for token in tokens:
        if lines and "\n" not in token.gap and token.group == lines[-1][-1].group:
            lines[-1].append(token)
        else:
            lines.append([token])
    return lines


def _only_cues(line: Sequence[Token]) -> bool:
    return all(token.key in listed("cue") for token in line)


def _details_abreast(line: Sequence[Token]) -> int:
    """Count the numbers or addresses of a line that holds nothing else, side by side and under one label."""
    details = [token for token in line if token.kind]
    labels = {token.key for token in line if not token.kind}
    if len({token.kind for token in details}) != 1 or labels - listed("cue") or len(labels) > 1:
        return 0
    if labels & {"or", "and"} or any(re.search(r"[/,;|&]", token.gap) for token in line[1:]):
        return 0
    return len(details)


def _cells_abreast(reader: Reader, line: Sequence[Token], width: int) -> list[list[Piece]]:
    """Cut one line into as many cells as there are columns; the pieces of a cell are in order."""
    details = [Piece(token.kind, [token]) for token in line if token.kind]
    if details:
        each = max(1, len(details) // width)
        return [details[at : at + each] for at in range(0, len(details), each)]
    if _only_cues(line):
        return []
    natural = reader.divide(line)
    for kind in (Kind.PERSON, Kind.ORGANISATION):
        starts = [n for n, piece in enumerate(natural) if piece.kind is kind]
        if len(starts) == width and starts[0] == 0:  # "Name, title Name, title"
            return [natural[a:b] for a, b in pairwise([*starts, len(natural)])]
    return [[piece] for piece in reader.divide([_without_colon(token) for token in line], exactly=width)]


def _without_colon(token: Token) -> Token:
    """Return a word of a flattened line: the colon behind it ends a cell, not a run."""
    return Token(
        token.text, token.start, token.end, token.group, token.gap.replace(":", " "), None, token.label
    )
