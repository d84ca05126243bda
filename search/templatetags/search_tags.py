"""Addresses of neighbouring searches, each a pure method of the query away."""

from django import template
from django.urls import reverse

from filings.models import Release
from search.query import SearchQuery
from search.release import address_within
from search.views import facet_url_of, url_of

register = template.Library()


@register.simple_tag
def toggle_url(query: SearchQuery, name: str, value: str) -> str:
    """Return the address with a value of a facet chosen, or let go if it was."""
    return url_of(query.toggled(name, value))


@register.simple_tag
def remove_url(query: SearchQuery, name: str, value: str | None = None) -> str:
    """Return the address without a value, or without all values of a parameter."""
    return url_of(query.without(name, value))


@register.simple_tag
def bar_url(query: SearchQuery, name: str, value: str) -> str:
    """Return the address with this year or month alone: what a bar of the histogram leads to."""
    return url_of(query.narrowed(name, value))


@register.simple_tag
def page_url(query: SearchQuery, page: int) -> str:
    """Return the address of another page."""
    return url_of(query.with_page(page))


@register.simple_tag
def sort_url(query: SearchQuery, sort: str) -> str:
    """Return the address with another order."""
    return url_of(query.with_sort(sort))


@register.simple_tag
def size_url(query: SearchQuery, size: int) -> str:
    """Return the address with more or fewer hits a page."""
    return url_of(query.with_size(size))


@register.simple_tag
def hit_url(query: SearchQuery, release: Release) -> str:
    """Return the address of a release as a hit of the search."""
    return address_within(release, query)


@register.simple_tag
def words_url(query: SearchQuery, q: str) -> str:
    """Return the address with other words, all else kept."""
    return url_of(query.with_words(q))


@register.simple_tag
def exact_url(query: SearchQuery, exact: bool) -> str:
    """Return the address that looks for the words as typed alone, or for other names of what they mean too."""
    return url_of(query.with_exact(exact))


@register.simple_tag
def facet_url(query: SearchQuery, name: str) -> str:
    """Return the address of the page of one facet's values."""
    return facet_url_of(query, name)


@register.simple_tag
def facet_toggle_url(query: SearchQuery, name: str, value: str, find: str, order: str) -> str:
    """Return the address of the same page of a facet with a value chosen, or let go if it was."""
    return facet_url_of(query.toggled(name, value), name, find=find, order=order)


@register.simple_tag
def way_out(name: str, query: SearchQuery) -> str:
    """Return the address of this search in another form: feed, file, or to be saved."""
    asked = query.with_page(1).urlencode()
    return reverse(name) + (f"?{asked}" if asked else "")


@register.simple_tag
def clear_url(query: SearchQuery) -> str:
    """Return the address with the words alone."""
    return url_of(query.without_filters())
