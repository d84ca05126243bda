"""Products merged and split by hand: judgements about names, which hold over all that releases say."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from filings.exceptions import CorrectionError
from filings.ingest.again import settle_again
from filings.ingest.products import fold
from filings.models import Product, ProductAlias, ProductJudgement


@transaction.atomic
def merge_products(one: Product, other: Product, *, reason: str, user: AbstractBaseUser) -> ProductJudgement:
    """Judge two products to be one, under all names of both; the address of either leads there."""
    if one.pk == other.pk:
        raise CorrectionError("A product cannot be merged with itself.")
    judgement = _judge([[*_names(one), *_names(other)]], reason, user)
    settle_again({one.pk, other.pk})
    return judgement


@transaction.atomic
def split_product(
    product: Product, names: Collection[str], *, reason: str, user: AbstractBaseUser
) -> ProductJudgement:
    """Judge these names of a product to be another product's."""
    asked = {fold(name) for name in names}
    known = _names(product)
    apart = [name for name in known if fold(name) in asked]
    rest = [name for name in known if fold(name) not in asked]
    if not apart or len(apart) < len(asked):
        raise CorrectionError(f"Choose among the names of {product.name}.")
    if not rest:
        raise CorrectionError("At least one name must stay with the product.")
    judgement = _judge([rest, apart], reason, user)
    settle_again({product.pk})
    return judgement


@transaction.atomic
def undo_judgement(judgement: ProductJudgement, user: AbstractBaseUser) -> ProductJudgement:
    """Take a judgement about products back: releases alone decide again."""
    if judgement.undone_at is not None:
        raise CorrectionError("It was undone already.")
    judgement.undone_at = timezone.now()
    judgement.undone_by_id = user.pk
    judgement.undone_by_name = user.get_username()
    judgement.save(update_fields=["undone_at", "undone_by", "undone_by_name"])
    settle_again(concerned([judgement]))
    return judgement


def concerned(judgements: Iterable[ProductJudgement]) -> set[int]:
    """Return the products that go by any of the names judged."""
    names = {fold(name) for judgement in judgements for group in judgement.groups for name in group}
    return set(ProductAlias.objects.filter(folded__in=names).values_list("product_id", flat=True))


def _judge(groups: list[list[str]], reason: str, user: AbstractBaseUser) -> ProductJudgement:
    reason = reason.replace("\x00", "").strip()
    if not reason:
        raise CorrectionError("Say why: a reason is kept with every judgement.")
    return ProductJudgement.objects.create(
        groups=groups, reason=reason, made_by_id=user.pk, made_by_name=user.get_username()
    )


def _names(product: Product) -> list[str]:
    """Return all names of a product, its own first."""
    names = {fold(name): name for name in product.aliases.values_list("name", flat=True)}
    return [product.name, *(name for key, name in names.items() if key != fold(product.name))]
