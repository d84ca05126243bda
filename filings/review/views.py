"""The staff pages. GET only shows; whatever is written comes by POST, with Django's CSRF token."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from filings import corrections
from filings.corrections import Action, CorrectionError, Listed, What
from filings.models import Correction, Indication, Product, ProductJudgement, Release, Review
from filings.naming import fold_code
from filings.overlay import as_sentence
from filings.review import answers
from filings.review.access import signed_in, staff_only
from filings.review.forms import FactForm, NamesForm, ProductForm, ReasonForm, fact_form
from filings.review.marks import Marks, made_by, mark_of, value_of
from filings.review.questions import KINDS, Kind, Outline, Question, surroundings

_SINGLE = (What.DATE, What.HEADLINE, What.SUBHEADLINE, What.PLACE)
"""Facts of which a release has one at most."""

_MOST_OFFERED = 400  # indications offered while typing
_DECIDED = 50

page_of_form = require_http_methods(["GET", "HEAD", "POST"])


# --- the queue --------------------------------------------------------------------------------


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
def queue(request: HttpRequest, kind: str) -> HttpResponse:
    """Show one open question of a kind: the one asked for, else the first."""
    asked = _kind(kind)
    outlines = asked.open()
    at = _position(outlines, request.GET.get("item"))
    if at is None:
        return render(request, "review/empty.html", {"kind": asked})
    return _show_question(request, asked, outlines, at)


@require_POST
@staff_only
def answer(request: HttpRequest, kind: str, token: str) -> HttpResponse:
    """Take the answer to a question and go on to the next."""
    asked = _kind(kind)
    outlines = asked.open()
    at = next((number for number, outline in enumerate(outlines) if outline.token == token), None)
    if at is None:
        messages.warning(
            request, "That question is not open any more: it was answered, or is read otherwise now."
        )
        return redirect("review-kind", kind)
    following = outlines[(at + 1) % len(outlines)].token
    question = asked.question(outlines[at])
    reason, user = request.POST.get("reason", "").replace("\0", "").strip()[:1000], signed_in(request)
    form: FactForm | None = None
    try:
        match request.POST.get("verdict"):
            case "accept":
                answers.accept(question, reason=reason or asked.reasons["accept"], user=user)
                done = asked.accept
            case "reject":
                answers.reject(question, reason=reason or asked.reasons["reject"], user=user)
                done = asked.reject
            case "mend" if asked.mend:
                form = _mending(asked, question, request.POST)
                if not form.is_valid() or not (value := _changes(form, _initial(asked, question))):
                    return _show_question(request, asked, outlines, at, form)
                answers.mend(question, value, reason=form.cleaned_data["reason"], user=user)
                done = "Mended"
            case _:
                raise Http404("No such verdict.")
    except CorrectionError as error:
        if form is not None:
            form.add_error(None, str(error))
            return _show_question(request, asked, outlines, at, form)
        messages.error(request, str(error))
        return redirect(_question_address(asked, token))
    messages.success(request, f"{question.title}: {done.lower()}.")
    return redirect(_question_address(asked, following))


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
        _try(
            request, "Taken back; the question is open again.", answers.take_back, review, signed_in(request)
        )
    return redirect("review-decided")


# --- corrections of a release -----------------------------------------------------------------


@require_safe
@staff_only
def history(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show everything that was ever corrected in a release, and offer what can be."""
    release = _release(key, number)
    rows = [
        (
            correction,
            as_sentence(What(correction.what), correction.extracted),
            mark_of(correction),
            _made(correction),
        )
        for correction in corrections.history_of(release)
    ]
    facts = [(fact, as_sentence(fact.what, fact.value)) for fact in corrections.facts_of(release)]
    return render(request, "review/history.html", {"release": release, "rows": rows, "facts": facts})


@page_of_form
@staff_only
def correct(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Correct or reject one fact of a release."""
    release = _release(key, number)
    what = _what(request.GET.get("what"))
    fact = _fact(release, what, request.GET.get("fact", ""))
    if fact is None:
        if what in _SINGLE:
            return redirect(_add_address(release, what))
        messages.warning(request, "That fact is not there any more.")
        return redirect(release)
    form = fact_form(what, initial=_form_initial(what, fact), choices=_choices(release))
    rejection = ReasonForm(auto_id="r-%s")
    if request.method == "POST":
        user = signed_in(request)
        if request.POST.get("verdict") == "reject":
            rejection = ReasonForm(request.POST, auto_id="r-%s")
            if rejection.is_valid() and _corrected(
                request, rejection, release, what, user, action=Action.REJECT, target=fact.key
            ):
                return redirect(release)
        else:
            form = fact_form(what, request.POST, initial=_form_initial(what, fact), choices=_choices(release))
            if (
                form.is_valid()
                and (value := _changes(form, fact.value))
                and _corrected(request, form, release, what, user, target=fact.key, corrected=value)
            ):
                return redirect(release)
    return render(
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
        return render(request, "review/add_which.html", {"release": release, "kinds": _addable(release)})
    what = _what(request.GET.get("what"))
    asked = {"with_words": what is not What.DATE, "text": release.text, "choices": _choices(release)}
    form = fact_form(what, request.POST if request.method == "POST" else None, **asked)
    if request.method == "POST" and form.is_valid():
        place = form.cleaned_data.get("words")
        where = {"words": place.of(release.text), "start": place.start, "end": place.end} if place else {}
        user = signed_in(request)
        if _corrected(request, form, release, what, user, action=Action.ADD, corrected=form.value(), **where):
            return redirect(release)
    return render(request, "review/add.html", {"release": release, "what": what, "form": form})


@require_POST
@staff_only
def undo_correction(request: HttpRequest, uid: str) -> HttpResponse:
    """Take a correction back."""
    correction = get_object_or_404(Correction.objects.select_related("release__filing"), uid=uid)
    _try(request, "The correction is taken back.", corrections.undo, correction, signed_in(request))
    if correction.release is None:
        return redirect("review")
    return redirect("corrections", correction.release.filing.key, correction.release.number)


# --- products ---------------------------------------------------------------------------------


@require_safe
@staff_only
def product_names(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a product's names and what was judged of them; merge and split from here."""
    product = get_object_or_404(Product, slug=slug)
    return _show_names(request, product)


@page_of_form
@staff_only
def merge(request: HttpRequest, slug: str) -> HttpResponse:
    """Show two products that are to be one; make them one on POST."""
    product = get_object_or_404(Product, slug=slug)
    asked = ProductForm(request.POST if request.method == "POST" else request.GET)
    other = answers.product_named(asked.cleaned_data["other"]) if asked.is_valid() else None
    if asked.is_valid() and other is None:
        asked.add_error("other", "No product of that name.")
    elif other == product:
        asked.add_error("other", "That is this product itself.")
    if other is None or other == product:
        return _show_names(request, product, asked)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        names = [alias.name for alias in product.aliases.all()] or [product.name]
        try:
            corrections.merge_products(
                product, other, reason=form.cleaned_data["reason"], user=signed_in(request)
            )
        except CorrectionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{product} and {other} are one product now.")
            return redirect(answers.product_named(names[0]) or "products")
    return render(
        request,
        "review/merge.html",
        {"product": product, "other": other, "sides": [_side(product), _side(other)], "form": form},
    )


@require_POST
@staff_only
def split(request: HttpRequest, slug: str) -> HttpResponse:
    """Part some names of a product from it."""
    product = get_object_or_404(Product, slug=slug)
    form = NamesForm(request.POST, names=_names(product))
    if form.is_valid():
        names = form.cleaned_data["names"]
        try:
            corrections.split_product(
                product, names, reason=form.cleaned_data["reason"], user=signed_in(request)
            )
        except CorrectionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{', '.join(names)}: another product now.")
            return redirect(answers.product_named(names[0]) or "products")
    return _show_names(request, product, splitting=form)


@require_POST
@staff_only
def undo_judgement(request: HttpRequest, uid: str) -> HttpResponse:
    """Take a judgement about products back."""
    judgement = get_object_or_404(ProductJudgement, uid=uid)
    _try(
        request,
        "The judgement is taken back: the releases alone decide again.",
        corrections.undo_judgement,
        judgement,
        signed_in(request),
    )
    product = answers.product_named(judgement.groups[0][0])
    return redirect("product-names", product.slug) if product else redirect("review")


# --- what the pages are made of ---------------------------------------------------------------


def _kind(slug: str) -> Kind:
    if slug not in KINDS:
        raise Http404("No such kind of question.")
    return KINDS[slug]


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
    "products": What.CANDIDATE,
    "contacts": What.CONTACT,
}


def _initial(kind: Kind, question: Question) -> dict[str, Any]:
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
    choices = _choices(question.release) if question.release else {}
    form = fact_form(what, data, initial=_as_initial(what, initial), choices=choices)
    if kind.slug == "contacts":  # all else differs from release to release and stays
        form.narrow("name")
    return form


def _as_initial(what: What, value: dict[str, Any]) -> dict[str, Any]:
    return fact_form(what).initial_from(value)


def _form_initial(what: What, fact: Listed) -> dict[str, Any]:
    return _as_initial(what, fact.value)


def _changes(form: FactForm, value: dict[str, Any]) -> dict[str, Any]:
    """Return what a valid form changes; where that is nothing, say so in the form."""
    changes = form.changed_from(value)
    if not changes:
        form.add_error(None, "Nothing is changed: this is what stands there already.")
    return changes


def _corrected(
    request: HttpRequest, form: Any, release: Release, what: What, user: User, **change: Any
) -> bool:
    """Make a correction and say so; where it cannot be made, let the form say why."""
    try:
        corrections.correct(release, what, reason=form.cleaned_data["reason"], user=user, **change)
    except CorrectionError as error:
        form.add_error(None, str(error))
        return False
    done = {Action.REJECT: "rejected", Action.ADD: "added"}.get(change.get("action", Action.SET), "corrected")
    messages.success(request, f"{what.capitalize()} {done}.")
    return True


def _try(request: HttpRequest, done: str, deed: Callable[..., Any], *arguments: Any) -> None:
    """Do something and say so, or say why not."""
    try:
        deed(*arguments)
    except CorrectionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)


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


def _add_address(release: Release, what: What) -> str:
    address = reverse("add-fact", args=[release.filing.key, release.number])
    return f"{address}?{urlencode({'what': what.value})}"


def _addable(release: Release) -> list[What]:
    """Return the kinds of facts of which a release can have one more."""
    present = {fact.what for fact in corrections.facts_of(release)}
    return [what for what in What if what not in _SINGLE or what not in present]


def _choices(release: Release) -> dict[str, list[str]]:
    """Return words to be offered while a fact is typed."""
    names = [
        name for said in release.product_links.values_list("candidates", flat=True) for name in _said(said)
    ]
    printed = release.product_links.values_list("printed_name", flat=True)
    of_the_company = Product.objects.filter(releases__filing__registrant=release.filing.registrant)
    products = [*names, *printed, *of_the_company.distinct().values_list("name", flat=True)[:_MOST_OFFERED]]
    return {
        "product": list(dict.fromkeys(products)),
        "indication": list(Indication.objects.values_list("name", flat=True)[:_MOST_OFFERED]),
    }


def _said(candidates: list[dict[str, Any]]) -> list[str]:
    return [said["name"] for said in candidates]


def _proof(release: Release, fact: Listed) -> Any:
    """Return the words from which a fact was read, with some around them."""
    if fact.span is None:
        return ""
    return surroundings(release.text, fact.span.start, fact.span.end, room=300)


def _mark(release: Release, what: What, fact: Listed) -> Any:
    """Return what a correction in force says of a fact."""
    return Marks(corrections.corrections_of(release)).mark_of_value(what, fact.value)


def _made(correction: Correction) -> str:
    if correction.action == Action.REJECT:
        return "rejected"
    return as_sentence(What(correction.what), made_by(correction))


def _names(product: Product) -> list[str]:
    return list(product.aliases.order_by("name").values_list("name", flat=True))


def _side(product: Product) -> tuple[Product, list[str], int, int]:
    """Return a product with its names and how many releases and claims it has."""
    return product, _names(product), product.releases.count(), product.phase_claims.count()


def _judgements(product: Product) -> list[ProductJudgement]:
    """Return what was ever judged about a product's names, the newest first."""
    own = {fold_code(name) for name in _names(product)}
    rows: QuerySet[ProductJudgement] = ProductJudgement.objects.order_by("-made_at", "-pk")
    return [row for row in rows if own & {fold_code(name) for group in row.groups for name in group}]


def _show_names(
    request: HttpRequest,
    product: Product,
    merging: ProductForm | None = None,
    splitting: NamesForm | None = None,
) -> HttpResponse:
    names = _names(product)
    return render(
        request,
        "review/product.html",
        {
            "product": product,
            "names": names,
            "merging": merging or ProductForm(),
            "splitting": splitting or (NamesForm(names=names, auto_id="s-%s") if len(names) > 1 else None),
            "judgements": _judgements(product),
            "others": Product.objects.exclude(pk=product.pk).values_list("name", flat=True)[:_MOST_OFFERED],
        },
    )
