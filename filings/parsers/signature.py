"""Who signed a form and when: "By: /s/ Ada Ng", "(signed) Ada Ng, President", a name printed twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from filings.dates import find_dates

SIGNATURE_STATEMENT = re.compile(
    r"(?i)duly\s+caused\s+this\s+(?:report|form|amendment)\b|thereunto\s+duly\s+authori[sz]ed"
)
_OFFICE = (
    "chief|officer|president|secretary|director|controller|treasurer|counsel|chairman|chair|vice|manager|attorney|head|"
    "registrant|executive|affairs|representative|signatory"
)
_OPENS_OFFICE = (
    rf"(?:{_OFFICE}|comptroller|managing|general|senior|principal|interim|deputy|authori[sz]ed|C[EFOM]O)"
)
SIGNATURE_LINE = re.compile(
    rf"(?i)^\W*(?:by|per|name|title|dated?|its|signed)\b\s*:|/s/|^\W*dated?\b|\b(?:{_OFFICE})\b"
)
_MARK = re.compile(
    r"(?i)/\s?s\s?/|\\s\\|(?<!\w)s/(?=\s)|[(\[](?:s|sgd|signed)[)\]]|[\"“](?:s|signed)[\"”]|\bsigned\s*:"
)
"""What stands for a signature itself."""
_LABEL = re.compile(r"(?i)(?<=\S)\s+(?=(?:name|title|its|dated?)\s*:)")
_SIGNS = re.compile(r"(?i)(?:^|\b)(?:by|per)\s*:\s*(?P<by>.*)$|\0\s*(?P<signed>.*)$")
_QUOTED = re.compile(r"[\"“”]([^\"“”]{3,60})[\"“”]\s*(.*)$")
_TWICE = re.compile(r"(?i)(?P<name>\S.{2,48}?)[\s,_]+(?P<again>(?P=name))(?!\w)[\s,]*(?P<rest>.*)$")
_OFFICE_BEHIND = re.compile(
    rf"(?P<name>\S+\s.{{0,48}}?\S)(?:\s*[,(]\s*|\s+[-–—]\s+|\s+)(?P<rest>(?i:{_OPENS_OFFICE})\b.*)$"
)
_DEGREES = re.compile(
    r"(?i)(?:,?\s*(?:ph\.?\s?d|m\.?d|c\.?a|cpa|mba|ll\.?[bm]|esq|jr|sr|q\.?c)\.?(?=[\s,]|$))+[\s,]*"
)


def read_signature(lines: str) -> tuple[date | None, str | None, str | None]:
    """Return day, name and title from the words of a signature.

    >>> read_signature("By: /s/ Ada Ng Ada Ng President\\nDated: May 5, 2008")[1:]
    ('Ada Ng', 'President')
    """
    statement = SIGNATURE_STATEMENT.search(lines)
    words = lines[statement.end() :] if statement else lines
    dated = re.search(r"(?i)\bdated?\b\s*:?", words)
    dates = list(find_dates(words, dated.end() if dated else 0)) or list(find_dates(words))
    marked = _MARK.sub("\0", words)
    flat = [part.strip(" _-–—\t") for line in re.split(r"[\n\t]", marked) for part in _LABEL.split(line)]
    flat = [part for part in flat if part]
    name, office = _signed_name(flat)
    labelled = next((part for part in flat if re.match(r"(?i)name\s*:", part)), None)
    if labelled and not name:
        name = _clean_name(labelled)
    title = next(
        (found for part in flat if (found := re.search(r"(?i)\b(?:title|its)\s*:\s*(.+)", part))), None
    )
    return dates[0].on() if dates else None, name, (" ".join(title[1].split()) if title else office) or None


def _signed_name(flat: Sequence[str]) -> tuple[str | None, str | None]:
    """Return the name after "By:" or the mark of a signature, and the office that follows it."""
    for n, line in enumerate(flat):
        match = _SIGNS.search(line)
        if not match:
            continue
        signed = (match["by"] if match["by"] is not None else match["signed"]).replace("\0", " ")
        name, rest = _name_and_rest(signed)
        following = [rest] if rest else []
        if not name and n + 1 < len(flat):
            name, rest = _name_and_rest(flat[n + 1])
            following, n = [rest] if rest else [], n + 1
        following += flat[n + 1 : n + 5]
        return (_as_printed(name, following), _office(name, following)) if name else (None, None)
    return _name_twice(flat)


def _name_and_rest(signed: str) -> tuple[str | None, str]:
    """Return a name and what is printed behind it on the same line."""
    signed = signed.strip(" _'‘’")
    quoted = _QUOTED.search(signed)
    if quoted:
        return _clean_name(quoted[1]), quoted[2]
    twice = _TWICE.match(signed)
    if twice:
        return _clean_name(twice["again"]), twice["rest"]
    behind = _OFFICE_BEHIND.match(signed)
    if behind:
        return _clean_name(behind["name"]), behind["rest"].strip(" )")
    return _clean_name(signed), ""


def _as_printed(name: str, following: Sequence[str]) -> str:
    """Return a name signed in capitals as it is printed below, where it is."""
    below = following[0] if following else ""
    again = re.match(rf"(?i)(?:name\s*:\s*)?({re.escape(name)})(?!\w)", below)
    return again[1] if again and name.isupper() else name


def _name_twice(flat: Sequence[str]) -> tuple[str | None, str | None]:
    """Return a name that is printed twice, once in quotation marks as signed, and the office after it."""
    for n, (signed, printed) in enumerate(pairwise(flat)):
        name = _clean_name(signed)
        if name and signed[:1] in "\"“”'" and printed.casefold().startswith(name.casefold()):
            return name, _office(name, flat[n + 1 : n + 6])
    return None, None


def _clean_name(words: str) -> str | None:
    words = re.sub(r"(?i)^\W*(?:name|by)\s*:|\0", " ", words).strip(' "“”_.,-–—')
    name, _, _ = words.partition(",")
    name = " ".join(name.split())
    return name if 3 <= len(name) <= 60 and not any(c.isdigit() for c in name) else None


def _office(name: str, following: Sequence[str]) -> str | None:
    offices: list[str] = []
    for line in following:
        words = re.sub(r"(?i)^\W*name\s*:\s*", "", line)
        if words.casefold().startswith(name.casefold()):
            words = words[len(name) :].strip(" ,")
        words = _DEGREES.sub("", words) if _DEGREES.match(words) else words
        if not words or re.match(r"(?i)(?:dated?|title)\b", words) or next(find_dates(words), None):
            continue
        if not SIGNATURE_LINE.search(words) and not offices:
            continue
        if not SIGNATURE_LINE.search(words):
            break
        offices.append(words.strip(" ,"))
    return " ".join(" ".join(offices).split()) or None
