"""Keys of claims, for engines that count releases by single fields only.

Each set of facets that a claim may be asked by has a field of keys of its own (`phase-2|melanoma`), and a facet
is counted over the keys that hold what is chosen of the others. So one value of each facet can be chosen; two
of one facet would need a count each, and what both have in common taken off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product
from typing import Any, NamedTuple

from benchmarks.engines.base import CLAIM, Choice, Counting

KEYED = tuple(
    names
    for length in (2, 3, 4)
    for names in combinations(CLAIM, length)
    if "phase" in names or "status" in names
)
"""The sets of facets that claims have keys by."""


class Keys(NamedTuple):
    """The keys that a facet is counted over: their field, which of them, and where in each its value stands."""

    field: str
    pattern: str
    place: int


def field_of(names: Sequence[str]) -> str:
    """Return the field of the keys by these facets, which stand in the order of `CLAIM`."""
    return "_".join(names)


def keys_of(document: Any, names: Sequence[str]) -> list[str]:
    """Return the keys of a document's claims, each once."""
    found = (tuple(getattr(claim, name) for name in names) for claim in document.claims)
    return list(dict.fromkeys("|".join(values) for values in found if all(values)))


def chosen_keys(chosen: Choice) -> tuple[str, list[str]]:
    """Return the field and the keys that one claim of a release must have one of."""
    names = [name for name, _ in chosen]
    return field_of(names), ["|".join(values) for values in product(*(values for _, values in chosen))]


def counted_keys(counting: Counting) -> Keys:
    """Return the keys that a facet is counted over, where claims are chosen."""
    chosen = dict(counting.claim or ())
    if any(len(values) > 1 for values in chosen.values()):
        raise NotImplementedError("counts over several values of one facet of claims")
    names = tuple(name for name in CLAIM if name == counting.facet or name in chosen)
    pattern = r"\|".join("[^|]*" if name == counting.facet else re.escape(chosen[name][0]) for name in names)
    return Keys(field_of(names), pattern, names.index(counting.facet))


def counts(rows: Iterable[tuple[str, int]], counting: Counting) -> Iterator[tuple[str, int]]:
    """Yield (value, count) of a facet from (value or key, count); empty values and keys of others are left out."""
    if not counting.claim:
        yield from ((value, count) for value, count in rows if value)
        return
    keys = counted_keys(counting)
    for key, count in rows:
        if key and re.fullmatch(keys.pattern, key):
            yield key.split("|")[keys.place], count
