"""Making, undoing and settling corrections."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from filings.models import Correction, Product, ProductJudgement, Release
from filings.overlay.values import Action, Listed, What


def facts_of(release: Release) -> list[Listed]:
    """List the facts of a release as stored, each with the `key` by which `correct` is told of it.

    `value` holds the fields of the kind: {"date", "suspect", "reason"}; {"value"} for headline, subheadline,
    place, ticker, topic, indication and combination agent; {"name", "aliases"} for a candidate;
    {"product", "phase", "status", "indication", "evidence"} for a phase claim; {"name", "organisation",
    "role", "title", "phones", "emails"} for a contact; {"speaker", "title", "text"} for a quote.
    """
    raise NotImplementedError


def corrections_of(release: Release) -> list[Correction]:
    """Return the corrections in force on a release, the oldest first; conflicts are among them."""
    raise NotImplementedError


def history_of(release: Release) -> list[Correction]:
    """Return every correction ever made on a release, undone ones included, the newest first."""
    raise NotImplementedError


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
    reason: str,
    user: AbstractBaseUser,
) -> Correction:
    """Overrule what was extracted, or add what was missed, and write the filing's rows anew.

    target: key of the fact, as `facts_of` lists it; not needed for date, headline, subheadline and place.
    corrected: the fields to set (only those that change), or all fields of a fact that is added.
    words, start, end: where an added fact stands; found by its own words where nothing is given.

    A fact that was corrected before is corrected anew: the earlier correction stays in the history.
    """
    raise NotImplementedError


def undo(correction: Correction, user: AbstractBaseUser) -> Correction:
    """Take a correction back: the extracted value shows again. It stays in the history, marked undone."""
    raise NotImplementedError


def settle_conflict(
    correction: Correction, *, keep: bool, user: AbstractBaseUser, reason: str = ""
) -> Correction:
    """End a conflict: keep the corrected value over what is extracted now, or take the new one.

    Returns the correction in force, or, where the new reading is taken, the one that is undone now.
    """
    raise NotImplementedError


def merge_products(one: Product, other: Product, *, reason: str, user: AbstractBaseUser) -> ProductJudgement:
    """Judge two products to be one, under all names of both; the address of either leads there."""
    raise NotImplementedError


def split_product(
    product: Product, names: Collection[str], *, reason: str, user: AbstractBaseUser
) -> ProductJudgement:
    """Judge these names of a product to be another product's."""
    raise NotImplementedError


def undo_judgement(judgement: ProductJudgement, user: AbstractBaseUser) -> ProductJudgement:
    """Take a judgement about products back: releases alone decide again."""
    raise NotImplementedError
