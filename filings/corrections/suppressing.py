"""Contacts withheld for good: out of pages, search and exports, and out of every later reading.

What had been decided about somebody who is withheld would name them still; so it is taken back and emptied,
the one case in which a decision does not stay as it was made.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from filings.corrections.judging import settle_contacts, sign_undoing
from filings.exceptions import CorrectionError, FilingError
from filings.ingest import people
from filings.ingest.again import read_kept, write_again
from filings.ingest.corrected import suppressed
from filings.models import (
    Contact,
    ContactAppearance,
    ContactJudgement,
    Correction,
    Filing,
    Release,
    Review,
    Suppression,
)
from filings.overlay.values import State, What
from filings.withholding import MASK, Detail, digest

_EMPTIED = "A contact withheld at the person’s request."


@transaction.atomic
def suppress(contact: Contact, *, reason: str, user: AbstractBaseUser) -> Suppression:
    """Keep a person's contact details out of the archive from now on; only digests of them are kept."""
    reason = reason.replace("\x00", "").strip()
    if not reason:
        raise CorrectionError("Say why; do not name the person.")
    if contact.is_department:
        raise CorrectionError("A department is no person; its details are the company’s.")
    names = people.names_of(contact)
    own = list(_own_details(contact))
    filings = _filings_naming(contact, [*names, *(words for _, words in own)])
    row = Suppression.objects.create(
        digests=sorted({*(digest(Detail.NAME, name) for name in names), *(digest(*each) for each in own)}),
        reason=reason,
        made_by_id=user.pk,
        made_by_name=user.get_username(),
    )
    forget(user)
    _write_again(filings)
    return row


@transaction.atomic
def lift(suppression: Suppression, user: AbstractBaseUser) -> Suppression:
    """Let a withheld contact be shown again, as it is printed. What was decided about it stays taken back."""
    sign_undoing(suppression, user)
    suppression.save(update_fields=["undone_at", "undone_by", "undone_by_name"])
    _write_again(filings_with_withheld())
    return suppression


def filings_with_withheld() -> list[Filing]:
    """Return the filings in which something is masked."""
    return list(Filing.objects.filter(releases__text__contains=MASK).distinct().order_by("pk"))


def filings_to_withhold(rows: Iterable[Suppression]) -> list[Filing]:
    """Return the filings whose contacts are to be withheld by these decisions, and are not yet."""
    digests = {each for row in rows for each in row.digests}
    if not digests:
        return []
    found = [
        shown.release.filing_id
        for shown in ContactAppearance.objects.select_related("contact", "release").defer(
            "release__text", "release__body_html"
        )
        if digests & set(_digests_of(shown))
    ]
    return list(Filing.objects.filter(pk__in=found).order_by("pk"))


def forget(user: AbstractBaseUser | None = None) -> None:
    """Empty every decision that names somebody who is withheld."""
    digests = suppressed()
    if not digests:
        return
    for row in Correction.objects.filter(what=What.CONTACT):
        if _names(row, digests):
            _empty_correction(row, user)
    judgements = [row for row in ContactJudgement.objects.all() if _judges(row, digests)]
    reviews = Review.objects.filter(kind="contacts")
    told = [row for row in reviews if row.contact_judgement in judgements or _digests_in(row.seen) & digests]
    for review in told:
        review.title, review.seen, review.token = _EMPTIED, [], ""
        review.save(update_fields=["title", "seen", "token"])
    touched = [ContactJudgement(groups=row.groups) for row in judgements]
    for judgement in judgements:
        judgement.groups = []
        _take_back(judgement, user)
        judgement.save()
    settle_contacts(touched)


def _write_again(filings: Iterable[Filing]) -> None:
    try:
        write_again([read_kept(filing) for filing in filings])
    except FilingError as error:
        raise CorrectionError(f"A filing cannot be read again: {error.reason}.") from error


# --- who is meant -----------------------------------------------------------------------------


def _own_details(contact: Contact) -> Iterator[tuple[Detail, str]]:
    """Yield numbers and addresses that are printed for no other contact."""
    others: set[str] = set()
    for phones, emails in ContactAppearance.objects.exclude(contact=contact).values_list("phones", "emails"):
        others.update(digest(Detail.PHONE, number) for number in phones)
        others.update(digest(Detail.EMAIL, address) for address in emails)
    for shown in contact.appearances.all():
        for detail, printed in ((Detail.PHONE, shown.phones), (Detail.EMAIL, shown.emails)):
            yield from ((detail, words) for words in printed if digest(detail, words) not in others)


def _filings_naming(contact: Contact, printed: Collection[str]) -> list[Filing]:
    named = Q(contact_appearances__contact=contact)
    for words in dict.fromkeys(printed):
        named |= Q(text__icontains=words)
    releases = Release.objects.filter(named).values("filing")
    return list(Filing.objects.filter(pk__in=releases).order_by("pk"))


def _digests_of(shown: ContactAppearance) -> Iterator[str]:
    yield digest(Detail.NAME, shown.printed_name or shown.contact.name)
    yield from (digest(Detail.PHONE, number) for number in shown.phones)
    yield from (digest(Detail.EMAIL, address) for address in shown.emails)


# --- what was decided about them --------------------------------------------------------------


def _names(row: Correction, digests: Collection[str]) -> bool:
    values: list[dict[str, Any]] = [
        value or {} for value in (row.extracted, row.corrected, row.now_extracted)
    ]
    names = {digest(Detail.NAME, value["name"]) for value in values if value.get("name")}
    return not names.isdisjoint(digests)


def _empty_correction(row: Correction, user: AbstractBaseUser | None) -> None:
    row.extracted, row.corrected, row.now_extracted = {}, {}, None
    row.words, row.reason, row.state = "", _EMPTIED, State.UNDONE
    row.start = row.end = None
    _take_back(row, user)
    row.save()


def _judges(row: ContactJudgement, digests: Collection[str]) -> bool:
    names = {digest(Detail.NAME, name) for group in row.groups for name in group}
    return not names.isdisjoint(digests)


def _digests_in(seen: Any) -> set[str]:
    """Return the digests of the folded names that a question was about."""
    return {digest(Detail.NAME, name) for name in seen if isinstance(name, str)}


def _take_back(row: Correction | ContactJudgement, user: AbstractBaseUser | None) -> None:
    if row.undone_at is None:
        row.undone_at = timezone.now()
        row.undone_by_id = user.pk if user else None
        row.undone_by_name = user.get_username() if user else ""
