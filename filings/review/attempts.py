"""Trying what the service may refuse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from filings.corrections import CorrectionError


def attempt(request: HttpRequest, done: str, deed: Callable[..., Any], *arguments: Any) -> None:
    """Do something and say so, or say why not."""
    try:
        deed(*arguments)
    except CorrectionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
