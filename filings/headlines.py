"""Showing headlines that were printed in capitals the way a sentence is written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from filings.prose import is_english
from filings.vocabularies import load

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_TIED = re.compile(r"\S+")  # what may be a code or an abbreviation: IL-22R, U.S., R&D
_MAY = re.compile(r"\bmay(?= \d)")
_ENOUGH_WORDS = 3
_MOSTLY = 0.8
_LONGEST_ABBREVIATION = 4


def is_printed_in_capitals(headline: str) -> bool:
    """Tell whether a headline is set in capitals, but for words such as `siRNA` or `of`.

    >>> is_printed_in_capitals("ACME ANNOUNCES RESULTS OF siRNA STUDY")
    True
    >>> is_printed_in_capitals("Acme announces FDA and EMA meetings")
    False
    """
    letters = [letter for letter in headline if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    return len(_WORD.findall(headline)) >= _ENOUGH_WORDS and capitals >= _MOSTLY * len(letters)


def sentence_capitals(headline: str, text: str = "", names: Iterable[str] = ()) -> str:
    """Return a headline printed in capitals as a sentence would be; any other as it is.

    How a word is written is learnt from the release's own `text` and from `names` known to occur; then from
    a list of words that headlines are made of. A short word that none of them knows stays an abbreviation,
    a longer one is taken for a name unless it is English. Every character keeps its place, so offsets go on counting.

    >>> sentence_capitals("ACME BEGINS PHASE II TRIAL OF GTX-40 IN LUNG CANCER", "Acme treats lung cancer.")
    'Acme begins Phase II trial of GTX-40 in lung cancer'
    >>> sentence_capitals("ACME TO PRESENT AT ASCO", names=["Acme Pharma"])
    'Acme to present at ASCO'
    """
    if not is_printed_in_capitals(headline):
        return headline
    spelling = _spellings(headline, text, names)
    pieces: list[str] = []
    done = 0
    for tied in _TIED.finditer(headline):
        pieces += [headline[done : tied.start()], _shown(tied[0], spelling, first=done == 0)]
        done = tied.end()
    return _MAY.sub("May", "".join([*pieces, headline[done:]]))


def _shown(tied: str, spelling: dict[str, str], *, first: bool) -> str:
    """Return what stands between two blanks, each word of it in its own spelling."""
    if re.fullmatch(r"\d+(?:ST|ND|RD|TH)\W*", tied):
        return tied.lower()
    if any(character.isdigit() for character in tied) or re.search(r"[^\W\d_]\.[^\W\d_]|&", tied):
        return tied
    shown = _WORD.sub(lambda word: _respelt(word[0], spelling), tied)
    return _capitalised(shown) if first and shown.islower() else shown


def _respelt(word: str, spelling: dict[str, str]) -> str:
    if not word.isupper():
        return word  # set apart on purpose: siRNA
    shown = spelling.get(word.casefold(), "") or _unseen(word)
    return shown if len(shown) == len(word) else word


def _unseen(word: str) -> str:
    """Return a word that nothing tells of: an abbreviation, an English word or a name."""
    if len(word) <= _LONGEST_ABBREVIATION:
        return word
    return word.lower() if is_english(word) else _capitalised(word)


def _capitalised(word: str) -> str:
    """Return the word with its first letter in capitals, but for marks before it.

    >>> _capitalised("“NEW")
    '“New'
    """
    start = next((index for index, letter in enumerate(word) if letter.isalpha()), 0)
    return word[:start] + word[start : start + 1].upper() + word[start + 1 :].lower()


def _spellings(headline: str, text: str, names: Iterable[str]) -> dict[str, str]:
    """Return how each word of the headline is written elsewhere, by its folded form."""
    wanted = {word.casefold() for word in _WORD.findall(headline)}
    spelling = {word: shown for word, shown in _vocabulary().items() if word in wanted}
    written = Counter(word for word in _WORD.findall(text) if word.casefold() in wanted)
    written -= Counter(_WORD.findall(headline))  # the text begins with the headline itself
    seen: dict[str, Counter[str]] = {}
    for word, number in written.items():
        seen.setdefault(word.casefold(), Counter())[word] = number
    always = {word.casefold() for word in load("headline_words")["capitals"].split()}
    for folded, forms in seen.items():
        if folded not in always:
            spelling[folded] = _usual(forms, spelling.get(folded))
    for name in names:
        spelling |= {
            word.casefold(): word
            for word in _WORD.findall(name)
            if word.casefold() in wanted and not word.isupper()
        }
    return spelling


def _usual(forms: Counter[str], known: str | None) -> str:
    """Return the form in which running text writes a word; a capital may only begin a sentence."""
    lower = sum(number for form, number in forms.items() if form.islower())
    if lower and lower * 4 >= forms.total():
        return next(form for form in forms if form.islower())
    written = Counter({form: number for form, number in forms.items() if not form.isupper()})
    if known is not None and known.islower() and not lower:
        return known
    return (written or forms).most_common(1)[0][0]


@cache
def _vocabulary() -> dict[str, str]:
    words = load("headline_words")
    return (
        {word: word for word in words["lower"].split()}
        | {word: word.capitalize() for word in words["capitalised"].split()}
        | {word.casefold(): word for word in words["capitals"].split()}
        | {"phase": "Phase"}
    )
