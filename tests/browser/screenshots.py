"""Pictures of all pages for eyes and README: `python -m tests.browser.screenshots FOLDER [FILINGS...]`.

Shows each page at three widths in both colour schemes, from the samples unless other filings are named.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, sync_playwright

from tests.browser import chromium
from tests.browser.pages import public_pages, staff_pages
from tests.browser.serving import KEEPER, ROOT, running_site

WIDTHS = (1440, 768, 360)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
HEIGHT = 900
README_PICTURES = ("results-1440-light.png", "release-1440-light.png", "company-1440-light.png")


def main(arguments: list[str] | None = None) -> int:
    """Make the pictures; return 1 where there is no Chromium."""
    parser = argparse.ArgumentParser(description="Make pictures of the pages.")
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("filings", type=Path, nargs="*", default=[ROOT / "samples"], help="what is shown")
    parser.add_argument("--full", action="store_true", help="whole pages, not only what a screen shows")
    parser.add_argument("--readme", type=Path, help="copy those that the README shows to this folder")
    options = parser.parse_args(arguments)
    path = chromium.executable()
    if path is None:
        sys.stderr.write("No Chromium on this machine: no pictures.\n")
        return 1
    options.folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as data,
        running_site(Path(data), *options.filings) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        page = browser.new_page()
        for name, address in _pages(page, site):
            page.goto(site + address)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": HEIGHT})
                for scheme in SCHEMES:
                    page.emulate_media(color_scheme=scheme)
                    file = options.folder / f"{name}-{width}-{scheme}.png"
                    page.screenshot(path=file, full_page=options.full, animations="disabled")
                    sys.stdout.write(f"{file}\n")
        browser.close()
    for picture in README_PICTURES if options.readme else ():
        shutil.copy(options.folder / picture, options.readme)
    return 0


def _pages(page: Page, site: str) -> Iterator[tuple[str, str]]:
    """Yield name and address of each page: first as readers see it, then, signed in, what staff see."""
    public = public_pages(page, site)
    yield from public.items()
    page.goto(f"{site}/account/sign-in/")
    page.get_by_label("Username").fill(KEEPER[0])
    page.get_by_label("Password").fill(KEEPER[1])
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{site}/saved/")
    yield from staff_pages(public["release"]).items()


if __name__ == "__main__":
    sys.exit(main())
