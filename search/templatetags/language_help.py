"""The readers' language as the help page shows it."""

from django import template

from search.examples import Group, examples
from search.query import SearchQuery
from search.views import url_of

register = template.Library()


@register.simple_tag
def language_examples() -> list[Group]:
    """Return examples of what can be typed, by kind, with how many releases each finds."""
    return examples()


@register.filter
def words_address(q: str) -> str:
    """Return the address of a search for words."""
    return url_of(SearchQuery(q=q))
