"""Rows made to fit their columns, so that no text of a filing can break the writing of it."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)

_NEVER_STORED = {0: "\ufffd", **dict.fromkeys(range(0xD800, 0xE000), "\ufffd")}
"""NUL, which PostgreSQL refuses, and halves of surrogate pairs; one for one, so that offsets hold."""


def fitted(row: Row) -> Row:
    """Return the row with every text cut to its column's length and cleared of what a database refuses."""
    for name, length in _text_columns(type(row)):
        value = getattr(row, name)
        if value:
            setattr(row, name, storable(value)[:length])
    for name in _json_columns(type(row)):
        setattr(row, name, storable(getattr(row, name)))
    return row


def storable(value: Any) -> Any:
    """Return text, or what holds text, without characters that a database refuses.

    >>> storable(["a\\x00b", 1])
    ['a�b', 1]
    """
    if isinstance(value, str):
        return value if value.isascii() and "\x00" not in value else value.translate(_NEVER_STORED)
    if isinstance(value, list | tuple):
        return [storable(item) for item in value]
    if isinstance(value, dict):
        return {key: storable(item) for key, item in value.items()}
    return value


@cache
def _text_columns(model: type[models.Model]) -> tuple[tuple[str, int | None], ...]:
    return tuple(
        (field.attname, field.max_length)
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
    )


@cache
def _json_columns(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(f.attname for f in model._meta.concrete_fields if isinstance(f, models.JSONField))
