"""What a person types, checked and brought into form before it becomes a correction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from filings.domain import Phase, ReleaseRecord, Status
from filings.exceptions import CorrectionError
from filings.ingest.fitting import storable
from filings.naming import fold_code
from filings.overlay.shelves import SHELVES, places
from filings.overlay.values import Value, What
from filings.vocabularies import load

_LENGTHS = {What.HEADLINE: 1000, What.SUBHEADLINE: 5000, What.QUOTE: 20_000}
_LONGEST = 200
_MOST_VALUES = 50
_LISTS = ("aliases", "phones", "emails")
_OTHER_TOPIC = "other"


def checked(what: What, given: Mapping[str, Any], release: ReleaseRecord, *, adding: bool) -> Value:
    """Return the fields to set in their form; raises CorrectionError where one cannot be."""
    shelf = SHELVES[what]
    unknown = sorted(set(given) - set(shelf.fields))
    if unknown:
        raise CorrectionError(f"A {what} has no field “{unknown[0]}”.")
    value = {field: _field(what, field, given[field]) for field in given}
    for field in shelf.required:
        if (adding or field in value) and not value.get(field):
            raise CorrectionError(f"The {field} of a {what} cannot be empty.")
    if not value:
        raise CorrectionError("Nothing was given to correct it to.")
    if adding and what is What.CONTACT and not any(value.get(field) for field in ("name", "role", "emails")):
        raise CorrectionError("A contact needs a name, a role or an e-mail address.")
    if value.get("product"):
        _check_owner(value["product"], release)
    return value


def _field(what: What, field: str, given: Any) -> Any:
    if what is What.DATE:
        return _day(given)
    if field in _LISTS:
        return _texts(given)
    text = _text(given, _LENGTHS.get(what, _LONGEST))
    if field == "phase" and text not in {phase.value for phase in Phase}:
        raise CorrectionError(f"“{text}” is no phase.")
    if field == "status" and text and text not in {status.value for status in Status}:
        raise CorrectionError(f"“{text}” is no status.")
    if what is What.TOPIC and text not in topics():
        raise CorrectionError(f"“{text}” is no topic.")
    if (what is What.CANDIDATE or field == "product") and text and not fold_code(text):
        raise CorrectionError(f"“{text}” has neither letters nor digits.")
    return text or None


def topics() -> list[str]:
    """Return the topics that a release can have."""
    names = [topic["name"] for topic in load("topics")["topics"]]
    return list(dict.fromkeys([*names, _OTHER_TOPIC]))


def _day(given: Any) -> str:
    try:
        day = given if isinstance(given, date) else date.fromisoformat(str(given).strip())
    except ValueError:
        raise CorrectionError("The date must be given as year-month-day, like 2004-03-31.") from None
    return day.isoformat()


def _text(given: Any, longest: int) -> str:
    text = " ".join(str(storable(str(given))).split()) if given is not None else ""
    if len(text) > longest:
        raise CorrectionError(f"That is longer than {longest:,} characters.")
    return text


def _texts(given: Any) -> list[str]:
    if isinstance(given, str) or not hasattr(given, "__iter__"):
        given = str(given or "").split(",")
    texts = list(dict.fromkeys(text for item in given if (text := _text(item, _LONGEST))))
    if len(texts) > _MOST_VALUES:
        raise CorrectionError(f"Those are more than {_MOST_VALUES}.")
    return texts


def _check_owner(product: str, release: ReleaseRecord) -> None:
    """Refuse a claim for a drug that the release does not speak of."""
    names = {
        fold_code(name)
        for candidate in release.facts.candidates
        for name in (candidate.name, *(alias.name for alias in candidate.aliases))
    }
    if fold_code(product) not in names:
        raise CorrectionError(f"“{product}” is no candidate of this release; add it as one first.")


def placed(
    what: What, value: Value, text: str, *, words: str, start: int | None, end: int | None
) -> tuple[int | None, int | None, str]:
    """Return where an added fact stands and the words there; raises CorrectionError where that must be known."""
    if start is not None and end is not None:
        if not 0 <= start < end <= len(text):
            raise CorrectionError("That place is not within the release.")
        return start, end, text[start:end]
    own_words = words.strip() or (SHELVES[what].words(value) if what is not What.PHASE_CLAIM else "")
    found = next(places(own_words, text), None)
    if found is not None:
        return found.start, found.end, found.of(text)
    if words.strip():
        raise CorrectionError("Those words do not stand in the release.")
    if what is What.PHASE_CLAIM:
        raise CorrectionError("Give the sentence of the release that says so.")
    if what in (What.CANDIDATE, What.CONTACT, What.QUOTE):
        raise CorrectionError(f"“{own_words}” does not stand in the release; give the words that do.")
    return None, None, ""
