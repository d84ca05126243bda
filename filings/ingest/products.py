"""Which names are one product: all that releases connect, over the whole archive.

A product is a set of names held together by releases that say so ("XY-12, formerly known as XY-9").
`settle` works that set out anew from what the releases themselves say, so that the order in which
filings arrive does not matter, and a reading that was corrected takes apart what it had joined. What people
judged of names prevails over what releases say.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from filings.domain import Candidate
from filings.ingest.addresses import free_slugs
from filings.ingest.fitting import fitted
from filings.ingest.judged import Judged, judged
from filings.models import PhaseClaim, Product, ProductAlias, Release, ReleaseProduct
from filings.naming import fold_code, slug

_UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True)
class _Mention:
    """A candidate as one release speaks of it; `aliases` are (name, start, end of the proof)."""

    release_id: int
    name: str
    aliases: tuple[tuple[str, int, int], ...]
    places: tuple[tuple[int, int], ...]
    rule: str
    apart: bool = (
        False  # another name that the release gives to a drug, and that people judged to be another drug
    )

    @property
    def names(self) -> set[str]:
        """All its names, folded."""
        return {fold(self.name), *(fold(alias) for alias, _, _ in self.aliases)}

    def as_json(self) -> dict[str, Any]:
        """Return it as a link keeps it."""
        said = {"name": self.name, "aliases": self.aliases, "places": self.places, "rule": self.rule}
        return said | {"apart": True} if self.apart else said


@dataclass(slots=True, eq=False)
class _Group:
    """The names and mentions of what is one product, in the order of their dates."""

    names: set[str] = field(default_factory=set)
    mentions: list[_Mention] = field(default_factory=list)
    product: Product | None = None


@dataclass(slots=True)
class Linked:
    """The products that releases were linked to, and all that their names touch and `settle` must look at."""

    product_of: dict[tuple[int, str], int] = field(default_factory=dict)  # by release id and folded name
    touched: set[int] = field(default_factory=set)


def link_candidates(releases: dict[Release, tuple[Candidate, ...]]) -> Linked:
    """Link each release to the products it speaks of, making those that are new."""
    linked = Linked()
    links: dict[tuple[int, int], list[_Mention]] = defaultdict(list)
    mentions = [_mention(release, found) for release, candidates in releases.items() for found in candidates]
    owners = dict(_owners({name for mention in mentions for name in mention.names}))
    for mention in mentions:
        known = {owners[name] for name in mention.names if name in owners}
        product_id = min(known) if known else _create(mention.name).pk
        for name in mention.names:
            owners.setdefault(name, product_id)
            linked.product_of[mention.release_id, name] = product_id
        linked.touched |= {product_id, *known}
        links[mention.release_id, product_id].append(mention)
    ReleaseProduct.objects.bulk_create(_link(*ends, said) for ends, said in links.items())
    return linked


def settle(product_ids: Iterable[int]) -> set[int]:
    """Bring products in line with what releases say; return the releases whose products are others now.

    Joins products that a release connects, parts what none connects any longer, deletes those without
    a release, and sets names and aliases with their proofs.
    """
    judgements = judged(fold)
    products, links = _concerned(set(product_ids), judgements)
    if not products:
        return set()
    groups = _groups([mention for link in links for mention in _said(link) if not mention.apart], judgements)
    _give_rows(groups, products, links)
    touched = _write_links(groups, links)
    for group in groups:
        if _write_names(group):
            touched |= {mention.release_id for mention in group.mentions}
    kept = {group.product.pk for group in groups if group.product}
    Product.objects.filter(pk__in=products.keys() - kept).delete()
    return touched


@lru_cache(maxsize=10_000)  # a company's names come again with each of its releases
def fold(name: str) -> str:
    """Return what all spellings of a product's name have in common."""
    return fold_code(name)[:120] or _UNNAMED


def _concerned(product_ids: set[int], judgements: Judged) -> tuple[dict[int, Product], list[ReleaseProduct]]:
    """Return products with their links, and with them all that people's judgements tie to them."""
    while True:
        links = list(
            ReleaseProduct.objects.filter(product__in=product_ids).order_by(
                "release__date", "release_id", "pk"
            )
        )
        further = _tied_by_judgement(links, judgements) - product_ids
        if not further:
            rows = Product.objects.filter(pk__in=product_ids).order_by("pk")
            return {row.pk: row for row in rows}, links
        product_ids |= further


def _tied_by_judgement(links: list[ReleaseProduct], judgements: Judged) -> set[int]:
    """Return the products judged to be the same, and those on the other side of a judged border."""
    mentions = [mention for link in links for mention in _said(link)]
    parted = {mention.release_id for mention in mentions if mention.apart}
    tied: set[int] = set()
    if parted:
        rows = ReleaseProduct.objects.filter(release__in=parted)
        tied |= set(rows.values_list("product_id", flat=True))
    if judgements:
        names = {name for mention in mentions for name in mention.names}
        tied |= {owner for _, owner in _owners(names.union(*map(judgements.same_as, names)))}
    return tied


# --- mentions and links -----------------------------------------------------------------------


def _mention(release: Release, candidate: Candidate) -> _Mention:
    aliases = {
        fold(alias.name): (alias.name, alias.span.start, alias.span.end)
        for alias in reversed(candidate.aliases)  # so that the first proof of a name is the one that stays
    }
    aliases.pop(fold(candidate.name), None)
    return _Mention(
        release_id=release.pk,
        name=candidate.name,
        aliases=tuple(reversed(aliases.values())),
        places=tuple((span.start, span.end) for span in candidate.mentions),
        rule=candidate.rule,
    )


def _link(release_id: int, product_id: int, said: list[_Mention]) -> ReleaseProduct:
    """Return the row, not saved, that ties a release to a product, whatever names it speaks of it under."""
    return fitted(
        ReleaseProduct(
            release_id=release_id,
            product_id=product_id,
            printed_name=said[0].name,
            mentions=[
                list(place) for place in sorted({place for mention in said for place in mention.places})
            ],
            candidates=[mention.as_json() for mention in said],
            rule=said[0].rule,
        )
    )


def _said(link: ReleaseProduct) -> Iterator[_Mention]:
    """Yield what a release itself says, name by name."""
    for said in link.candidates or [{"name": link.printed_name, "places": link.mentions, "rule": link.rule}]:
        yield _Mention(
            release_id=link.release_id,
            name=said["name"],
            aliases=tuple((name, start, end) for name, start, end in said.get("aliases", ())),
            places=tuple((start, end) for start, end in said["places"]),
            rule=said["rule"],
            apart=said.get("apart", False),
        )


def _owners(folded: set[str]) -> Iterable[tuple[str, int]]:
    return ProductAlias.objects.filter(folded__in=folded).values_list("folded", "product_id")


def _create(name: str) -> Product:
    [free] = free_slugs(Product, [slug(name)])
    product = fitted(Product(name=name, slug=free))
    product.save()
    return product


# --- groups -----------------------------------------------------------------------------------


def _groups(mentions: Collection[_Mention], judgements: Judged) -> list[_Group]:
    """Return the mentions in groups that share no name: as people judged, then as releases say, the earliest first.

    A name that a release gives to a drug, and that people judged to be another's, is a mention of that other.
    """
    group_of = {name: _Group(names={name}) for mention in mentions for name in mention.names}

    def join(one: str, other: str) -> None:
        into, gone = group_of[one], group_of[other]
        if into is gone or judgements.part(into.names, gone.names):
            return
        if len(into.names) < len(gone.names):
            into, gone = gone, into
        into.names |= gone.names
        group_of.update(dict.fromkeys(gone.names, into))

    for name in list(group_of):
        for other in sorted(judgements.same_as(name)):
            if other in group_of:
                join(name, other)
    for mention in mentions:
        for alias, _, _ in mention.aliases:
            join(fold(mention.name), fold(alias))
    for mention in mentions:
        own = group_of[fold(mention.name)]
        own.mentions.append(mention)
        for alias, start, end in mention.aliases:
            if (group := group_of[fold(alias)]) is not own:
                group.mentions.append(
                    _Mention(mention.release_id, alias, (), ((start, end),), mention.rule, apart=True)
                )
    return list(dict.fromkeys(group_of.values()))


def _give_rows(groups: list[_Group], products: dict[int, Product], links: Iterable[ReleaseProduct]) -> None:
    """Give each group the row of the oldest product it has to do with; its name decides between two."""
    group_of = {name: group for group in groups for name in group.names}
    met: dict[int, Counter[_Group]] = defaultdict(Counter)
    for link in links:
        met[link.product_id].update(group_of[fold(mention.name)] for mention in _said(link))
    for product_id, product in products.items():
        own = {group: count for group, count in met[product_id].items() if group.product is None}
        if own:
            named = group_of.get(fold(product.slug))
            group = named if named in own else max(own, key=lambda group: own[group])
            group.product = product
    for group in groups:
        if group.product is None:
            group.product = _create(_best_name(group.mentions))


def _write_links(groups: list[_Group], links: list[ReleaseProduct]) -> set[int]:
    """Bring every link and claim to its group's product; return the releases concerned."""
    wanted: dict[tuple[int, int], list[_Mention]] = defaultdict(list)
    for group in groups:
        for mention in group.mentions:
            wanted[mention.release_id, _product(group).pk].append(mention)
    present = {(link.release_id, link.product_id): link for link in links}
    gone = [link for ends, link in present.items() if list(_said(link)) != wanted.get(ends)]
    new = wanted.keys() - present.keys()
    if not gone and not new:
        return set()
    ReleaseProduct.objects.filter(pk__in=[link.pk for link in gone]).delete()
    kept = present.keys() - {(link.release_id, link.product_id) for link in gone}
    ReleaseProduct.objects.bulk_create(
        _link(*ends, said) for ends, said in wanted.items() if ends not in kept
    )
    touched = {link.release_id for link in gone} | {release_id for release_id, _ in new}
    _move_claims(groups, touched)
    return touched


def _move_claims(groups: list[_Group], release_ids: set[int]) -> None:
    owner = {name: _product(group).pk for group in groups for name in group.names}
    moved = []
    for claim in PhaseClaim.objects.filter(release__in=release_ids):
        product_id = owner.get(fold(claim.printed_name), claim.product_id)
        if product_id != claim.product_id:
            claim.product_id = product_id
            moved.append(claim)
    PhaseClaim.objects.bulk_update(moved, ["product"])


# --- names ------------------------------------------------------------------------------------


def _write_names(group: _Group) -> bool:
    """Write a product's name and aliases; return whether any of them is new or gone."""
    product = _product(group)
    wanted = {row.folded: row for row in _alias_rows(product, group)}
    present = {row.folded: row for row in product.aliases.all()}
    best = fitted(Product(name=_best_name(group.mentions))).name
    renamed = best != product.name
    if renamed:
        product.name = best
        product.save(update_fields=["name"])
    gone = present.keys() - wanted.keys()
    if gone:
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


def _alias_rows(product: Product, group: _Group) -> Iterator[ProductAlias]:
    """Yield a row for each name of a group, in its most printed spelling, with the earliest proof."""
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    proofs: dict[str, tuple[int, int, int]] = {}
    for mention in group.mentions:
        spellings[fold(mention.name)][mention.name] += 1
        for name, start, end in mention.aliases:
            if fold(name) not in group.names:
                continue
            spellings[fold(name)][name] += 1
            proofs.setdefault(fold(name), (mention.release_id, start, end))
    for folded, names in spellings.items():
        [(name, _)] = names.most_common(1)
        proof = proofs.get(folded)
        yield fitted(
            ProductAlias(
                product=product,
                name=name,
                slug=slug(name) or _UNNAMED,
                folded=folded,
                release_id=proof[0] if proof else None,
                start=proof[1] if proof else None,
                end=proof[2] if proof else None,
            )
        )


def _same(one: ProductAlias, other: ProductAlias) -> bool:
    columns = ("product_id", "name", "slug", "release_id", "start", "end")
    return all(getattr(one, column) == getattr(other, column) for column in columns)


def _best_name(mentions: Collection[_Mention]) -> str:
    """Return the name that most releases use, the older of two, in its most printed spelling."""
    names = Counter(fold(mention.name) for mention in mentions)
    [(best, _)] = names.most_common(1)
    spellings = Counter(mention.name for mention in mentions if fold(mention.name) == best)
    [(name, _)] = spellings.most_common(1)
    return name


def _product(group: _Group) -> Product:
    if group.product is None:
        raise LookupError("a group of names without its product")
    return group.product
