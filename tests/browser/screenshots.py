"""Pictures of the pages for README and eyes: `python -m tests.browser.screenshots FOLDER [FILINGS...]`.

Makes each page at three widths in both colour schemes, from the samples unless other filings are named.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, sync_playwright

from tests.browser import chromium
from tests.browser.serving import ROOT, running_site

WIDTHS = (1440, 768, 360)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
HEIGHT = 900
README_PAGES = ("results", "release", "product")


def main(arguments: list[str] | None = None) -> int:
    """Make the pictures; return 1 where there is no Chromium."""
    parser = argparse.ArgumentParser(description="Make pictures of the pages.")
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("filings", type=Path, nargs="*", default=[ROOT / "samples"], help="what is shown")
    parser.add_argument("--full", action="store_true", help="whole pages, not only what a screen shows")
    parser.add_argument("--readme", action="store_true", help="only those that the README shows")
    options = parser.parse_args(arguments)
    path = chromium.executable()
    if path is None:
        sys.stderr.write("No Chromium on this machine: no pictures.\n")
        return 1
    options.folder.mkdir(parents=True, exist_ok=True)
    widths = (1280,) if options.readme else WIDTHS
    schemes = SCHEMES[:1] if options.readme else SCHEMES
    with (
        tempfile.TemporaryDirectory() as data,
        running_site(Path(data), *options.filings) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        for scheme in schemes:
            for width in widths:
                page = browser.new_page(viewport={"width": width, "height": HEIGHT}, color_scheme=scheme)
                for name, address in pages_to_show(page, site).items():
                    if options.readme and name not in README_PAGES:
                        continue
                    page.goto(site + address)
                    file = options.folder / f"{name}-{width}-{scheme}.png"
                    page.screenshot(path=file, full_page=options.full)
                    sys.stdout.write(f"{file}\n")
                page.close()
        browser.close()
    return 0


def pages_to_show(page: Page, site: str) -> dict[str, str]:
    """Return an address for each kind of page, examples found by following links from the busiest drug."""

    def first(start: str, selector: str, attribute: str = "href") -> str:
        page.goto(site + start)
        return (page.locator(selector).first.get_attribute(attribute) or "").partition("#")[0]

    drug = first("/", "#facet-product input", "value")
    results = f"/?product={drug}"
    release = first(results, ".hit:has(.claims) h3 a")
    return {
        "search": "/",
        "results": results,
        "nothing": f"{results}&q=nothing+says+this",
        "release": release,
        "product": f"/products/{drug}/",
        "company": first(release, ".kicker a[href^='/companies/']"),
        "filing": first(release, ".kicker a[href^='/filings/']"),
        "contact": first("/contacts/", "main a[href^='/contacts/']"),
        "products": "/products/",
        "companies": "/companies/",
        "contacts": "/contacts/",
        "help": "/help/",
        "not-found": "/nowhere/",
    }


if __name__ == "__main__":
    sys.exit(main())
