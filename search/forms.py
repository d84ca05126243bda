"""From a query string to a SearchQuery: everything is answered, nothing is a 500."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from filings.models import Product, ProductAlias
from search.facets import LABELS, PHASES, QUESTIONED, STATUSES
from search.query import FACETS, SIZES, PartialDate, SearchQuery

MAX_VALUES = 30
"""Values of one facet that are read."""

_SLUG = re.compile(r"[-\w]{1,120}", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])", re.ASCII)


class ValuesField(forms.Field):
    """Any number of values of one facet. Those that cannot be are reported and left out."""

    widget = forms.SelectMultiple

    def __init__(self, form: re.Pattern[str]) -> None:
        super().__init__(required=False)
        self.form = form

    def to_python(self, value: Any) -> tuple[str, ...]:
        """Return each value once."""
        return tuple(dict.fromkeys(text for item in value or () if (text := str(item).strip().lower())))

    def split(self, values: Iterable[str]) -> tuple[list[str], list[str]]:
        """Return the possible values and the others."""
        possible: list[str] = []
        others: list[str] = []
        for value in values:
            (possible if self.form.fullmatch(value) else others).append(value)
        return possible[:MAX_VALUES], others + possible[MAX_VALUES:]


class PartialDateField(forms.CharField):
    """A year, a month or a day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def clean(self, value: Any) -> PartialDate | None:
        """Return the date, or None where nothing was written."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return PartialDate.parse(text)
        except ValueError:
            raise forms.ValidationError(
                "%(name)s: write a year, a month or a day, such as 2004, 2004-06 or 2004-06-15.",
                params={"name": self.label},
            ) from None


class SearchForm(forms.Form):
    """The search page's parameters. Of a repeated single parameter the last counts.

    Errors belong to fields and are shown on the page; what is wrong is left out of the query.
    Only a `q` that cannot be read is a QueryError, raised by `to_query`.
    """

    q = forms.CharField(required=False)
    product = ValuesField(_SLUG)
    phase = ValuesField(re.compile("|".join(PHASES)))
    status = ValuesField(re.compile("|".join(STATUSES)))
    indication = ValuesField(_SLUG)
    registrant = ValuesField(_SLUG)
    topic = ValuesField(_SLUG)
    form = ValuesField(_SLUG)
    questioned = ValuesField(re.compile("|".join(QUESTIONED)))
    year = ValuesField(_YEAR)
    month = ValuesField(_MONTH)
    sort = forms.CharField(required=False)
    page = forms.CharField(required=False)
    size = forms.CharField(required=False)
    boilerplate = forms.CharField(required=False)
    copies = forms.CharField(required=False)
    exact = forms.CharField(required=False)

    def __init__(self, data: QueryDict | Mapping[str, Any]) -> None:
        super().__init__(data, auto_id="search-%s")
        self.fields["from"] = PartialDateField(label="From")  # a word of Python, so not an attribute
        self.fields["to"] = PartialDateField(label="To")
        self._kept: dict[str, tuple[str, ...]] = {}

    def clean(self) -> dict[str, Any]:
        """Keep the possible values of each facet, and say which are none."""
        for name in FACETS:
            field = self.fields[name]
            assert isinstance(field, ValuesField)  # noqa: S101 - so that types are known
            kept, others = field.split(self.cleaned_data.get(name, ()))
            self._kept[name] = tuple(_present_slugs(kept) if name == "product" else kept)
            if others:
                shown = ", ".join(f"“{value[:60]}”" for value in others[:3])
                self.add_error(name, f"{LABELS[name]}: there is no such value as {shown}.")
        if (
            (first := self.cleaned_data.get("from"))
            and (last := self.cleaned_data.get("to"))
            and last.last < first.first
        ):
            self.add_error("to", f"To: {last} is before {first}, so no release can lie between them.")
            self.cleaned_data["to"] = last  # what was asked for is answered: nothing
        return self.cleaned_data

    def to_query(self) -> SearchQuery:
        """Return what is asked; raise QueryError where the words cannot be read."""
        self.is_valid()
        data = self.cleaned_data
        return SearchQuery(
            q=data.get("q", ""),
            **self._kept,
            date_from=data.get("from"),
            date_to=data.get("to"),
            sort=data.get("sort", ""),
            page=_number(data.get("page", ""), 1),
            size=_number(data.get("size", ""), SIZES[0]),
            boilerplate=_is_yes(data.get("boilerplate", "")),
            copies=_is_yes(data.get("copies", "")),
            exact=_is_yes(data.get("exact", "")),
        )


def _present_slugs(slugs: list[str]) -> list[str]:
    """Return products under their present slug where they are asked for under another of their names.

    A product that the archive does not know stays as it is: it finds nothing and is shown as chosen.
    """
    if not slugs:
        return []
    aliases = dict(
        ProductAlias.objects.filter(slug__in=slugs).order_by("-pk").values_list("slug", "product__slug")
    )
    own = {slug: slug for slug in Product.objects.filter(slug__in=slugs).values_list("slug", flat=True)}
    return [(aliases | own).get(slug, slug) for slug in slugs]


def _is_yes(text: str) -> bool:
    return text not in ("", "0", "false", "off")


def _number(text: str, default: int) -> int:
    return int(text) if re.fullmatch(r"\d{1,6}", text, re.ASCII) else default
