"""Which names are one product: all that releases connect, over the whole archive.

A product is a set of names held together by releases that say so ("XY-12, formerly known as XY-9").
`settle` works that set out anew from the releases' own rows, so that the order in which filings arrive
does not matter, and a reading that was corrected takes apart what it had joined.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from filings.domain import Candidate
from filings.ingest.addresses import free_slugs
from filings.ingest.fitting import fitted
from filings.models import PhaseClaim, Product, ProductAlias, Release, ReleaseProduct
from filings.naming import fold_code, slug

_UNNAMED = "unnamed"


@dataclass(slots=True, eq=False)
class _Group:
    """The names and links of what is one product."""

    names: set[str] = field(default_factory=set)
    links: list[ReleaseProduct] = field(default_factory=list)
    product: Product | None = None


def link_candidates(releases: dict[Release, tuple[Candidate, ...]]) -> dict[tuple[int, str], int]:
    """Link each release to the products it speaks of, making those that are new.

    Returns the product's id for each release id and folded name of a candidate. What the new links join
    is for `settle` to find out.
    """
    owners = dict(_known_owners(name for cs in releases.values() for c in cs for name in _candidate_names(c)))
    links: dict[tuple[int, int], ReleaseProduct] = {}
    product_of: dict[tuple[int, str], int] = {}
    for release, candidates in releases.items():
        for candidate in candidates:
            names = [fold(name) for name in _candidate_names(candidate)]
            known = [owners[name] for name in names if name in owners]
            product_id = min(known) if known else _create(candidate.name).pk
            for name in names:
                owners.setdefault(name, product_id)
                product_of[release.pk, name] = product_id
            _add_link(links, _link(release, product_id, candidate))
    ReleaseProduct.objects.bulk_create(links.values())
    return product_of


def settle(product_ids: Iterable[int]) -> set[int]:
    """Bring products in line with the links they have; return the releases whose products are others now.

    Joins products that a release connects, parts what none connects any longer, deletes those without
    a release, and sets names and aliases with their proofs.
    """
    products = {
        product.pk: product for product in Product.objects.filter(pk__in=set(product_ids)).order_by("pk")
    }
    if not products:
        return set()
    links = list(
        ReleaseProduct.objects.filter(product__in=products)
        .defer("mentions")  # long, and only wanted where two links become one
        .order_by("release__date", "release_id", "pk")
    )
    groups = _groups(links)
    _give_rows(groups, products)
    touched = _move_links(groups)
    for group in groups:
        if _set_names(group):
            touched |= {link.release_id for link in group.links}
    kept = {group.product.pk for group in groups if group.product}
    Product.objects.filter(pk__in=products.keys() - kept).delete()
    return touched


# --- links ------------------------------------------------------------------------------------


def _candidate_names(candidate: Candidate) -> list[str]:
    return [candidate.name, *(alias.name for alias in candidate.aliases)]


def _known_owners(names: Iterable[str]) -> Iterator[tuple[str, int]]:
    folded = {fold(name) for name in names}
    return iter(ProductAlias.objects.filter(folded__in=folded).values_list("folded", "product_id"))


def _create(name: str) -> Product:
    [free] = free_slugs(Product, [slug(name)])
    product = fitted(Product(name=name, slug=free))
    product.save()
    return product


def _link(release: Release, product_id: int, candidate: Candidate) -> ReleaseProduct:
    aliases = {fold(a.name): [a.name, a.span.start, a.span.end] for a in reversed(candidate.aliases)}
    aliases.pop(fold(candidate.name), None)
    return fitted(
        ReleaseProduct(
            release=release,
            product_id=product_id,
            printed_name=candidate.name,
            mentions=[[span.start, span.end] for span in candidate.mentions],
            aliases=list(reversed(aliases.values())),
            rule=candidate.rule,
        )
    )


def _add_link(links: dict[tuple[int, int], ReleaseProduct], link: ReleaseProduct) -> None:
    """Add a link; a second one between the same two becomes part of the first."""
    first = links.setdefault((link.release_id, link.product_id), link)
    if first is not link:
        _merge(first, link)


def _merge(first: ReleaseProduct, second: ReleaseProduct) -> None:
    """Let one link tell what two told; that the second's name is the same product is not proven here."""
    first.mentions = sorted({tuple(mention) for mention in (*first.mentions, *second.mentions)})
    names = {fold(first.printed_name), *(fold(name) for name, *_ in first.aliases)}
    for alias in ([second.printed_name, None, None], *second.aliases):
        if fold(alias[0]) not in names:
            names.add(fold(alias[0]))
            first.aliases.append(alias)


# --- groups -----------------------------------------------------------------------------------


def _groups(links: Collection[ReleaseProduct]) -> list[_Group]:
    """Return the links in groups that share no name. Only an alias with a proof connects."""
    group_of: dict[str, _Group] = {}
    for link in links:
        names = {
            fold(link.printed_name),
            *(fold(name) for name, start, _ in link.aliases if start is not None),
        }
        met = list(dict.fromkeys(group_of[name] for name in names if name in group_of)) or [_Group()]
        group = max(met, key=lambda group: len(group.links))
        for other in met:
            if other is not group:
                group.links += other.links
                names |= other.names
        group.links.append(link)
        group.names |= names
        group_of.update(dict.fromkeys(names, group))
    groups = list(dict.fromkeys(group_of.values()))
    place = {link: number for number, link in enumerate(links)}
    for group in groups:
        group.links.sort(key=place.__getitem__)
    return groups


def _give_rows(groups: list[_Group], products: dict[int, Product]) -> None:
    """Give each group a product's row: the oldest it has links of, and first the one that its slug names."""
    for product in products.values():
        own = [
            g for g in groups if g.product is None and any(link.product_id == product.pk for link in g.links)
        ]
        if own:
            best = max(own, key=lambda group: (fold(product.slug) in group.names, len(group.links)))
            best.product = product
    for group in groups:
        if group.product is None:
            group.product = _create(_best_name(group.links))


def _move_links(groups: list[_Group]) -> set[int]:
    """Bring every link and claim to its group's product; return the releases concerned."""
    moved: set[int] = set()
    for group in groups:
        assert group.product is not None  # noqa: S101 - for the type checker: _give_rows left none out
        first_of: dict[int, ReleaseProduct] = {}
        for link in sorted(group.links, key=lambda link: link.product_id != group.product.pk):
            first = first_of.setdefault(link.release_id, link)
            if link.product_id == group.product.pk:
                continue
            moved.add(link.release_id)
            PhaseClaim.objects.filter(release=link.release_id, product=link.product_id).update(
                product=group.product
            )
            if first is link:
                link.product = group.product
                link.save(update_fields=["product"])
            else:
                _merge(first, link)
                first.save(update_fields=["mentions", "aliases"])
                link.delete()
        group.links = list(first_of.values())
    return moved


def _set_names(group: _Group) -> bool:
    """Write a product's name and aliases; return whether any of them is new or gone."""
    product = group.product
    assert product is not None  # noqa: S101 - for the type checker
    wanted = {row.folded: row for row in _alias_rows(product, group.links)}
    present = {row.folded: row for row in product.aliases.all()}
    name = _best_name(group.links)
    renamed = fitted(Product(name=name)).name != product.name
    if renamed:
        product.name = name
        fitted(product).save(update_fields=["name"])
    gone = present.keys() - wanted.keys()
    ProductAlias.objects.filter(product=product, folded__in=gone).delete()
    differing = [row for key, row in wanted.items() if key not in present or not _same(row, present[key])]
    if differing:
        ProductAlias.objects.bulk_create(
            differing,
            update_conflicts=True,
            unique_fields=["folded"],
            update_fields=["product", "name", "slug", "release", "start", "end"],
        )
    return renamed or bool(gone) or any(row.folded not in present for row in differing)


def _alias_rows(product: Product, links: Collection[ReleaseProduct]) -> Iterator[ProductAlias]:
    """Yield a row for each name, in its most printed spelling, with the earliest proof."""
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    proofs: dict[str, tuple[int, int, int]] = {}
    for link in links:
        spellings[fold(link.printed_name)][link.printed_name] += 1
        for name, start, end in link.aliases:
            spellings[fold(name)][name] += 1
            if start is not None:
                proofs.setdefault(fold(name), (link.release_id, start, end))
    for folded, names in spellings.items():
        [(name, _)] = names.most_common(1)
        release_id, start, end = proofs.get(folded, (None, None, None))
        yield fitted(
            ProductAlias(
                product=product, name=name, slug=slug(name) or _UNNAMED, folded=folded,
                release_id=release_id, start=start, end=end,
            )
        )  # fmt: skip


def _same(one: ProductAlias, other: ProductAlias) -> bool:
    columns = ("product_id", "name", "slug", "release_id", "start", "end")
    return all(getattr(one, column) == getattr(other, column) for column in columns)


def _best_name(links: Collection[ReleaseProduct]) -> str:
    """Return the name that most releases use, the older of two, in its most printed spelling."""
    names = Counter(fold(link.printed_name) for link in links)
    [(best, _)] = names.most_common(1)
    spellings = Counter(link.printed_name for link in links if fold(link.printed_name) == best)
    [(name, _)] = spellings.most_common(1)
    return name


def fold(name: str) -> str:
    """Return what all spellings of a product's name have in common."""
    return fold_code(name)[:120] or _UNNAMED
