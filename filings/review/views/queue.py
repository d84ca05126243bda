"""The review queue: one question at a time, its answer, and what was decided."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from filings.corrections import CorrectionError, What
from filings.models import Review
from filings.overlay.values import Value
from filings.review import answers
from filings.review.access import signed_in, staff_only
from filings.review.attempts import attempt
from filings.review.forms import LONGEST_REASON, FactForm, fact_form
from filings.review.marks import value_of
from filings.review.offers import offers
from filings.review.questions import KINDS, Kind, Outline, Question

_DECIDED = 50


@require_safe
@staff_only
def overview(request: HttpRequest) -> HttpResponse:
    """Show how much is doubtful, kind by kind."""
    counts = [(kind, len(kind.open())) for kind in KINDS.values()]
    return render(
        request,
        "review/overview.html",
        {
            "counts": counts,
            "total": sum(count for _, count in counts),
            "latest": answers.decided()[:5],
        },
    )


@require_safe
@staff_only
def kind(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one open question of a kind: the one asked for, else the first."""
    asked = _kind(slug)
    outlines = asked.open()
    at = _position(outlines, request.GET.get("item"))
    if at is None:
        return render(request, "review/empty.html", {"kind": asked})
    return _show_question(request, asked, outlines, at)


@require_POST
@staff_only
def answer(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Take the answer to a question and go on to the next."""
    asked = _kind(slug)
    outlines = asked.open()
    at = next((number for number, outline in enumerate(outlines) if outline.token == token), None)
    if at is None:
        messages.warning(
            request, "That question is not open any more: it was answered, or is read otherwise now."
        )
        return redirect("review-kind", slug)
    question = asked.question(outlines[at])
    mends = asked.mend and request.POST.get("verdict") == "mend"
    form = _mending(asked, question, request.POST) if mends else None
    done = ""
    try:
        done = _done(request, asked, question, form)
    except CorrectionError as error:
        if form is None:
            messages.error(request, str(error))
            return redirect(_question_address(asked, token))
        form.add_error(None, str(error))
    if form is not None and form.errors:
        return _show_question(request, asked, outlines, at, form)
    messages.success(request, f"{question.title}: {done}.")
    return redirect(_question_address(asked, outlines[(at + 1) % len(outlines)].token))


@require_safe
@staff_only
def decided(request: HttpRequest) -> HttpResponse:
    """List what was decided, the newest first."""
    page = Paginator(answers.decided(), _DECIDED).get_page(request.GET.get("page"))
    rows = [(review, KINDS.get(review.kind)) for review in page]
    return render(request, "review/decided.html", {"page": page, "rows": rows})


@require_POST
@staff_only
def undo_review(request: HttpRequest, uid: str) -> HttpResponse:
    """Take an answer back."""
    review = get_object_or_404(Review, uid=uid)
    if review.undone_at is None:
        attempt(
            request, "Taken back; the question is open again.", answers.take_back, review, signed_in(request)
        )
    return redirect("review-decided")


# --- what the pages are made of ---------------------------------------------------------------


def _kind(slug: str) -> Kind:
    if slug not in KINDS:
        raise Http404("No such kind of question.")
    return KINDS[slug]


def _done(request: HttpRequest, kind: Kind, question: Question, form: FactForm | None) -> str:
    """Do what was answered and return it in words; nothing where the form for mending has errors."""
    user = signed_in(request)
    reason = request.POST.get("reason", "").replace("\0", "").strip()[:LONGEST_REASON]
    match request.POST.get("verdict"):
        case "accept":
            answers.accept(question, reason=reason or kind.reasons["accept"], user=user)
            return kind.accept.lower()
        case "reject":
            answers.reject(question, reason=reason or kind.reasons["reject"], user=user)
            return kind.reject.lower()
        case "mend" if form is not None:
            if form.is_valid() and (value := form.changes(_initial(kind, question))):
                answers.mend(question, value, reason=form.cleaned_data["reason"], user=user)
            return "mended"
        case _:
            raise Http404("No such verdict.")


def _position(outlines: list[Outline], token: str | None) -> int | None:
    """Return where a question stands in its queue; of one that is gone, the first."""
    if not outlines:
        return None
    return next((at for at, outline in enumerate(outlines) if outline.token == token), 0)


def _question_address(kind: Kind, token: str) -> str:
    return f"{reverse('review-kind', args=[kind.slug])}?{urlencode({'item': token})}"


def _show_question(
    request: HttpRequest, kind: Kind, outlines: list[Outline], at: int, form: FactForm | None = None
) -> HttpResponse:
    question = kind.question(outlines[at])
    following = outlines[(at + 1) % len(outlines)]
    return render(
        request,
        "review/question.html",
        {
            "kind": kind,
            "question": question,
            "token": outlines[at].token,
            "position": at + 1,
            "count": len(outlines),
            "next": _question_address(kind, following.token) if len(outlines) > 1 else "",
            "form": form or (_mending(kind, question) if kind.mend else None),
            "mending": form is not None,
        },
    )


_MENDED = {
    "dates": What.DATE,
    "claims": What.PHASE_CLAIM,
    "candidates": What.CANDIDATE,
    "contacts": What.CONTACT,
}


def _initial(kind: Kind, question: Question) -> Value:
    """Return the fact that a question is about, as the form for mending it shows it."""
    match kind.slug:
        case "dates":
            release = question.subject
            return {"date": release.date.isoformat() if release.date else None}
        case "contacts":
            return {"name": None}
        case _:
            return value_of(question.subject)


def _mending(kind: Kind, question: Question, data: Any = None) -> FactForm:
    """Return the form by which a questioned fact is mended in place."""
    what = _MENDED[kind.slug]
    initial = _initial(kind, question)
    if kind.slug == "contacts":
        initial = {"name": question.suggestion}
    words = offers(question.release) if question.release else {}
    form = fact_form(what, data, value=initial, offers=words)
    if kind.slug == "contacts":  # all else differs from release to release and stays
        form.narrow("name")
    return form
