"""Slugs that are free."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from django.db import models


def free_slugs(model: type[models.Model], wanted: Sequence[str]) -> list[str]:
    """Return a slug for each of `wanted`: itself, or with the first number that nobody has."""
    asked = {slug or "unnamed" for slug in wanted}
    taken = set(_manager(model).filter(slug__in=asked).values_list("slug", flat=True))
    found = []
    for slug in wanted:
        free = _free(model, slug or "unnamed", taken)
        taken.add(free)
        found.append(free)
    return found


def _free(model: type[models.Model], slug: str, taken: set[str]) -> str:
    if slug not in taken:
        return slug
    numbered = (f"{slug}-{number}" for number in count(2))
    return next(s for s in numbered if s not in taken and not _manager(model).filter(slug=s).exists())


def _manager(model: type[models.Model]) -> models.Manager[models.Model]:
    return model._default_manager
