"""What programs that read the site by themselves are told."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

KEPT_OUT = (
    "/*?*&",  # combinations of filters: there is no end of them
    "/*?q=",
    "/*.csv",
    "/*.json",
    "/*.bib",
    "/*.ris",
    "/account/",
    "/admin/",
    "/api/v1/",
    "/contacts/",
    "/feed/",
    "/filings/*/original/",
    "/review/",
    "/saved/",
    "/suggest/",
)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Keep crawlers out of what has no end, and of what tells of people."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in KEPT_OUT)]
    sitemap = request.build_absolute_uri(reverse("sitemap"))
    return HttpResponse("\n".join([*lines, "", f"Sitemap: {sitemap}", ""]), content_type="text/plain")
