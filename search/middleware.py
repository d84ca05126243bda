"""Errors of search become pages: the one place where they are caught for readers."""

import logging
from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from search.exceptions import IndexUnavailable, QueryError, SearchError

logger = logging.getLogger(__name__)

UNAVAILABLE = (
    "The search index is not ready: it is being built, or was never built. Please try again in a minute. "
    "Whoever keeps this archive builds it with “python manage.py rebuild_index”."
)
RETRY_AFTER = "60"


class Corrected(NamedTuple):
    """A query near to the one that could not be read, and the address of the same page with it."""

    q: str
    url: str


def _corrected(request: HttpRequest, error: QueryError) -> Corrected | None:
    if error.corrected is None:
        return None
    asked = request.GET.copy()
    asked["q"] = error.corrected
    asked.pop("page", None)
    return Corrected(error.corrected, f"{request.path}?{asked.urlencode()}")


class SearchErrorMiddleware:
    """Answers a QueryError with 400 and an IndexUnavailable with 503, each with its own page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as usual."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Render the page of a SearchError; leave every other error alone."""
        if isinstance(error, QueryError):
            return self._page(
                request, "search/query_error.html", error, str(error), corrected=_corrected(request, error)
            )
        if isinstance(error, IndexUnavailable):
            logger.error("%s", error)
            response = self._page(request, "search/unavailable.html", error, UNAVAILABLE)
            response["Retry-After"] = RETRY_AFTER
            return response
        return None

    @staticmethod
    def _page(
        request: HttpRequest, template: str, error: SearchError, message: str, **more: Any
    ) -> HttpResponse:
        context = {"message": message, "query_text": request.GET.get("q", ""), **more}
        return render(request, template, context, status=error.status)
