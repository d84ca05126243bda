"""Making, undoing and settling corrections of releases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from filings.corrections.checking import checked, placed
from filings.domain import FilingRecord, ReleaseRecord
from filings.exceptions import CorrectionError, FilingError
from filings.ingest.again import read_kept, write_again
from filings.ingest.corrected import corrected as corrected_record
from filings.ingest.corrected import is_withheld
from filings.ingest.fitting import fitted
from filings.ingest.stored import stored_facts
from filings.models import Correction, Decision, Filing, Release
from filings.overlay import folded_headline
from filings.overlay.shelves import SAME, SHELVES, Shelf, places
from filings.overlay.values import Action, Listed, State, Value, What

_GONE = "The release reads otherwise by now, and that is not in it any more; look at its page again."


def facts_of(release: Release) -> list[Listed]:
    """List the facts of a release as stored, each with the `key` by which `correct` is told of it.

    `value` holds the fields of the kind: {"date", "suspect", "reason"}; {"value"} for headline, subheadline,
    place, ticker, topic, indication and combination agent; {"name", "aliases"} for a candidate;
    {"product", "phase", "status", "indication", "evidence"} for a phase claim; {"name", "organisation",
    "role", "title", "phones", "emails"} for a contact; {"speaker", "title", "text"} for a quote.
    `rule` is "correction" where a person set or added it.
    """
    return stored_facts(release)


def corrections_of(release: Release) -> list[Correction]:
    """Return the corrections in force on a release, the oldest first; conflicts are among them."""
    return list(release.corrections.filter(undone_at=None))


def history_of(release: Release) -> list[Correction]:
    """Return every correction ever made on a release, undone ones included, the newest first."""
    filing = release.filing
    known = [filing.accession_number, *filing.originals.values_list("sha256", flat=True)]
    its_own = Q(release=release) | Q(filing_identity__in=[i for i in known if i], number=release.number)
    return list(Correction.objects.filter(its_own).order_by("-made_at", "-pk"))


def copies_alike(release: Release, what: What, target: str | None = None) -> list[tuple[Release, str]]:
    """Return the other copies of a release that have the same fact, each with the fact's key there.

    Copies are those of one story (`filings.ingest.stories`); the fact is the same where all its fields are.
    """
    shelf = SHELVES[what]
    fact = next((f for f in facts_of(release) if f.what is what and (shelf.single or f.key == target)), None)
    if fact is None:
        return []
    return [
        (copy, other.key)
        for copy in release.other_copies
        for other in facts_of(copy)
        if other.what is what
        and shelf.likeness(other.value, fact.value) == SAME
        and all((other.value.get(name) or None) == (fact.value.get(name) or None) for name in shelf.fields)
    ]


def copies_with_words(release: Release, words: str) -> list[Release]:
    """Return the other copies of a release in which these words stand too."""
    return [copy for copy in release.other_copies if next(places(words, copy.text), None)]


@transaction.atomic
def correct(
    release: Release,
    what: What,
    *,
    action: Action = Action.SET,
    target: str | None = None,
    corrected: Mapping[str, Any] | None = None,
    words: str = "",
    start: int | None = None,
    end: int | None = None,
    copies: bool = False,
    reason: str,
    user: AbstractBaseUser,
) -> Correction:
    """Overrule what was extracted, or add what was missed, and write the filing's rows anew.

    target: key of the fact, as `facts_of` lists it; not needed for date, headline, subheadline and place.
    corrected: the fields to set (only those that change), or all fields of a fact that is added.
    words, start, end: where an added fact stands; found by its own words where nothing is given.
    copies: correct the same fact in the release's other copies too, or add it where the same words stand.

    A fact that was corrected before is corrected anew: the earlier correction stays in the history.
    """
    what, action, given = What(what), Action(action), dict(corrected or {})
    alike: list[tuple[Release, str | None]] = []
    if copies:
        alike = [*copies_alike(release, what, target)]
        if action is Action.ADD and words:
            known = {copy.pk for copy, _ in alike}
            alike += [(copy, None) for copy in copies_with_words(release, words) if copy.pk not in known]
    together = uuid4() if alike else None
    place = (words, start, end)
    made = _correct_one(release, what, action, target, given, place, reason, user, together)
    for copy, key in alike:
        try:
            _correct_one(copy, what, action, key, given, (words, None, None), reason, user, together)
        except CorrectionError as error:
            raise CorrectionError(f"In the copy furnished as {copy.filing}: {error}") from error
    return made


@transaction.atomic
def undo(correction: Correction, user: AbstractBaseUser) -> Correction:
    """Take a correction back, in all copies of the release where it was made: the extracted values show again.

    It stays in the history, marked undone.
    """
    if correction.undone_at is not None:
        raise CorrectionError("It was undone already.")
    rows = [correction]
    if correction.together:
        others = Correction.objects.filter(together=correction.together, undone_at=None)
        rows += others.exclude(pk=correction.pk).select_related("release__filing")
    for row in rows:
        _mark_undone(row, user)
    filings = {row.release.filing.pk: row.release.filing for row in rows if row.release}
    write_again([_read(filing) for filing in filings.values()])
    correction.refresh_from_db()
    return correction


@transaction.atomic
def settle_conflict(
    correction: Correction, *, keep: bool, user: AbstractBaseUser, reason: str = ""
) -> Correction:
    """End a conflict: keep the corrected value over what is extracted now, or take the new one.

    Returns the correction in force, or, where the new reading is taken, the one that is undone now.
    """
    if correction.state != State.CONFLICT or correction.undone_at is not None:
        raise CorrectionError("There is no conflict any more.")
    if not keep:
        return undo(correction, user)
    now, before, wanted = correction.now_extracted, correction.extracted, correction.corrected
    row = Correction(
        filing_identity=correction.filing_identity,
        filing_key=correction.filing_key,
        number=correction.number,
        headline=correction.headline,
        what=correction.what,
        action=correction.action,
        extracted=now,
        corrected=wanted,
        start=correction.start,
        end=correction.end,
        words=correction.words,
        turn=correction.turn,
        together=correction.together,
        release=correction.release,
    )
    if now is None:  # it is not found at all any more: what is kept is an addition
        row.action, row.corrected = Action.ADD, _without_marks(before) | (wanted or {})
    elif correction.action == Action.ADD:
        row.action = Action.SET
        row.corrected = {field: (wanted or {}).get(field) for field in SHELVES[What(row.what)].fields}
    _sign(row, user, reason.strip() or correction.reason)
    fitted(row).save()
    _mark_undone(correction, user, superseded_by=row)
    if row.release is not None:
        write_again([_read(row.release.filing)])
    row.refresh_from_db()
    return row


# --- what is corrected ------------------------------------------------------------------------


def _correct_one(
    release: Release,
    what: What,
    action: Action,
    target: str | None,
    given: Value,
    place: tuple[str, int | None, int | None],
    reason: str,
    user: AbstractBaseUser,
    together: UUID | None,
) -> Correction:
    """Correct a fact of one release alone."""
    reading = _Reading(release)
    draft = _draft(reading, what, action, target, given, place)
    if what is What.CONTACT and (name := (draft.corrected or {}).get("name")) and is_withheld(name):
        raise CorrectionError("A contact of that name is withheld at their request.")
    if draft.action == Action.REJECT and draft.extracted is None:
        return undo(_earlier_of(draft), user)  # what was added by hand is taken out by taking that back
    row = reading.identified(draft)
    row.together = together
    _sign(row, user, reason)
    fitted(row).save()
    if draft.earlier:
        _mark_undone(draft.earlier, user, superseded_by=row)
        row.turn = draft.earlier.turn
    else:
        row.turn = _next_turn(row)
    row.save(update_fields=["turn"])
    write_again([reading.record])
    row.refresh_from_db()
    return row


class _Reading:
    """The filing of a release, read again: as the extractors find it, and as it is corrected."""

    def __init__(self, release: Release) -> None:
        self.row = release
        self.filing = release.filing
        self.record = _read(self.filing)
        self.shown = self._release(corrected_record(self.record, [self.filing]).record)

    def _release(self, record: FilingRecord) -> ReleaseRecord:
        if self.row.number > len(record.releases):
            raise CorrectionError(_GONE)
        return record.releases[self.row.number - 1]

    def earlier(self, what: What) -> list[Correction]:
        """Return the corrections of a kind in force on the release, the newest first."""
        return list(self.row.corrections.filter(what=what, undone_at=None).order_by("-turn", "-pk"))

    def identified(self, draft: _Draft) -> Correction:
        """Return the correction with all by which its release is known again."""
        return Correction(
            filing_identity=self.filing.accession_number or self.record.source.sha256,
            filing_key=self.filing.key,
            number=self.row.number,
            headline=folded_headline(self._release(self.record)),
            what=draft.what,
            action=draft.action,
            extracted=draft.extracted,
            corrected=draft.corrected,
            start=draft.start,
            end=draft.end,
            words=draft.words,
            release=self.row,
            state=State.APPLIED,
        )


@dataclass(slots=True, kw_only=True)
class _Draft:
    """A correction before it is signed."""

    what: What
    action: Action
    extracted: Value | None
    corrected: Value | None
    start: int | None = None
    end: int | None = None
    words: str = ""
    earlier: Correction | None = None  # the one that it takes the place of


def _draft(
    reading: _Reading,
    what: What,
    action: Action,
    target: str | None,
    given: Value,
    place: tuple[str, int | None, int | None],
) -> _Draft:
    shelf, text = SHELVES[what], reading.shown.text
    items = shelf.items(reading.shown.facts)
    if shelf.single and action in (Action.SET, Action.ADD):
        action = Action.SET if items else Action.ADD
    if action is Action.ADD:
        return _addition(reading, shelf, given, place)
    index = _index(shelf, items, target, text)
    now = shelf.value(items[index], text)
    earlier = next((row for row in reading.earlier(what) if _made(row, now, shelf)), None)
    draft = _Draft(
        what=what,
        action=action,
        extracted=shelf.described(items, index, text),
        corrected=None,
        earlier=earlier,
    )
    span = shelf.span(items[index])
    if span is not None:
        draft.start, draft.end, draft.words = span.start, span.end, span.of(text)
    if earlier:
        draft.extracted = earlier.extracted
    if action is Action.REJECT:
        return draft
    if action is Action.CONFIRM:
        wanted = {field: now.get(field) for field in shelf.fields}
    else:
        wanted = checked(what, given, reading.shown, adding=False)
        if what is What.DATE and wanted["date"] == now["date"]:
            draft.action = Action.CONFIRM
        elif all((now.get(field) or None) == (wanted[field] or None) for field in wanted):
            raise CorrectionError("That is what it says already.")
    draft.corrected = _before(earlier) | wanted
    if earlier and earlier.extracted is None:
        draft.action = Action.ADD
    return draft


def _addition(
    reading: _Reading, shelf: Shelf[Any], given: Value, place: tuple[str, int | None, int | None]
) -> _Draft:
    what, text = shelf.what, reading.shown.text
    value = checked(what, given, reading.shown, adding=True)
    words, start, end = place
    start, end, words = placed(what, value, text, words=words, start=start, end=end)
    if what is What.PHASE_CLAIM:
        value["evidence"] = words
    if shelf.find(shelf.items(reading.shown.facts), value, text, least=SAME):
        raise CorrectionError(f"The release has that {what} already.")
    earlier = None
    if shelf.single:  # it was rejected by hand before
        earlier = next(iter(reading.earlier(what)), None)
    action = Action.SET if earlier and earlier.extracted else Action.ADD
    return _Draft(
        what=what,
        action=action,
        extracted=earlier.extracted if earlier else None,
        corrected=value,
        start=start,
        end=end,
        words=words,
        earlier=earlier,
    )


def _index(shelf: Shelf[Any], items: Sequence[Any], target: str | None, text: str) -> int:
    for index, item in enumerate(items):
        if shelf.single or shelf.key(shelf.value(item, text)) == target:
            return index
    raise CorrectionError(_GONE)


def _made(row: Correction, value: Value, shelf: Shelf[Any]) -> bool:
    """Tell whether a fact is what an earlier correction made of it."""
    if row.action == Action.REJECT:
        return False
    return shelf.likeness(value, (row.extracted or {}) | (row.corrected or {})) == SAME


def _before(earlier: Correction | None) -> Value:
    """Return what an earlier correction set, so that another field can be corrected besides."""
    return dict(earlier.corrected or {}) if earlier and earlier.action != Action.CONFIRM else {}


def _earlier_of(draft: _Draft) -> Correction:
    if draft.earlier is None:
        raise CorrectionError(_GONE)
    return draft.earlier


def _without_marks(value: Value | None) -> Value:
    return {field: value[field] for field in value if field != "only"} if value else {}


# --- what is kept -----------------------------------------------------------------------------


def _read(filing: Filing) -> FilingRecord:
    try:
        return read_kept(filing)
    except FilingError as error:
        raise CorrectionError(f"The filing cannot be read again: {error.reason}.") from error


def _reason(reason: str) -> str:
    reason = reason.replace("\x00", "").strip()
    if not reason:
        raise CorrectionError("Say why: a reason is shown beside every correction.")
    return reason


def _sign(row: Decision, user: AbstractBaseUser, reason: str) -> None:
    row.reason = _reason(reason)
    row.made_by_id = user.pk
    row.made_by_name = user.get_username()


def _mark_undone(row: Correction, user: AbstractBaseUser, *, superseded_by: Correction | None = None) -> None:
    row.undone_at = timezone.now()
    row.undone_by_id = user.pk
    row.undone_by_name = user.get_username()
    row.superseded_by = superseded_by
    row.state = State.UNDONE
    row.save(update_fields=["undone_at", "undone_by", "undone_by_name", "superseded_by", "state"])


def _next_turn(row: Correction) -> int:
    others = Correction.objects.filter(filing_identity=row.filing_identity, number=row.number)
    return int(others.exclude(pk=row.pk).aggregate(last=Max("turn"))["last"] or 0) + 1
