"""How a browser or a program searches here (OpenSearch 1.1)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

FORMS = (
    ("text/html", "search"),
    ("application/atom+xml", "feed"),
    ("application/json", "releases-json"),
    ("application/x-suggestions+json", "suggest"),
)


@require_safe
@cache_control(max_age=86_400, public=True)
def describe(request: HttpRequest) -> HttpResponse:
    """Give the description document: pages, feed, JSON and suggestions."""
    urls = format_html_join(
        "\n  ",
        '<Url type="{}" template="{}?q={{searchTerms}}"/>',
        ((kind, request.build_absolute_uri(reverse(name))) for kind, name in FORMS),
    )
    document = format_html(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        "  <ShortName>Phaseline</ShortName>\n"
        "  <Description>Press releases of drug developers, furnished to the SEC</Description>\n"
        "  {}\n"
        "  <InputEncoding>UTF-8</InputEncoding>\n"
        "</OpenSearchDescription>\n",
        urls,
    )
    return HttpResponse(document, content_type="application/opensearchdescription+xml; charset=utf-8")
