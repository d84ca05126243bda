"""Errors of search become pages: the one place where they are caught for readers."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from search.exceptions import IndexUnavailable, QueryError, SearchError

logger = logging.getLogger(__name__)

UNAVAILABLE = (
    "The search index is not ready: it is being built, or was never built. Please try again in a minute. "
    "Whoever keeps this archive builds it with “python manage.py rebuild_index”."
)
RETRY_AFTER = "60"


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
            return self._page(request, "search/query_error.html", error, str(error))
        if isinstance(error, IndexUnavailable):
            logger.error("%s", error)
            response = self._page(request, "search/unavailable.html", error, UNAVAILABLE)
            response["Retry-After"] = RETRY_AFTER
            return response
        return None

    @staticmethod
    def _page(request: HttpRequest, template: str, error: SearchError, message: str) -> HttpResponse:
        context = {"message": message, "query_text": request.GET.get("q", "")}
        return render(request, template, context, status=error.status)
