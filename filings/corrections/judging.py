"""Products and contacts merged and split by hand: judgements about names, which hold over all that releases say."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TypeVar

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from filings.exceptions import CorrectionError
from filings.ingest import people
from filings.ingest.again import settle_again, tell
from filings.ingest.corrected import is_withheld
from filings.ingest.products import fold
from filings.models import (
    Contact,
    ContactJudgement,
    Decision,
    Judgement,
    Product,
    ProductAlias,
    ProductJudgement,
)
from filings.naming import fold_person

Judged = TypeVar("Judged", bound=Judgement)


@transaction.atomic
def merge_products(one: Product, other: Product, *, reason: str, user: AbstractBaseUser) -> ProductJudgement:
    """Judge two products to be one, under all names of both; the address of either leads there."""
    if one.pk == other.pk:
        raise CorrectionError("A product cannot be merged with itself.")
    judgement = _judge(ProductJudgement, [[*_names(one), *_names(other)]], reason, user)
    settle_again({one.pk, other.pk})
    return judgement


@transaction.atomic
def split_product(
    product: Product, names: Collection[str], *, reason: str, user: AbstractBaseUser
) -> ProductJudgement:
    """Judge these names of a product to be another product's."""
    rest, apart = _parted(_names(product), names, fold, product.name)
    judgement = _judge(ProductJudgement, [rest, apart], reason, user)
    settle_again({product.pk})
    return judgement


@transaction.atomic
def merge_contacts(
    one: Contact, other: Contact, *, name: str = "", reason: str, user: AbstractBaseUser
) -> ContactJudgement:
    """Judge two contacts to be one person, called `name` or else as the first is; both addresses lead there."""
    if one.pk == other.pk:
        raise CorrectionError("A contact cannot be merged with itself.")
    if one.is_department or other.is_department:
        raise CorrectionError("A department is known by its firm and role, and is nobody else.")
    name = " ".join(name.replace("\x00", "").split())
    if name and not fold_person(name):
        raise CorrectionError(f"“{name}” has neither letters nor digits.")
    if is_withheld(name):
        raise CorrectionError("A contact of that name is withheld at their request.")
    group = [name or one.name, *people.names_of(one), *people.names_of(other)]
    judgement = _judge(ContactJudgement, [list(dict.fromkeys(group))], reason, user)
    settle_contacts([judgement])
    return judgement


@transaction.atomic
def split_contact(
    contact: Contact, names: Collection[str], *, reason: str, user: AbstractBaseUser
) -> ContactJudgement:
    """Judge these names of a contact to be another person's."""
    rest, apart = _parted(people.names_of(contact), names, fold_person, contact.name)
    judgement = _judge(ContactJudgement, [rest, apart], reason, user)
    settle_contacts([judgement])
    return judgement


@transaction.atomic
def undo_judgement(judgement: Judged, user: AbstractBaseUser) -> Judged:
    """Take a judgement back: releases alone decide again."""
    sign_undoing(judgement, user)
    judgement.save(update_fields=["undone_at", "undone_by", "undone_by_name"])
    if isinstance(judgement, ContactJudgement):
        settle_contacts([judgement])
    elif isinstance(judgement, ProductJudgement):
        settle_again(concerned([judgement]))
    return judgement


def sign_undoing(decision: Decision, user: AbstractBaseUser) -> None:
    """Note on a decision, which is not saved yet, who takes it back."""
    if decision.undone_at is not None:
        raise CorrectionError("It was undone already.")
    decision.undone_at = timezone.now()
    decision.undone_by_id = user.pk
    decision.undone_by_name = user.get_username()


def settle_contacts(judgements: Iterable[ContactJudgement]) -> None:
    """Bring contacts in line with these judgements, made or undone, and tell of it."""
    touched = _names_judged(judgements)
    rows = [_names_judged([row]) for row in ContactJudgement.objects.all()]
    while near := [names for names in rows if names & touched and not names <= touched]:
        touched = touched.union(*near)
    if touched:
        tell(people.settle(touched))


def concerned(judgements: Iterable[ProductJudgement]) -> set[int]:
    """Return the products that go by any of the names judged."""
    names = {fold(name) for judgement in judgements for group in judgement.groups for name in group}
    return set(ProductAlias.objects.filter(folded__in=names).values_list("product_id", flat=True))


def _judge(kind: type[Judged], groups: list[list[str]], reason: str, user: AbstractBaseUser) -> Judged:
    reason = reason.replace("\x00", "").strip()
    if not reason:
        raise CorrectionError("Say why: a reason is kept with every judgement.")
    judgement = kind(groups=groups, reason=reason, made_by_id=user.pk, made_by_name=user.get_username())
    judgement.save()
    return judgement


def _parted(
    known: list[str], names: Collection[str], folded: Callable[[str], str], owner: str
) -> tuple[list[str], list[str]]:
    """Return which names stay and which are parted."""
    asked = {folded(name) for name in names}
    apart = [name for name in known if folded(name) in asked]
    rest = [name for name in known if folded(name) not in asked]
    if not apart or len(apart) < len(asked):
        raise CorrectionError(f"Choose among the names of {owner}.")
    if not rest:
        raise CorrectionError("At least one name must stay.")
    return rest, apart


def _names_judged(judgements: Iterable[ContactJudgement]) -> set[str]:
    return {fold_person(name) for judgement in judgements for group in judgement.groups for name in group}


def _names(product: Product) -> list[str]:
    """Return all names of a product, its own first."""
    names = {fold(name): name for name in product.aliases.values_list("name", flat=True)}
    return [product.name, *(name for key, name in names.items() if key != fold(product.name))]
