"""Addresses that have moved."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from filings.models import FilingRedirect


def better_key(key: str) -> str:
    """Return the key of the filing that took over another's address."""
    return get_object_or_404(FilingRedirect.objects.select_related("filing"), key=key).filing.key
