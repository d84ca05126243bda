"""Which company a filing is of: told by its Central Index Key, else by any name it has or had."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Max, Q
from django.db.models.functions import Coalesce

from filings import naming
from filings.domain import Filer
from filings.ingest.addresses import free_slugs
from filings.ingest.fitting import fitted
from filings.models import Filing, Registrant, RegistrantName, Release
from filings.naming import company_slug, fold_company, is_shouted

_UNNAMED = "Unnamed registrant"


@dataclass(slots=True)
class Resolved:
    """The registrants of a filing, its own first, and the releases that now go by another company name."""

    registrants: list[Registrant] = field(default_factory=list)
    renamed_releases: set[int] = field(default_factory=set)


def known_registrants(filer: Filer) -> list[Registrant]:
    """Return the registrants that `filer` may be, the surest first; none of them is changed.

    A key tells for certain. A registrant that is known by name alone is the same as one with a key if
    it has one of its names; two with different keys are never the same.
    """
    same_name = Q(names__folded=_folded(filer.name))
    if filer.cik is None:
        return list(Registrant.objects.filter(same_name))
    any_name = Q(names__folded__in=[_folded(name) for name in _names(filer)])
    found = Registrant.objects.filter(Q(cik=filer.cik) | (Q(cik=None) & any_name)).distinct()
    return sorted(found, key=lambda registrant: (registrant.cik is None, registrant.pk))


def as_printed(filers: Iterable[Filer], texts: Collection[str]) -> list[Filer]:
    """Return companies whose names a header prints in capitals under these names as the releases write them."""
    return [
        replace(
            filer,
            name=naming.as_printed(filer.name, texts),
            former_names=tuple(naming.as_printed(name, texts) for name in filer.former_names),
        )
        for filer in filers
    ]


def resolve(filers: Iterable[Filer], on: date | None) -> Resolved:
    """Find or make the registrants of a filing of the day `on`; rows that prove to be one are joined."""
    resolved = Resolved()
    for filer in filers:
        known = known_registrants(filer)
        if known:
            registrant = known[0]
            for other in known[1:]:
                resolved.renamed_releases |= _join(other, registrant)
            if _learn(registrant, filer, on):
                resolved.renamed_releases |= _releases_of(registrant)
        else:
            registrant = _create(filer)
        if registrant not in resolved.registrants:
            resolved.registrants.append(registrant)
    return resolved


def remove_unused(registrant_ids: Iterable[int]) -> None:
    """Delete those of the registrants that no filing is of any more."""
    Registrant.objects.filter(pk__in=set(registrant_ids), filings=None, co_filings=None).delete()


def _create(filer: Filer) -> Registrant:
    name = filer.name.strip() or _UNNAMED
    [slug] = free_slugs(Registrant, [company_slug(name)])
    row = Registrant(name=name, slug=slug, folded=_free_fold(name, filer.cik), cik=filer.cik)
    row.former_names = _former([], filer.former_names, current=name)
    registrant = fitted(row)
    registrant.save()
    _remember_names(registrant, _names(filer))
    return registrant


def _learn(registrant: Registrant, filer: Filer, on: date | None) -> bool:
    """Add what a further filing tells of a registrant; return whether its name is another one now."""
    before = (registrant.name, registrant.cik, tuple(registrant.former_names))
    registrant.cik = registrant.cik or filer.cik
    name, former = filer.name.strip(), list(filer.former_names)
    if name and _folded(name) == _folded(registrant.name):
        if is_shouted(registrant.name) and not is_shouted(name):
            registrant.name = name
    elif name and _is_newest(registrant, on):
        former.append(registrant.name)
        registrant.name = name
        registrant.folded = _free_fold(name, registrant.cik, besides=registrant)
    elif name:
        former.append(name)
    registrant.former_names = _former(registrant.former_names, former, current=registrant.name)
    if before != (registrant.name, registrant.cik, tuple(registrant.former_names)):
        fitted(registrant).save()
        _remember_names(registrant, [registrant.name, *registrant.former_names])
    return before[0] != registrant.name


def _join(other: Registrant, into: Registrant) -> set[int]:
    """Move everything of `other` to `into` and delete it; return the releases that moved."""
    moved = _releases_of(other)
    other.filings.update(registrant=into)
    for filing in other.co_filings.all():
        filing.co_registrants.add(into)
    other.names.update(registrant=into)
    names = [other.name, *other.former_names]
    into.former_names = _former(into.former_names, names, current=into.name)
    other.delete()
    if is_shouted(into.name) and _folded(into.name) == _folded(other.name):
        into.name = other.name
    fitted(into).save()
    return moved


def _releases_of(registrant: Registrant) -> set[int]:
    filings = Filing.objects.filter(Q(registrant=registrant) | Q(co_registrants=registrant))
    return set(Release.objects.filter(filing__in=filings).values_list("pk", flat=True))


def _is_newest(registrant: Registrant, on: date | None) -> bool:
    """Tell whether a filing of the day `on` is the registrant's newest: its name is the current one."""
    if on is None:
        return False
    newest = registrant.filings.aggregate(day=Max(Coalesce("filed_on", "signed_on")))["day"]
    return newest is None or on >= newest


def _former(known: list[str], further: Iterable[str], *, current: str) -> list[str]:
    """Return all former names once, none that is the current one in another spelling."""
    names = {_folded(name): name for name in known}
    for name in further:
        fold = _folded(name)
        if fold not in names or (is_shouted(names[fold]) and not is_shouted(name)):
            names[fold] = name
    names.pop(_folded(current), None)
    return list(names.values())


def _remember_names(registrant: Registrant, names: Iterable[str]) -> None:
    """A name that another company had before stays with that one."""
    rows = [
        RegistrantName(
            registrant=registrant, name=name, slug=company_slug(name) or "unnamed", folded=_folded(name)
        )
        for name in names
        if name.strip()
    ]
    RegistrantName.objects.bulk_create([fitted(row) for row in rows], ignore_conflicts=True)


def _free_fold(name: str, cik: int | None, besides: Registrant | None = None) -> str:
    folded = _folded(name)
    taken = Registrant.objects.filter(folded=folded)
    if besides:
        taken = taken.exclude(pk=besides.pk)
    return f"{folded[:180]} {cik or 0}" if taken.exists() else folded


def _names(filer: Filer) -> list[str]:
    return [name for name in (filer.name, *filer.former_names) if name.strip()] or [_UNNAMED]


def _folded(name: str) -> str:
    return fold_company(name)[:200] or "unnamed"
