"""What readers keep: searches they want to hear of again."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from filings.models import Release
from search.forms import SearchForm
from search.query import SearchQuery


class Frequency(models.TextChoices):
    """How often a reader is written to."""

    NEVER = "never", "never"
    DAILY = "daily", "at most once a day"
    WEEKLY = "weekly", "at most once a week"


class SavedSearch(models.Model):
    """A search that a reader keeps. `asked` is its query string, so that it means what its address means."""

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches"
    )
    name = models.CharField(max_length=120)
    asked = models.TextField(blank=True, help_text="the canonical query string, without a page")
    frequency = models.CharField(max_length=10, choices=Frequency, default=Frequency.NEVER)
    created_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now, help_text="what came later is new to the reader")
    told_from = models.DateTimeField(
        default=timezone.now, help_text="what came later is told by e-mail, if it was not told before"
    )
    last_told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = [Lower("name"), "pk"]
        verbose_name_plural = "saved searches"
        constraints = [models.UniqueConstraint(fields=["reader", "name"], name="saved_search_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("saved-open", args=[self.pk])

    @property
    def query(self) -> SearchQuery:
        """What is asked; raises QueryError where a later grammar refuses it."""
        return SearchForm(QueryDict(self.asked)).to_query()


class Told(models.Model):
    """A release that a digest told of, so that no other does."""

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="told")
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["search", "release"], name="told_once")]

    def __str__(self) -> str:
        return f"{self.search}: {self.release}"
