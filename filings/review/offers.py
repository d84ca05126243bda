"""Words offered while a fact is typed."""

from __future__ import annotations

from filings.models import Indication, Product, Release

_MOST = 400


def offers(release: Release) -> dict[str, list[str]]:
    """Return the names of the release's and its company's candidates, and of the archive's diseases.

    The release's own come first.
    """
    said = release.product_links.values_list("candidates", "printed_name")
    own = [name for candidates, printed in said for name in (*(c["name"] for c in candidates), printed)]
    of_the_company = (
        Product.objects.filter(releases__filing__registrant=release.filing.registrant)
        .distinct()
        .values_list("name", flat=True)
    )
    return {
        "product": list(dict.fromkeys([*own, *of_the_company[:_MOST]])),
        "indication": list(Indication.objects.values_list("name", flat=True)[:_MOST]),
    }
