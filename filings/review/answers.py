"""What an answer to a doubtful thing does: corrections and judgements where something is wrong, and a note of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from filings import corrections
from filings.corrections import Action, CorrectionError, What
from filings.models import (
    Contact,
    ContactJudgement,
    Correction,
    PhaseClaim,
    Product,
    ProductAlias,
    ProductJudgement,
    Release,
    ReleaseProduct,
    Review,
)
from filings.naming import fold_code
from filings.overlay.values import Value
from filings.review.marks import key_of
from filings.review.questions import KINDS, Question

Verdict = Review.Verdict


@dataclass(slots=True)
class Deed:
    """What was done upon an answer."""

    corrections: list[Correction] = field(default_factory=list)
    judgement: ProductJudgement | None = None
    contact_judgement: ContactJudgement | None = None


@transaction.atomic
def accept(question: Question, *, reason: str, user: User) -> Review | None:
    """Note that what was read is right: a date is confirmed, two contacts are one."""
    deed = Deed()
    match question.outline.kind:
        case "conflicts":
            corrections.settle_conflict(question.subject, keep=True, user=user, reason=reason)
            return None
        case "dates":
            deed = _confirm_date(question, reason, user)
        case "contacts":
            deed = _make_one(question.subject, question.suggestion, reason, user)
    return _note(question, Verdict.ACCEPTED, deed, reason, user)


@transaction.atomic
def reject(question: Question, *, reason: str, user: User) -> Review | None:
    """Do what follows where what was read is wrong."""
    deed = Deed()
    match question.outline.kind:
        case "conflicts":
            corrections.settle_conflict(question.subject, keep=False, user=user, reason=reason)
            return None
        case "dates":
            deed = _set_date(question, question.suggestion, reason, user)
        case "claims":
            deed = Deed([_correct_claim(question.subject, Action.REJECT, None, reason, user)])
        case "candidates":
            deed = Deed(_correct_candidates(question.subject, Action.REJECT, None, reason, user))
    return _note(question, Verdict.REJECTED, deed, reason, user)


@transaction.atomic
def mend(question: Question, value: Value, *, reason: str, user: User) -> Review:
    """Set something else than was read: `value` holds the fields that differ."""
    deed = _MENDED_BY[question.outline.kind](question, value, reason, user)
    return _note(question, Verdict.MENDED, deed, reason, user)


@transaction.atomic
def take_back(review: Review, user: User) -> None:
    """Undo an answer and all that it led to; the question is asked again."""
    while correction := review.corrections.filter(undone_at=None).first():  # to undo one may undo others
        corrections.undo(correction, user)
    for judgement in (review.judgement, review.contact_judgement):
        if judgement is not None and judgement.undone_at is None:
            corrections.undo_judgement(judgement, user)
    review.undone_at, review.undone_by, review.undone_by_name = timezone.now(), user, user.get_username()
    review.save(update_fields=["undone_at", "undone_by", "undone_by_name"])


def decided() -> QuerySet[Review]:
    """Return all answers, the newest first."""
    return Review.objects.select_related("release__filing").defer("release__text", "release__body_html")


def product_named(name: str) -> Product | None:
    """Return the product of any of its names."""
    alias = ProductAlias.objects.select_related("product").filter(folded=fold_code(name)).first()
    return alias.product if alias else None


def _note(question: Question, verdict: Verdict, deed: Deed, reason: str, user: User) -> Review:
    outline = question.outline
    review = Review.objects.create(
        kind=outline.kind,
        token=outline.token,
        seen=list(outline.seen),
        title=question.title,
        verdict=verdict,
        release=question.release,
        judgement=deed.judgement,
        contact_judgement=deed.contact_judgement,
        reason=reason or KINDS[outline.kind].reasons.get(verdict.value.removesuffix("ed"), ""),
        made_by=user,
        made_by_name=user.get_username(),
    )
    review.corrections.set(deed.corrections)
    return review


# --- deeds ------------------------------------------------------------------------------------


def _confirm_date(question: Question, reason: str, user: User) -> Deed:
    """Settle the date as it was read, so that readers are told that it was checked."""
    release: Release = question.subject
    if release.date is None:
        return Deed()
    made = corrections.correct(
        release, What.DATE, action=Action.CONFIRM, copies=True, reason=reason, user=user
    )
    return Deed([made])


def _set_date(question: Question, day: str, reason: str, user: User) -> Deed:
    if not day:
        raise CorrectionError("No full date is printed: set the date that is right.")
    made = corrections.correct(
        question.subject, What.DATE, corrected={"date": day}, copies=True, reason=reason, user=user
    )
    return Deed([made])


def _mend_date(question: Question, value: Value, reason: str, user: User) -> Deed:
    return _set_date(question, value.get("date", ""), reason, user)


def _mend_claim(question: Question, value: Value, reason: str, user: User) -> Deed:
    return Deed([_correct_claim(question.subject, Action.SET, value, reason, user)])


def _mend_product(question: Question, value: Value, reason: str, user: User) -> Deed:
    """Rename a candidate; where the name is a known product's, judge the two to be one."""
    link: ReleaseProduct = question.subject
    other = product_named(value["name"])
    if other is not None and other != link.product:
        judgement = corrections.merge_products(other, link.product, reason=reason, user=user)
        return Deed(judgement=judgement)
    return Deed(_correct_candidates(link, Action.SET, value, reason, user))


def _mend_contacts(question: Question, value: Value, reason: str, user: User) -> Deed:
    return _make_one(question.subject, value["name"], reason, user)


_MENDED_BY: dict[str, Callable[[Question, Value, str, User], Deed]] = {
    "dates": _mend_date,
    "claims": _mend_claim,
    "candidates": _mend_product,
    "contacts": _mend_contacts,
}


def _correct_claim(
    claim: PhaseClaim, action: Action, value: Value | None, reason: str, user: User
) -> Correction:
    return corrections.correct(
        claim.release,
        What.PHASE_CLAIM,
        action=action,
        target=key_of(What.PHASE_CLAIM, claim),
        corrected=value,
        copies=True,
        reason=reason,
        user=user,
    )


def _correct_candidates(
    link: ReleaseProduct, action: Action, value: Value | None, reason: str, user: User
) -> list[Correction]:
    """Correct a candidate of a release; to reject it means all names that the release has for it."""
    keys = [
        fact.key
        for fact in corrections.facts_of(link.release)
        if fact.what is What.CANDIDATE and _is_of(fact.value["name"], link)
    ]
    return [
        corrections.correct(
            link.release,
            What.CANDIDATE,
            action=action,
            target=key,
            corrected=value,
            copies=True,
            reason=reason,
            user=user,
        )
        for key in (keys if action is Action.REJECT else keys[:1])
    ]


def _is_of(name: str, link: ReleaseProduct) -> bool:
    names = {said["name"] for said in link.candidates} or {link.printed_name}
    return fold_code(name) in {fold_code(each) for each in names}


def _make_one(people: list[Contact], name: str, reason: str, user: User) -> Deed:
    """Judge two contacts to be one person of this name, in every release there is or will be."""
    one, other = people
    judgement = corrections.merge_contacts(one, other, name=name, reason=reason, user=user)
    return Deed(contact_judgement=judgement)
