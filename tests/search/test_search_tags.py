import pytest
from django.template import Context, Template

from search.query import SearchQuery


def render(tag: str, query: SearchQuery) -> str:
    return Template("{% load search_tags %}{% " + tag + " %}").render(Context({"query": query}))


@pytest.mark.parametrize(
    ("tag", "url"),
    [
        ('toggle_url query "topic" "legal"', "/?q=a&amp;topic=legal&amp;topic=meeting"),
        ('toggle_url query "topic" "meeting"', "/?q=a"),
        ('remove_url query "topic"', "/?q=a"),
        ('bar_url query "month" "2004-01"', "/?q=a&amp;topic=meeting&amp;year=2004&amp;month=2004-01"),
        ("page_url query 2", "/?q=a&amp;topic=meeting&amp;page=2"),
        ('sort_url query "oldest"', "/?q=a&amp;topic=meeting&amp;sort=oldest"),
        ("size_url query 50", "/?q=a&amp;topic=meeting&amp;size=50"),
        ("clear_url query", "/?q=a"),
    ],
)
def test_addresses_of_neighbouring_searches(tag, url):
    assert render(tag, SearchQuery(q="a", topic=("meeting",), page=3)).replace("page=3&amp;", "") == url


def test_an_address_is_escaped():
    assert render("clear_url query", SearchQuery(q='<b> "x" &')) == "/?q=%3Cb%3E+%22x%22+%26"
