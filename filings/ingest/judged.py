"""What people judged about names, of products or of contacts: which two are one's, and which two are not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import combinations

from filings.models import ProductJudgement


class Judged:
    """The judgements in force, by pairs of folded names; of two about one pair the later prevails."""

    def __init__(self, partitions: Iterable[list[list[str]]] = ()) -> None:
        self._is_one: dict[frozenset[str], bool] = {}
        self._beside: dict[str, set[str]] = {}
        for groups in partitions:
            names = [(name, number) for number, group in enumerate(groups) for name in group]
            for (one, its), (other, others) in combinations(names, 2):
                if one != other:
                    self._is_one[frozenset((one, other))] = its == others
        for pair, is_one in self._is_one.items():
            if is_one:
                one, other = pair
                self._beside.setdefault(one, set()).add(other)
                self._beside.setdefault(other, set()).add(one)

    def __bool__(self) -> bool:
        return bool(self._is_one)

    def are_two(self, one: str, other: str) -> bool:
        """Tell whether two names were judged to be two products'."""
        return self._is_one.get(frozenset((one, other))) is False

    def same_as(self, name: str) -> set[str]:
        """Return the names that were judged to be the same product's as this one."""
        return self._beside.get(name, set())

    def together(self, name: str) -> set[str]:
        """Return the names that are one with this one, directly or through others, where none was parted."""
        found, waiting = {name}, [name]
        while waiting:
            for other in sorted(self.same_as(waiting.pop(0)) - found):
                if not any(self.are_two(other, each) for each in found):
                    found.add(other)
                    waiting.append(other)
        return found

    def part(self, names: set[str], others: set[str]) -> bool:
        """Tell whether two sets of names may not be one product's."""
        if not self._is_one:
            return False
        return any(self.are_two(one, other) for one in names for other in others)


def judged(fold: Callable[[str], str]) -> Judged:
    """Return the judgements about products in force; `fold` tells which spellings are one name."""
    rows = ProductJudgement.objects.filter(undone_at=None).values_list("groups", flat=True)
    return Judged([[[fold(name) for name in group] for group in groups] for groups in rows])
