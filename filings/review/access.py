"""Who may correct and review."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from filings.signals import complaints

PERMISSION = "filings.add_correction"

Page = Callable[..., HttpResponse]


def may_correct(user: User | AnonymousUser) -> bool:
    """Tell whether a user is of the staff and may make corrections."""
    return user.is_staff and user.has_perm(PERMISSION)


def staff_only(page: Page) -> Page:
    """Lead a stranger to the sign-in page, and refuse a user who may not correct."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), resolve_url("admin:login"))
        if not may_correct(request.user):
            raise PermissionDenied
        with complaints() as heard:
            response = page(request, *args, **kwargs)
        for complaint in dict.fromkeys(heard):
            messages.warning(request, complaint)
        response.headers["Cache-Control"] = "private, no-store"  # what staff see is for nobody else
        return response

    return guarded


def signed_in(request: HttpRequest) -> User:
    """Return the user of a page that is guarded by `staff_only`."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
