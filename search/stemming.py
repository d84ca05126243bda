"""Porter's stemmer (M. F. Porter, "An algorithm for suffix stripping", Program 14:3, 1980).

Our own, so that the index, the reader's query and the marks in a snippet agree whatever engine is used.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

_VOWEL_SOUND = re.compile(r"[aeiou]|(?<=[^aeiou])y")
_MEASURE = re.compile(r"[aeiouy]+[^aeiouy]+")
_DOUBLED = re.compile(r"([^aeiouylsz])\1$")
_SHORT = re.compile(r"[^aeiou][aeiouy][^aeiouwxy]$")

_STEP_2 = {
    "ational": "ate", "tional": "tion", "enci": "ence", "anci": "ance", "izer": "ize", "bli": "ble",
    "alli": "al", "entli": "ent", "eli": "e", "ousli": "ous", "ization": "ize", "ation": "ate",
    "ator": "ate", "alism": "al", "iveness": "ive", "fulness": "ful", "ousness": "ous", "aliti": "al",
    "iviti": "ive", "biliti": "ble", "logi": "log",
}  # fmt: skip
_STEP_3 = {"icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": ""}
_STEP_4 = (
    "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou",
    "ism", "ate", "iti", "ous", "ive", "ize",
)  # fmt: skip


def _longest_first(suffixes: Iterable[str]) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(sorted(suffixes, key=len, reverse=True)) + ")$")


_ENDING_2, _ENDING_3, _ENDING_4 = map(_longest_first, (_STEP_2, _STEP_3, _STEP_4))


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """Return what the forms of an English word have in common; `word` is lower case, without accents.

    >>> [stem(word) for word in ("results", "resulting", "studies", "study", "relational", "velorizin")]
    ['result', 'result', 'studi', 'studi', 'relat', 'velorizin']
    """
    if len(word) <= 2 or len(word) > 40 or not word.isascii():
        return word
    word = _without_inflection(_without_plural(word))
    if word.endswith("y") and _has_vowel(word[:-1]):
        word = word[:-1] + "i"
    word = _exchanged(word, _ENDING_2, _STEP_2)
    word = _exchanged(word, _ENDING_3, _STEP_3)
    return _without_final_e(_without_suffix(word))


def _has_vowel(stem: str) -> bool:
    return _VOWEL_SOUND.search(stem) is not None


def _measure(stem: str) -> int:
    """Count the vowel-consonant sequences, Porter's m; y is a vowel after a consonant only."""
    sounds = re.sub(r"(?<![^aeiou])y", "j", stem)
    return len(_MEASURE.findall(sounds))


def _is_short(stem: str) -> bool:
    return _SHORT.search(stem) is not None


def _without_plural(word: str) -> str:
    if word.endswith(("sses", "ies")):
        return word[:-2]
    if word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def _without_inflection(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) > 0 else word
    for ending in ("ed", "ing"):
        if word.endswith(ending):
            rest = word.removesuffix(ending)
            return _mended(rest) if _has_vowel(rest) else word
    return word


def _mended(rest: str) -> str:
    """Give back the letter that an inflection hid: hop(p)ing, fil(e)ing, conflat(e)ed."""
    if rest.endswith(("at", "bl", "iz")):
        return rest + "e"
    if _DOUBLED.search(rest):
        return rest[:-1]
    if _measure(rest) == 1 and _is_short(rest):
        return rest + "e"
    return rest


def _exchanged(word: str, ending: re.Pattern[str], into: dict[str, str]) -> str:
    found = ending.search(word)
    if found and _measure(word[: found.start()]) > 0:
        return word[: found.start()] + into[found.group()]
    return word


def _without_suffix(word: str) -> str:
    found = _ENDING_4.search(word)
    if not found:
        return word
    rest = word[: found.start()]
    if _measure(rest) <= 1 or (found.group() == "ion" and not rest.endswith(("s", "t"))):
        return word
    return rest


def _without_final_e(word: str) -> str:
    if word.endswith("e"):
        rest = word[:-1]
        measure = _measure(rest)
        if measure > 1 or (measure == 1 and not _is_short(rest)):
            word = rest
    if word.endswith("ll") and _measure(word) > 1:
        word = word[:-1]
    return word
