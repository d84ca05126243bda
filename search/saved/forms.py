"""The form that keeps a search."""

from __future__ import annotations

from typing import Any

from django import forms

from search.models import SavedSearch

MOST = 50
"""Searches that one reader may keep."""


class SavedSearchForm(forms.ModelForm):
    """A name, and how often to write. The search itself is not typed but taken from the page."""

    class Meta:
        model = SavedSearch
        fields = ("name", "frequency")
        labels = {"name": "Name", "frequency": "Write to me of new releases"}
        widgets = {"frequency": forms.RadioSelect}

    def clean(self) -> dict[str, Any]:
        """Refuse a second search of that name, too many searches, and letters to nowhere."""
        data = super().clean() or self.cleaned_data
        reader, others = self.instance.reader, SavedSearch.objects.filter(reader=self.instance.reader)
        if others.exclude(pk=self.instance.pk).filter(name=data.get("name")).exists():
            self.add_error("name", "You keep another search of this name. Choose another name.")
        if self.instance.pk is None and others.count() >= MOST:
            self.add_error(None, f"You keep {MOST} searches already. Delete one to keep another.")
        if data.get("frequency") not in (None, "never") and not reader.email:
            self.add_error(
                "frequency", "Your account has no e-mail address. Ask the archive's keeper for one."
            )
        return data
