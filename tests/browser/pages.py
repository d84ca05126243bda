"""Every public page by name, for pictures and for tests that look at all of them."""

from __future__ import annotations

from playwright.sync_api import Page

REFUSALS = {"unreadable": 400, "not-found": 404}
"""Pages that say no, and with which status."""


def public_pages(page: Page, site: str) -> dict[str, str]:
    """Return an address for each kind of page, examples found by following links from the busiest drug."""

    def first(start: str, selector: str, attribute: str = "href") -> str:
        page.goto(site + start)
        return (page.locator(selector).first.get_attribute(attribute) or "").partition("#")[0]

    drug = first("/", "#facet-product input", "value")
    results = f"/?product={drug}"
    within = first(f"{results}&q=trial", ".hit:has(.claims) h3 a")
    release = within.partition("?")[0]
    return {
        "home": "/",
        "results": results,
        "words": f"{results}&q=trial",
        "wrong-date": f"{results}&from=nonsense",
        "nothing": f"{results}&q=nothing+says+this",
        "nothing-at-all": "/?q=nothing+says+this",
        "unreadable": '/?q="open',
        "facet": f"/facets/product/?q=trial&product={drug}",
        "pipeline": f"/pipeline/{results[1:]}",
        "release": within,
        "product": f"/products/{drug}/",
        "company": first(release, ".kicker a[href^='/companies/']"),
        "filing": first(release, ".kicker a[href^='/filings/']"),
        "contact": first("/contacts/", "main a[href^='/contacts/']"),
        "products": "/products/",
        "companies": "/companies/",
        "contacts": "/contacts/",
        "coverage": "/coverage/",
        "help": "/help/",
        "api": "/api/",
        "sign-in": "/account/sign-in/",
        "password": "/account/password/",
        "not-found": "/nowhere/",
    }


def staff_pages(release: str) -> dict[str, str]:
    """Return an address for each kind of page that needs signing in, given that of a release."""
    staff = f"/review{release.partition('?')[0]}"
    return {
        "saved": "/saved/",
        "keep": "/saved/keep/?q=trial",
        "review": "/review/",
        "review-dates": "/review/dates/",
        "review-decided": "/review/decided/",
        "corrections": staff,
        "correct": f"{staff}correct/?what=headline",
        "add": f"{staff}add/",
    }
