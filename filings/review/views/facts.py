"""Facts of one release: corrected, rejected, added; what was corrected, to be undone."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from filings import corrections
from filings.corrections import Action, CorrectionError, Listed, What
from filings.domain import FactKind, Span
from filings.models import Correction, Release
from filings.overlay import as_sentence
from filings.review import frames
from filings.review.access import signed_in, staff_only
from filings.review.attempts import attempt
from filings.review.forms import PlainForm, RejectionForm, fact_form
from filings.review.marks import Mark, Marks, made_by
from filings.review.offers import offers
from filings.review.questions import surroundings

_SINGLE = (What.DATE, What.HEADLINE, What.SUBHEADLINE, What.PLACE)
"""Facts of which a release has one at most."""

page_of_form = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@staff_only
def history(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show everything that was ever corrected in a release, and offer what can be."""
    release = _release(key, number)
    rows = [
        (
            correction,
            as_sentence(What(correction.what), correction.extracted),
            _made(correction),
        )
        for correction in corrections.history_of(release)
    ]
    facts = [(fact, as_sentence(fact.what, fact.value)) for fact in corrections.facts_of(release)]
    return frames.show(request, "review/history.html", {"release": release, "rows": rows, "facts": facts})


@page_of_form
@staff_only
def correct(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Correct or reject one fact of a release."""
    release = _release(key, number)
    what = _what(request.GET.get("what"))
    fact = _fact(release, what, request.GET.get("fact", ""))
    if fact is None:
        if what in _SINGLE:
            return redirect(_add_address(request, release, what))
        messages.warning(request, "That fact is not there any more.")
        return redirect(frames.home(request, release))
    copies = [copy for copy, _ in corrections.copies_alike(release, what, fact.key)]
    form = fact_form(what, value=fact.value, offers=offers(release), copies=copies)
    rejection = RejectionForm(copies=copies, auto_id="r-%s")
    if request.method == "POST":
        user = signed_in(request)
        if request.POST.get("verdict") == "reject":
            rejection = RejectionForm(request.POST, copies=copies, auto_id="r-%s")
            if rejection.is_valid() and _corrected(
                request, rejection, release, what, user, action=Action.REJECT, target=fact.key
            ):
                return redirect(frames.home(request, release))
        else:
            form = fact_form(what, request.POST, value=fact.value, offers=offers(release), copies=copies)
            if (
                form.is_valid()
                and (value := form.changes(fact.value))
                and _corrected(request, form, release, what, user, target=fact.key, corrected=value)
            ):
                return redirect(frames.home(request, release))
    return frames.show(
        request,
        "review/correct.html",
        {
            "release": release,
            "what": what,
            "fact": fact,
            "stands": as_sentence(what, fact.value),
            "proof": _proof(release, fact),
            "mark": _mark(release, what, fact),
            "form": form,
            "rejection": rejection,
        },
    )


@page_of_form
@staff_only
def add(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Add a fact that was missed, with the words that say so."""
    release = _release(key, number)
    if "what" not in request.GET:
        return frames.show(request, "review/add_which.html", {"release": release, "kinds": _addable(release)})
    what = _what(request.GET.get("what"))
    form = fact_form(
        what,
        request.POST if request.method == "POST" else None,
        with_words=what is not What.DATE,
        text=release.text,
        offers=offers(release),
        copies=[copy for copy in release.other_copies if what is not What.DATE],
    )
    if request.method == "POST" and form.is_valid():
        place = form.cleaned_data.get("words")
        where = {"words": place.of(release.text), "start": place.start, "end": place.end} if place else {}
        user = signed_in(request)
        if _corrected(request, form, release, what, user, action=Action.ADD, corrected=form.value(), **where):
            return redirect(frames.home(request, release))
    return frames.show(request, "review/add.html", {"release": release, "what": what, "form": form})


@require_POST
@staff_only
def undo_correction(request: HttpRequest, uid: str) -> HttpResponse:
    """Take a correction back."""
    correction = get_object_or_404(Correction.objects.select_related("release__filing"), uid=uid)
    attempt(request, "The correction is taken back.", corrections.undo, correction, signed_in(request))
    if correction.release is None:
        return redirect(frames.home(request, None))
    where = (correction.release.filing.key, correction.release.number)
    return redirect(frames.address(request, "corrections", *where))


# --- what the pages are made of ---------------------------------------------------------------


def _release(key: str, number: int) -> Release:
    return get_object_or_404(
        Release.objects.select_related("filing__registrant"), filing__key=key, number=number
    )


def _what(name: str | None) -> What:
    try:
        return What(name or "")
    except ValueError:
        raise Http404("No such kind of fact.") from None


def _fact(release: Release, what: What, key: str) -> Listed | None:
    """Return the fact of a release that an address names."""
    for fact in corrections.facts_of(release):
        if fact.what is what and (fact.key == key or what in _SINGLE):
            return fact
    return None


def _add_address(request: HttpRequest, release: Release, what: What) -> str:
    address = frames.address(request, "add-fact", release.filing.key, release.number)
    return f"{address}?{urlencode({'what': what.value})}"


def _addable(release: Release) -> list[What]:
    """Return the kinds of facts of which a release can have one more."""
    present = {fact.what for fact in corrections.facts_of(release)}
    return [what for what in What if what not in _SINGLE or what not in present]


def _corrected(
    request: HttpRequest, form: PlainForm, release: Release, what: What, user: User, **change: Any
) -> bool:
    """Make a correction and say so; where it cannot be made, let the form say why."""
    try:
        corrections.correct(
            release,
            what,
            copies=form.cleaned_data.get("copies", False),
            reason=form.cleaned_data["reason"],
            user=user,
            **change,
        )
    except CorrectionError as error:
        form.add_error(None, str(error))
        return False
    done = {Action.REJECT: "rejected", Action.ADD: "added"}.get(change.get("action", Action.SET), "corrected")
    messages.success(request, f"{what.capitalize()} {done}.")
    return True


def _proof(release: Release, fact: Listed) -> SafeString | str:
    """Return the words from which a fact was read, with some around them."""
    span = fact.span
    if fact.what is What.DATE:
        printed = release.facts.filter(kind=FactKind.PRINTED_DATE).first()
        span = Span(printed.start, printed.end) if printed else None
    return surroundings(release.text, span.start, span.end, room=300) if span else ""


def _mark(release: Release, what: What, fact: Listed) -> Mark | None:
    """Return what a correction in force says of a fact."""
    printed = release.printed_date if what is What.DATE else ""
    return Marks(corrections.corrections_of(release)).mark_of_value(what, fact.value, printed)


def _made(correction: Correction) -> str:
    if correction.action == Action.REJECT:
        return "rejected"
    return as_sentence(What(correction.what), made_by(correction))
