"""What axe finds on a page: on a phone and on a desk, in the light and in the dark, and no rule left out."""

from __future__ import annotations

from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WIDTHS = (360, 1440)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
_UNFOLD = "document.querySelectorAll('details').forEach(fold => fold.open = true)"
_RUN = """
    async within => {
        await Promise.all(document.getAnimations().map(animation => animation.finished));
        const {violations} = await axe.run(within ?? document, {resultTypes: ["violations"]});
        return violations.flatMap(({id, nodes}) => nodes.map(({html}) => `${id}: ${html.slice(0, 200)}`));
    }
"""


def violations(page: Page, within: str | None = None) -> list[str]:
    """Open all folds of the page and return what axe finds on it, or in the part that a selector names.

    The page is loaded once and seen in all widths and schemes, for loading is what takes long.
    """
    page.evaluate(_UNFOLD)
    page.evaluate(AXE_SCRIPT)
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found += [f"{width} {scheme} {line}" for line in page.evaluate(_RUN, within)]
    return found
