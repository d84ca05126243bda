"""Pages of saved searches. A reader sees their own alone; nothing is changed by GET but what was looked at."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import Truncator
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from filings.review.access import signed_in
from search.backends import get_backend
from search.forms import SearchForm
from search.models import Frequency, SavedSearch
from search.query import SearchQuery
from search.saved import letters, news
from search.saved.forms import MOST, SavedSearchForm
from search.templatetags.result_text import headline, name_of
from search.views import url_of


class Row(NamedTuple):
    """A saved search in the list: what is new, or None where it cannot be answered any more."""

    search: SavedSearch
    fresh: int | None


@login_required
@require_safe
def browse(request: HttpRequest) -> HttpResponse:
    """List the reader's searches with the number of releases that came since each was last looked at."""
    own = list(_own(request))
    fresh = news.numbers(own)
    rows = [Row(search, fresh[search.pk]) for search in own]
    return render(request, "saved/list.html", {"rows": rows, "most": MOST})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest) -> HttpResponse:
    """Ask for a name and keep the search of the query string; the form says what it would have told."""
    query = _asked(request.GET)
    search = SavedSearch(reader=signed_in(request), asked=query.urlencode())
    answer = get_backend().search(query)
    said = headline(query, answer)
    form = SavedSearchForm(
        request.POST or None, instance=search, initial={"name": Truncator(name_of(query, answer)).chars(120)}
    )
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"“{search.name}” is kept.")
        return redirect("saved")
    forecast = news.forecast(query, timezone.localdate())
    context = {"form": form, "said": said, "forecast": forecast, "days": news.DAYS, "back": url_of(query)}
    return render(request, "saved/keep.html", context, status=400 if form.errors else 200)


@login_required
@require_safe
def open_search(request: HttpRequest, pk: int) -> HttpResponse:
    """Go to the search as it answers now; from here on it holds nothing new."""
    search = get_object_or_404(_own(request), pk=pk)
    SavedSearch.objects.filter(pk=pk).update(seen_at=timezone.now())
    return HttpResponseRedirect(url_of(search.query))


@login_required
@require_safe
def fresh(request: HttpRequest, pk: int) -> HttpResponse:
    """List what came since the search was last looked at; looking at this list does not count."""
    search = get_object_or_404(_own(request), pk=pk)
    rows = news.since(search.query, search.seen_at).select_related("filing__registrant")
    rows = rows.defer("text", "body_html").prefetch_related("phase_claims__product")
    return render(
        request, "saved/fresh.html", {"search": search, "total": rows.count(), "releases": rows[:100]}
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Give another name, or change how often to write."""
    search = get_object_or_404(_own(request), pk=pk)
    before = search.frequency
    form = SavedSearchForm(request.POST or None, instance=search)
    if request.method == "POST" and form.is_valid():
        _begin_telling(search, before)
        form.save()
        messages.success(request, f"“{search.name}” is changed.")
        return redirect("saved")
    return render(
        request, "saved/change.html", {"form": form, "search": search}, status=400 if form.errors else 200
    )


@login_required
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a search."""
    search = get_object_or_404(_own(request), pk=pk)
    search.delete()
    messages.success(request, f"“{search.name}” is deleted.")
    return redirect("saved")


@csrf_exempt  # mail programs post here without a cookie; the signed token is what allows it
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stop e-mails: ask on GET (mail programs open links by themselves), stop on POST, without signing in."""
    try:
        searches = [search for search in letters.searches_of(token) if search.frequency != Frequency.NEVER]
    except (signing.BadSignature, KeyError) as error:
        raise Http404("This link is not complete. Copy all of it from the e-mail.") from error
    if request.method == "POST":
        chosen = [search.pk for search in searches]
        SavedSearch.objects.filter(pk__in=chosen).update(frequency=Frequency.NEVER)
    context = {"searches": searches, "done": request.method == "POST"}
    return render(request, "saved/unsubscribe.html", context)


def _own(request: HttpRequest) -> QuerySet[SavedSearch]:
    return SavedSearch.objects.filter(reader=signed_in(request))


def _asked(data: QueryDict) -> SearchQuery:
    query = SearchForm(data).to_query()
    return query.with_page(1)


def _begin_telling(search: SavedSearch, before: str, now: datetime | None = None) -> None:
    """E-mails begin with what comes from now on, not with all that came while none was wanted."""
    if before == Frequency.NEVER and search.frequency != Frequency.NEVER:
        search.told_from = now or timezone.now()
