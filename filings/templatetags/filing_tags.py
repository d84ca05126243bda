"""What the templates of pages need beyond Django's own filters."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import slugify

from filings import pictures
from filings.headlines import is_printed_in_capitals
from filings.models import Release

register = template.Library()


@register.filter
def headline_case(release: Release) -> str:
    """Return a release's headline, printed capitals in sentence capitals."""
    return release.shown_headline


@register.filter
def in_capitals(headline: str) -> bool:
    """Tell whether a headline is printed in capitals, so that it is shown otherwise."""
    return is_printed_in_capitals(headline)


@register.filter
@cache
def phase_slug(phase: str) -> str:
    """Return a phase as it stands in addresses and class names.

    >>> phase_slug("Phase 2/3")
    'phase-2-3'
    """
    return slugify(phase.replace("/", " "))


@register.simple_tag
@cache
def badge(phase: str, status: str) -> SafeString:
    """Return a phase and status as a page shows them. There are few, and a page shows them hundreds of times."""
    return render_to_string("filings/_badge.html", {"phase": phase, "status": status})


@register.filter
def topic_slug(topic: str) -> str:
    """Return a topic as it stands in addresses.

    >>> topic_slug("clinical trial")
    'clinical-trial'
    """
    return slugify(topic)


@register.filter
def phone_href(number: str) -> str:
    """Return the `tel:` address of a printed number, its extension left out.

    >>> phone_href("(416) 555-0100 ext. 490")
    'tel:4165550100'
    """
    dialled = number.lower().replace("ext", "x").partition("x")[0]
    return "tel:" + "".join(sign for sign in dialled if sign.isdigit() or sign == "+")


@register.simple_tag
def bars(counts: Sequence[tuple[Any, int, Any]], height: int = 64, ticks: int = 6) -> list[pictures.Bar]:
    """Return the bars of (label, count, value) triples."""
    triples = [(str(label), count, str(value)) for label, count, value in counts]
    return pictures.bars(triples, height=height, ticks=ticks)
