"""Typing errors in codes: one code with two figures changed over is the frequent one beside it.

Companies number their drugs in series, so codes that look alike are two drugs unless all speaks against it: the
one is frequent, the other is printed once or twice, never beside the first, and nothing is said of it alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from filings.diseases import find_diseases
from filings.drugs import MISPRINT, Shape, find_codes
from filings.extractors.candidates.aliases import Link
from filings.extractors.candidates.sightings import Weighed
from filings.extractors.candidates.surroundings import Reading

_MOST_OFTEN = 2
"""A code printed more often than this is meant."""
_TIMES = 3
"""How many times as often the right code is printed, at least."""
_SERIAL = re.compile(r"([A-Za-z]+)[- ]?(\d{3,6})")
_ANOTHER = re.compile(
    r"\b(?:back-?ups?|second|third|another|other|both|two|also|successor|follow-on|next|new|newer|sister|related|"
    r"analog\w*|derivative|respectively|in addition|compared|versus|than|as well as)\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(r"\b(?:completed|previous|prior|earlier|past|preceding)\b", re.IGNORECASE)
_PHASE = re.compile(r"\bphase ([1-4i]+v?)", re.IGNORECASE)


def find_misprints(reading: Reading, weighed: dict[str, Weighed]) -> Iterator[Link]:
    """Yield for each code that is a typing error what ties it to the code that was meant."""
    codes = {key: parts for key, entry in weighed.items() if (parts := _parts(entry))}
    rare = [key for key in codes if len(weighed[key].names) <= _MOST_OFTEN]
    frequent = [key for key in codes if len(weighed[key].names) >= _TIMES]
    in_background = (
        {name.key for words in reading.background for name in find_codes(words)} if rare else set()
    )
    for key in rare:
        meant = [
            other
            for other in frequent
            if codes[other][0] == codes[key][0]
            and _is_slip(codes[key][1], codes[other][1])
            and len(weighed[other].names) >= _TIMES * len(weighed[key].names)
        ]
        if (
            len(meant) == 1
            and key not in in_background
            and not _stands_alone(key, meant[0], weighed, reading)
        ):
            number, name = weighed[key].names[0]
            sentence = reading.sentences[number]
            place = name.span.moved(sentence.span.start)
            yield Link(meant[0], key, name.printed, place, sentence.span, key, MISPRINT)


def _parts(entry: Weighed) -> tuple[str, str] | None:
    """Return a serial code's letters, in capitals, and its figures."""
    if not entry.names or entry.names[0][1].shape not in (Shape.CODE, Shape.WEAK_CODE):
        return None
    match = _SERIAL.fullmatch(entry.names[0][1].printed)
    return (match[1].upper(), match[2]) if match else None


def _is_slip(wrong: str, right: str) -> bool:
    """Tell whether figures differ by a slip: two neighbours changed over, or one wrong inside four or more.

    The first and the last figure tell the drugs of a series apart, and so does a nought in a short number.

    >>> [_is_slip(wrong, "2040") for wrong in ("2400", "2140", "2041", "3040")]
    [True, True, False, False]
    >>> _is_slip("210", "201"), _is_slip("235", "253")
    (False, True)
    """
    if len(wrong) != len(right):
        return False
    apart = [n for n, (one, other) in enumerate(zip(wrong, right, strict=True)) if one != other]
    if len(apart) == 1:
        return len(wrong) > 3 and 0 < apart[0] < len(wrong) - 1
    if len(apart) != 2 or apart[1] != apart[0] + 1:
        return False
    pair = wrong[apart[0] : apart[0] + 2]
    return pair == right[apart[0] : apart[0] + 2][::-1] and (len(wrong) > 3 or "0" not in pair)


def _stands_alone(key: str, meant: str, weighed: dict[str, Weighed], reading: Reading) -> bool:
    """Tell whether anything is said of a code that is not said of the one it may stand for."""
    entry = weighed[key]
    if entry.praise["apposed"]:
        return True
    told = {number for number, _ in weighed[meant].names}
    around = [reading.sentences[number].words for number in sorted(told)]
    diseases = {name for words in around for _, name in find_diseases(words)}
    phases = {match[1].lower() for words in around for match in _PHASE.finditer(words)}
    return any(
        number in told or _tells_more(reading.sentences[number].words, diseases, phases)
        for number, _ in entry.names
    ) or any(reading.sentences[number].tabular for number, _ in entry.names)


def _tells_more(words: str, diseases: set[str], phases: set[str]) -> bool:
    if _ANOTHER.search(words) or any(name not in diseases for _, name in find_diseases(words)):
        return True
    fresh = any(match[1].lower() not in phases for match in _PHASE.finditer(words))
    return fresh and not _EARLIER.search(words)
