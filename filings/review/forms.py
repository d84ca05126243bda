"""A form for each kind of fact. All take plain text; what is typed comes back as the fields of the fact."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.validators import validate_email

from filings.domain import Phase, Span, Status
from filings.models import Release
from filings.overlay.shelves import places
from filings.overlay.values import Value, What
from filings.vocabularies import load

LONGEST_REASON = 1000
_DATES = ["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d %b %Y"]
_TICKER = re.compile(r"[A-Z][A-Z0-9 .&-]{0,23}:[A-Z0-9][A-Z0-9.-]{0,14}")


def reason_field(*, required: bool = True) -> forms.CharField:
    """Return the field that every correction has."""
    return forms.CharField(
        label="Reason",
        help_text="Why it is so. Readers see it beside what you correct.",
        max_length=LONGEST_REASON,
        required=required,
        error_messages={"required": "Say why it is so."},
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def offer_copies(form: forms.Form, copies: Sequence[Release]) -> None:
    """Ask, where a release was furnished more than once, whether all its copies are meant; they are, if not told."""
    if copies:
        named = ", ".join(f"{copy.filing} of {copy.filing.registrant}" for copy in copies)
        form.fields["copies"] = forms.BooleanField(
            label=f"Also in the other cop{'y' if len(copies) == 1 else 'ies'} of this release: {named}",
            required=False,
            initial=True,
        )


class PlainForm(forms.Form):
    """A form whose fields tell of their hints and errors, and need no browser's help to be right."""

    use_required_attribute = (
        False  # a missing word is said in a sentence, the same with and without JavaScript
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "f-%s", **kwargs})
        self.choices: dict[str, list[str]] = {}

    def offer(self, field: str, words: list[str]) -> None:
        """Offer words while a field is typed."""
        self.choices[field] = words
        self.fields[field].widget.attrs["list"] = f"choices-{field}"


class ReasonForm(PlainForm):
    """Only a reason."""

    reason = reason_field()


class RejectionForm(ReasonForm):
    """A reason, and whether the same fact of the release's other copies is rejected too."""

    def __init__(self, *args: Any, copies: Sequence[Release] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_copies(self, copies)


class FactForm(PlainForm):
    """The fields of one kind of fact. `offered` tells what kind of words is offered for a field."""

    fields_of_the_fact: ClassVar[tuple[str, ...]] = ()
    offered: ClassVar[dict[str, str]] = {}

    def __init__(
        self, *args: Any, what: What, offers: Mapping[str, list[str]] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.prepare(what)
        for field, kind in self.offered.items():
            if offers and kind in offers:
                self.offer(field, offers[kind])

    def prepare(self, what: What) -> None:
        """Make what only some kinds of facts need."""

    def narrow(self, *names: str) -> None:
        """Ask for these fields of the fact alone."""
        for name in self.fields_of_the_fact:
            if name not in names:
                del self.fields[name]

    @classmethod
    def initial_from(cls, value: Value) -> dict[str, Any]:
        """Return a fact's values as they stand in the form before anything is typed."""
        return {name: _as_text(value.get(name)) for name in cls.fields_of_the_fact}

    def value(self) -> Value:
        """Return the fact as typed."""
        return {
            name: self.cleaned_data[name] or None for name in self.fields_of_the_fact if name in self.fields
        }

    def changes(self, value: Value) -> Value:
        """Return those fields that differ from the fact as it stands; where none does, say so in the form."""
        changed = {
            name: new for name, new in self.value().items() if (new or None) != (value.get(name) or None)
        }
        if not changed:
            self.add_error(None, "Nothing is changed: this is what stands there already.")
        return changed


class DateForm(FactForm):
    """The day a release came out."""

    fields_of_the_fact = ("date",)
    date = forms.DateField(
        label="Date",
        help_text="As 2004-06-15 or 15 June 2004.",
        input_formats=_DATES,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "short"}),
        error_messages={"invalid": "“Date” is no day: write it as 2004-06-15 or 15 June 2004."},
    )

    def value(self) -> Value:
        return {"date": self.cleaned_data["date"].isoformat()}


class WordsForm(FactForm):
    """A fact that is a few words: a headline, a place, an indication."""

    fields_of_the_fact = ("value",)

    def prepare(self, what: What) -> None:
        """Take the field of the kind."""
        self.fields["value"] = _WORDS_FIELDS.get(what, _words_field)(what)

    def clean_value(self) -> str:
        """Make white space single."""
        return " ".join(self.cleaned_data["value"].split())


class IndicationForm(WordsForm):
    """A disease under its general name."""

    offered = {"value": "indication"}


class CandidateForm(FactForm):
    """A drug candidate under all names that the release gives it."""

    fields_of_the_fact = ("name", "aliases")
    offered = {"name": "product"}
    name = forms.CharField(label="Name", help_text="Its best printed form, without marks.", max_length=120)
    aliases = forms.CharField(
        label="Other names in this release",
        help_text="One a line.",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_aliases(self) -> list[str]:
        """Read one name a line."""
        return _lines(self.cleaned_data["aliases"])


class ClaimForm(FactForm):
    """What a sentence says of a candidate's phase."""

    fields_of_the_fact = ("product", "phase", "status", "indication")
    offered = {"product": "product", "indication": "indication"}
    product = forms.CharField(label="Drug candidate", help_text="As the release names it.", max_length=120)
    phase = forms.ChoiceField(label="Phase", choices=[(phase.value, phase.value) for phase in Phase])
    status = forms.ChoiceField(
        label="Status",
        choices=[("", "not stated"), *((status.value, status.value) for status in Status)],
        required=False,
    )
    indication = forms.CharField(
        label="Indication",
        help_text="General name in lower case: “renal cell cancer”. Empty where none is stated.",
        max_length=120,
        required=False,
    )

    def clean_indication(self) -> str:
        """Make white space single."""
        return " ".join(self.cleaned_data["indication"].split())


class ContactForm(FactForm):
    """Somebody to write to or ring."""

    fields_of_the_fact = ("name", "organisation", "role", "title", "phones", "emails")
    name = forms.CharField(
        label="Name",
        help_text="Without Dr. and degrees. Empty for a department.",
        max_length=200,
        required=False,
    )
    organisation = forms.CharField(label="Firm", max_length=200, required=False)
    role = forms.CharField(
        label="Role", help_text="Such as “Investor Relations”.", max_length=200, required=False
    )
    title = forms.CharField(
        label="Title", help_text="Such as “Director of Finance”.", max_length=300, required=False
    )
    phones = forms.CharField(
        label="Telephone numbers",
        help_text="As printed, one a line.",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    emails = forms.CharField(
        label="E-mail addresses",
        help_text="One a line.",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_phones(self) -> list[str]:
        """Read one number a line."""
        return _lines(self.cleaned_data["phones"])

    def clean_emails(self) -> list[str]:
        """Read one address a line."""
        addresses = _lines(self.cleaned_data["emails"])
        for address in addresses:
            try:
                validate_email(address)
            except forms.ValidationError:
                raise forms.ValidationError(f"“{address}” is no e-mail address.") from None
        return addresses

    def clean(self) -> dict[str, Any]:
        """Ask for a name or a role: nobody can be rung otherwise."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(cleaned.get(name) for name in ("name", "organisation", "role")):
            self.add_error("name", "Give a name, or the firm or role of a department.")
        return cleaned


class QuoteForm(FactForm):
    """Who is quoted."""

    fields_of_the_fact = ("speaker", "title", "text")
    speaker = forms.CharField(label="Speaker", max_length=200, required=False)
    title = forms.CharField(label="Title", max_length=300, required=False)
    text = forms.CharField(label="Quoted words", max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))


FORMS: dict[What, type[FactForm]] = {
    What.DATE: DateForm,
    What.CANDIDATE: CandidateForm,
    What.INDICATION: IndicationForm,
    What.PHASE_CLAIM: ClaimForm,
    What.CONTACT: ContactForm,
    What.QUOTE: QuoteForm,
}


def fact_form(
    what: What,
    data: Any = None,
    *,
    value: Value | None = None,
    with_words: bool = False,
    text: str = "",
    offers: Mapping[str, list[str]] | None = None,
    copies: Sequence[Release] = (),
) -> FactForm:
    """Return the form of a kind of fact with a reason, filled with `value`.

    with_words: ask besides for the words of `text` that say so.
    copies: of the release, to which the same may be done.
    """
    kind = FORMS.get(what, WordsForm)
    form = kind(data, what=what, initial=kind.initial_from(value or {}), offers=offers)
    if with_words:
        form.fields["words"] = QuotedField(text, required=what is not What.TOPIC)
    form.fields["reason"] = reason_field()
    offer_copies(form, copies)
    return form


class QuotedField(forms.CharField):
    """Words copied from a release; its value is the place where they stand, None where none are given."""

    def __init__(self, text: str, *, required: bool) -> None:
        super().__init__(
            label="The words that say so",
            help_text="Copied from the release, at least the sentence’s beginning. They are shown as the proof.",
            max_length=5000,
            required=required,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        self.text = text

    def clean(self, value: Any) -> Span | None:
        """Find the words; white space and case do not count."""
        words = super().clean(value)
        if not words:
            return None
        found = next(places(words, self.text), None)
        if found is None:
            raise forms.ValidationError("These words do not stand in the release.")
        return found


class ProductForm(PlainForm):
    """Another product, by any of its names."""

    other = forms.CharField(
        label="The other product", help_text="Any of its names, as GTX-40 or gtx40.", max_length=120
    )


class ContactNameForm(PlainForm):
    """Another contact, by any of their names."""

    other = forms.CharField(
        label="The other contact", help_text="Any of their names, as it is printed.", max_length=200
    )


class MergedContactsForm(ReasonForm):
    """What two contacts are called when they are one."""

    name = forms.CharField(label="Name of the one person", help_text="The fullest spelling.", max_length=200)
    field_order = ("name", "reason")


class NamesForm(PlainForm):
    """Some of the names of a product or a contact."""

    names = forms.MultipleChoiceField(
        label="Names that are another’s",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one name."},
    )
    reason = reason_field()

    def __init__(self, *args: Any, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["names"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]

    def clean_names(self) -> list[str]:
        """Leave the product at least one name."""
        chosen: list[str] = self.cleaned_data["names"]
        if len(chosen) == len(self.fields["names"].choices):  # type: ignore[attr-defined]
            raise forms.ValidationError("One name at least must stay.")
        return chosen


def _words_field(what: What) -> forms.Field:
    long = what in (What.HEADLINE, What.SUBHEADLINE)
    return forms.CharField(
        label=str(what).capitalize(),
        max_length=1000 if long else 120,
        widget=forms.Textarea(attrs={"rows": 3}) if long else forms.TextInput(),
    )


def _topic_field(what: What) -> forms.Field:
    names = [topic["name"] for topic in load("topics")["topics"]]
    return forms.ChoiceField(label="Topic", choices=[(name, name) for name in (*names, "other")])


def _ticker_field(what: What) -> forms.Field:
    return forms.RegexField(
        _TICKER,
        label="Ticker",
        help_text="As NASDAQ:ABCD.",
        max_length=40,
        error_messages={
            "invalid": "“Ticker” is an exchange, a colon and a symbol, in capitals: NASDAQ:ABCD."
        },
    )


_WORDS_FIELDS = {What.TOPIC: _topic_field, What.TICKER: _ticker_field}


def _as_text(value: Any) -> str:
    return "\n".join(value) if isinstance(value, list) else value or ""


def _lines(text: str) -> list[str]:
    return list(
        dict.fromkeys(line for line in (" ".join(line.split()) for line in text.splitlines()) if line)
    )
