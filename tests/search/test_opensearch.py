"""The description by which browsers search here."""

from lxml import etree


def test_pages_feed_json_and_suggestions_are_described(client):
    document = etree.fromstring(client.get("/opensearch.xml").content)

    assert {url.get("type"): url.get("template") for url in document.iter("{*}Url")} == {
        "text/html": "http://testserver/?q={searchTerms}",
        "application/atom+xml": "http://testserver/feed/?q={searchTerms}",
        "application/json": "http://testserver/releases.json?q={searchTerms}",
        "application/x-suggestions+json": "http://testserver/suggest/?q={searchTerms}",
    }
