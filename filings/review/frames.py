"""Where the pages for correcting stand: on the site, or within the administration. Both are the same pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from filings.models import Contact, Product, Release

_ADMIN = "admin"


def in_admin(request: HttpRequest) -> bool:
    """Tell whether a page was asked for within the administration."""
    return request.resolver_match is not None and request.resolver_match.namespace == _ADMIN


def address(request: HttpRequest, name: str, *arguments: Any) -> str:
    """Return the address of a page for correcting that stands where the asked one does."""
    return reverse(f"{_ADMIN}:{name}" if in_admin(request) else name, args=arguments)


def show(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Render a page in its surroundings."""
    if in_admin(request):
        context = {**admin.site.each_context(request), **context, "frame": "review/in_admin.html"}
    else:
        context = {**context, "frame": "review/base.html"}
    return render(request, template, context)


def home(request: HttpRequest, subject: Release | Product | Contact | None) -> str:
    """Return where to go when something was done: the page of what it was done to."""
    if subject is None:
        return reverse("admin:index" if in_admin(request) else "review")
    if not in_admin(request):
        return subject.get_absolute_url()
    match subject:
        case Release():
            return address(request, "corrections", subject.filing.key, subject.number)
        case Product():
            return address(request, "product-names", subject.slug)
        case _:
            return address(request, "contact-names", subject.slug)
