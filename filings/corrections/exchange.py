"""What people decided, as a file: carried to another database, or kept beside the originals as a back-up.

JSON Lines: a header with the version of the form, then one decision a line, in a stable order, so that two
exports of the same decisions are the same bytes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q

from filings.corrections.judging import concerned, settle_contacts
from filings.corrections.suppressing import filings_to_withhold, filings_with_withheld, forget
from filings.exceptions import CorrectionError, FilingError
from filings.ingest.again import read_kept, settle_again, write_again
from filings.ingest.fitting import fitted
from filings.models import (
    ContactJudgement,
    Correction,
    Decision,
    Filing,
    Judgement,
    ProductJudgement,
    Release,
    Review,
    Suppression,
    VocabularyEntry,
)
from filings.overlay.values import Action, State, What

FORM = "phaseline-corrections"
VERSION = 2
"""What version 1 did not hold: reviews, judgements about contacts, contacts withheld. It is read as well."""

_DECISION = ("reason", "made_by_name", "undone_by_name")
_CORRECTION = (
    "filing_identity", "filing_key", "number", "headline", "what", "action", "extracted", "corrected",
    "start", "end", "words", "turn",
)  # fmt: skip
_UNDOING = ("undone_at", "undone_by_name", "undone_by_id")
_JUDGEMENTS: dict[str, type[Judgement]] = {
    "judgement": ProductJudgement,
    "contact judgement": ContactJudgement,
}
_REVIEW = ("kind", "token", "seen", "title", "verdict")
_ENTRY = ("kind", "text", "target", "note", "active")


@dataclass(slots=True)
class ImportReport:
    """What an import did. `waiting` are corrections whose release is not in the archive (yet)."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    waiting: list[Correction] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def export() -> Iterator[str]:
    """Yield the lines of the file, without line ends."""
    yield _line({"form": FORM, "version": VERSION})
    for entry in VocabularyEntry.objects.order_by("kind", "text"):
        yield _line({"type": "vocabulary", **{name: getattr(entry, name) for name in _ENTRY}})
    for kind, judgements in _JUDGEMENTS.items():
        for judgement in judgements._default_manager.order_by("made_at", "uid"):
            yield _line({"type": kind, **_decision(judgement), "groups": judgement.groups})
    for suppression in Suppression.objects.order_by("made_at", "uid"):
        yield _line({"type": "suppression", **_decision(suppression), "digests": suppression.digests})
    rows = Correction.objects.select_related("superseded_by")
    for row in rows.order_by("filing_identity", "number", "turn", "made_at", "uid"):
        successor = str(row.superseded_by.uid) if row.superseded_by else None
        values = {name: getattr(row, name) for name in _CORRECTION}
        yield _line(
            {
                "type": "correction",
                **_decision(row),
                **values,
                "together": str(row.together) if row.together else None,
                "superseded_by": successor,
            }
        )
    for review in Review.objects.select_related("judgement", "contact_judgement").order_by("made_at", "uid"):
        yield _line({"type": "review", **_decision(review), **_review_values(review)})


def import_lines(lines: Iterable[str]) -> ImportReport:
    """Take over the decisions of a file; to do so twice changes nothing more.

    The filings concerned are read again at once. A correction whose release is not there waits for it.
    """
    values = list(_parsed(lines))
    report = ImportReport()
    with transaction.atomic():
        touched: dict[type, list[Any]] = defaultdict(list)
        for number, value in values:
            row, outcome = _taken(value, number)
            setattr(report, outcome, getattr(report, outcome) + 1)
            if outcome != "unchanged":
                touched[type(row)].append(row)
        _tie([value for _, value in values])
        settle_again(concerned(touched[ProductJudgement]))
        settle_contacts(touched[ContactJudgement])
        forget()
    for filing in _filings_of(touched):
        try:
            with transaction.atomic():
                write_again([read_kept(filing)])
        except FilingError as error:
            report.failures.append(str(error))
    uids = [UUID(value["uid"]) for _, value in values if value["type"] == "correction"]
    waiting = Correction.objects.filter(undone_at=None, state=State.WAITING)
    report.waiting = [row for row in waiting if row.uid in set(uids)]
    return report


# --- out --------------------------------------------------------------------------------------


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _decision(row: Decision) -> dict[str, Any]:
    return {
        "uid": str(row.uid),
        "made_at": row.made_at.isoformat(),
        "undone_at": row.undone_at.isoformat() if row.undone_at else None,
        **{name: getattr(row, name) for name in _DECISION},
    }


def _review_values(row: Review) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in _REVIEW},
        "corrections": sorted(str(uid) for uid in row.corrections.values_list("uid", flat=True)),
        "judgement": str(row.judgement.uid) if row.judgement else None,
        "contact_judgement": str(row.contact_judgement.uid) if row.contact_judgement else None,
    }


# --- in ---------------------------------------------------------------------------------------


def _parsed(lines: Iterable[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the decisions of a file with their line numbers, after its header was found to be right."""
    header = None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            raise CorrectionError(f"Line {number} is not JSON.") from None
        if not isinstance(value, dict):
            raise CorrectionError(f"Line {number} is no decision.")
        if header is None:
            header = value
            if value.get("form") != FORM:
                raise CorrectionError("This is no file of corrections: its first line does not say so.")
            if value.get("version") not in (1, VERSION):
                raise CorrectionError(
                    f"The file has version {value.get('version')}; versions 1 to {VERSION} are read."
                )
        else:
            yield number, value
    if header is None:
        raise CorrectionError("The file is empty.")


def _taken(value: dict[str, Any], number: int) -> tuple[Decision | VocabularyEntry, str]:
    """Write one decision; return its row, and whether it is new, changed or unchanged."""
    take = _TAKEN_BY.get(value.get("type", ""))
    if take is None:
        raise CorrectionError(f"Line {number} is of an unknown type.")
    try:
        return _saved(*take(value))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CorrectionError(f"Line {number} cannot be read ({error}).") from error


def _correction(value: dict[str, Any]) -> tuple[Correction, Correction | None, tuple[str, ...]]:
    row = Correction(**{name: value[name] for name in _CORRECTION})
    row.together = UUID(value["together"]) if value.get("together") else None
    row.what, row.action = What(row.what), Action(row.action)  # others are refused
    for fact in (row.extracted, row.corrected):
        if not isinstance(fact, dict | None):
            raise ValueError("a fact is an object")
    known = Correction.objects.filter(uid=UUID(value["uid"])).first()
    return _decided(row, value), known, (*_UNDOING, "state")


def _judgement(value: dict[str, Any]) -> tuple[Judgement, Judgement | None, tuple[str, ...]]:
    kind = _JUDGEMENTS[value["type"]]
    row = _decided(kind(groups=[[str(name) for name in group] for group in value["groups"]]), value)
    return row, kind._default_manager.filter(uid=row.uid).first(), _UNDOING


def _suppression(value: dict[str, Any]) -> tuple[Suppression, Suppression | None, tuple[str, ...]]:
    row = _decided(Suppression(digests=[str(digest) for digest in value["digests"]]), value)
    return row, Suppression.objects.filter(uid=row.uid).first(), _UNDOING


def _review(value: dict[str, Any]) -> tuple[Review, Review | None, tuple[str, ...]]:
    row = _decided(Review(**{name: value[name] for name in _REVIEW}), value)
    row.verdict = Review.Verdict(row.verdict)  # others are refused
    if not isinstance(row.seen, list):
        raise ValueError("what was seen is a list")
    row.release = _release_of(row.seen)
    if value["judgement"]:
        row.judgement = ProductJudgement.objects.filter(uid=value["judgement"]).first()
    if value["contact_judgement"]:
        row.contact_judgement = ContactJudgement.objects.filter(uid=value["contact_judgement"]).first()
    return row, Review.objects.filter(uid=row.uid).first(), _UNDOING


def _release_of(seen: list[Any]) -> Release | None:
    """Return the release that a question was about, where what was seen tells and it is there."""
    if len(seen) < 2 or not isinstance(seen[1], int):
        return None
    of_filing = Q(filing__accession_number=seen[0]) | Q(filing__originals__sha256=seen[0])
    return Release.objects.filter(of_filing, number=seen[1]).first()


def _entry(value: dict[str, Any]) -> tuple[VocabularyEntry, VocabularyEntry | None, tuple[str, ...]]:
    row = VocabularyEntry(**{name: value[name] for name in _ENTRY})
    if row.kind not in VocabularyEntry.Kind.values:
        raise ValueError(f"no kind of entry: {row.kind}")
    known = VocabularyEntry.objects.filter(kind=row.kind, text=row.text).first()
    return row, known, ("target", "note", "active")


def _decided(row: Any, value: dict[str, Any]) -> Any:
    """Set what all decisions have; an account of the same name is taken to be the same person's."""
    row.uid = UUID(value["uid"])
    row.made_at = datetime.fromisoformat(value["made_at"])
    row.undone_at = datetime.fromisoformat(value["undone_at"]) if value["undone_at"] else None
    for name in _DECISION:
        setattr(row, name, str(value[name]))
    row.made_by_id = _account(row.made_by_name)
    row.undone_by_id = _account(row.undone_by_name) if row.undone_at else None
    if row.undone_at and isinstance(row, Correction):
        row.state = State.UNDONE
    return row


def _account(name: str) -> int | None:
    return (
        get_user_model().objects.filter(username=name).values_list("pk", flat=True).first() if name else None
    )


def _saved(row: Any, known: Any | None, mutable: tuple[str, ...]) -> tuple[Any, str]:
    """Write a decision; of one that is known only the undoing is taken over, and never an undoing undone."""
    if known is None:
        fitted(row).save()
        return row, "new"
    if isinstance(known, Decision) and (known.undone_at or not row.undone_at):
        return known, "unchanged"
    if all(getattr(known, name) == getattr(row, name) for name in mutable):
        return known, "unchanged"
    for name in mutable:
        setattr(known, name, getattr(row, name))
    fitted(known).save()
    return known, "changed"


def _tie(values: Sequence[dict[str, Any]]) -> None:
    """Tie corrections to those that took their place, and answers to the corrections they led to."""
    successors = {
        UUID(value["uid"]): UUID(value["superseded_by"])
        for value in values
        if value["type"] == "correction" and value.get("superseded_by")
    }
    keys = dict(Correction.objects.filter(uid__in=set(successors.values())).values_list("uid", "pk"))
    for row in Correction.objects.filter(uid__in=successors, superseded_by=None):
        row.superseded_by_id = keys.get(successors[row.uid])
        row.save(update_fields=["superseded_by"])
    for value in values:
        if value["type"] == "review" and value["corrections"]:
            review = Review.objects.get(uid=value["uid"])
            review.corrections.set(Correction.objects.filter(uid__in=value["corrections"]))


_TAKEN_BY: dict[str, Callable[[dict[str, Any]], tuple[Any, Any, tuple[str, ...]]]] = {
    "vocabulary": _entry,
    "suppression": _suppression,
    "correction": _correction,
    "review": _review,
    **dict.fromkeys(_JUDGEMENTS, _judgement),
}


def _filings_of(touched: Mapping[type, list[Any]]) -> list[Filing]:
    """Return the filings that read otherwise under these decisions, as far as they are in the archive."""
    known = {row.filing_identity for row in touched[Correction]}
    found = Filing.objects.filter(Q(accession_number__in=known) | Q(originals__sha256__in=known)).distinct()
    filings = {filing.pk: filing for filing in found} if known else {}
    filings |= {filing.pk: filing for filing in filings_to_withhold(touched[Suppression])}
    if any(row.undone_at for row in touched[Suppression]):
        filings |= {filing.pk: filing for filing in filings_with_withheld()}
    return [filings[pk] for pk in sorted(filings)]
