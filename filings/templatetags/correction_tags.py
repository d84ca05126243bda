"""What the templates need to mark corrected facts, and to lead staff to the forms for correcting."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.template import Context
from django.urls import reverse

from filings.models import Release
from filings.overlay import as_sentence
from filings.overlay.values import What
from filings.review import frames
from filings.review.access import may_correct
from filings.review.marks import Marks, key_of, value_of

register = template.Library()


@register.inclusion_tag("review/_mark.html", takes_context=True)
def correction(
    context: Context, marks: Marks, what: str, fact: Any, printed: str = "", *, line: bool = False
) -> dict[str, Any]:
    """Say beside a fact why it was corrected and what is printed; lead staff to its form.

    line: on a line of its own, where the page has no other room for it.
    """
    kind = What(what)
    return {
        "mark": marks.mark(kind, fact, printed),
        "address": correct_address(context["release"], kind, key_of(kind, fact))
        if _is_staff(context)
        else "",
        "name": what,
        "value": "" if line else as_sentence(kind, value_of(fact)),
        "line": line,
    }


@register.simple_tag
def correct_address(release: Release, what: str, key: str) -> str:
    """Return the address of the form for correcting a fact."""
    address = reverse("correct", args=[release.filing.key, release.number])
    return f"{address}?{urlencode({'what': str(what), 'fact': key})}"


@register.simple_tag(takes_context=True)
def staff_url(context: Context, name: str, *arguments: Any) -> str:
    """Return the address of a page for correcting: on the site or in the administration, as the page shown."""
    return frames.address(context["request"], name, *arguments)


@register.simple_tag
def form_for(release: Release, what: str, fact: Any) -> str:
    """Return the address of the form for correcting a shown row."""
    return correct_address(release, what, key_of(What(what), fact))


@register.simple_tag(takes_context=True)
def is_staff(context: Context) -> bool:
    """Tell whether the page is read by somebody who may correct."""
    return _is_staff(context)


def _is_staff(context: Context) -> bool:
    user = context.get("user")
    return user is not None and may_correct(user)
