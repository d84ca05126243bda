"""What a release's page tells programs of itself: schema.org's NewsArticle, and the cards of social networks."""

from __future__ import annotations

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from filings.citing import Citation
from filings.domain import SectionKind
from filings.models import Release, ReleaseSection

_UNSAFE = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}
CARD_LENGTH = 200


def news_article(release: Release, citation: Citation) -> SafeString:
    """Return the release as JSON-LD, fit to stand in a script element; only what is known is told."""
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": citation.title,
        "url": citation.url,
        "datePublished": citation.day.isoformat() if citation.day else None,
        "publisher": {"@type": "Organization", "name": citation.company},
        "isBasedOn": citation.edgar or None,
        "dateline": release.place or None,
    }
    known = {name: value for name, value in told.items() if value}
    return mark_safe(json.dumps(known, ensure_ascii=False).translate(_UNSAFE))


def summary(release: Release, sections: list[ReleaseSection]) -> str:
    """Return the beginning of the body, for a card."""
    body = next((part for part in sections if part.kind == SectionKind.BODY), None)
    words = " ".join(release.text[body.start : body.end].split()) if body else ""
    return Truncator(words).chars(CARD_LENGTH)
