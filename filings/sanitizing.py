"""The one place where HTML is made safe. What it returns is stored and printed as it is."""

import bleach

TAGS = frozenset({"p", "br", "strong", "em", "ul", "li", "table", "tbody", "tr", "td"})
ATTRIBUTES = {tag: ["data-at"] for tag in ("p", "li", "td")}


def sanitize(html: str) -> str:
    """Return `html` with nothing left but paragraphs, lists, tables and emphasis; other tags lose their effect.

    >>> sanitize('<p data-at="3" onclick="x()">a <script>b</script></p>')
    '<p data-at="3">a b</p>'
    """
    return bleach.clean(html, tags=TAGS, attributes=ATTRIBUTES, protocols=frozenset(), strip=True, strip_comments=True)
