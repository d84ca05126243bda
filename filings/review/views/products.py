"""Names of products: merged and split by hand."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from filings import corrections
from filings.corrections import CorrectionError
from filings.models import Product, ProductJudgement
from filings.naming import fold_code
from filings.review import answers, frames
from filings.review.access import signed_in, staff_only
from filings.review.attempts import attempt
from filings.review.forms import NamesForm, ProductForm, ReasonForm

_MOST_OFFERED = 400


@require_safe
@staff_only
def product_names(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a product's names and what was judged of them; merge and split from here."""
    product = get_object_or_404(Product, slug=slug)
    return _show_names(request, product)


@require_http_methods(["GET", "HEAD", "POST"])
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
            return redirect(frames.home(request, answers.product_named(names[0])))
    return frames.show(
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
            return redirect(frames.home(request, answers.product_named(names[0])))
    return _show_names(request, product, splitting=form)


@require_POST
@staff_only
def undo_judgement(request: HttpRequest, uid: str) -> HttpResponse:
    """Take a judgement about products back."""
    judgement = get_object_or_404(ProductJudgement, uid=uid)
    attempt(
        request,
        "The judgement is taken back: the releases alone decide again.",
        corrections.undo_judgement,
        judgement,
        signed_in(request),
    )
    product = answers.product_named(judgement.groups[0][0])
    if product is None:
        return redirect(frames.home(request, None))
    return redirect(frames.address(request, "product-names", product.slug))


# --- what the pages are made of ---------------------------------------------------------------


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
    merging = merging or ProductForm()
    others = Product.objects.exclude(pk=product.pk).values_list("name", flat=True)
    merging.offer("other", list(others[:_MOST_OFFERED]))
    return frames.show(
        request,
        "review/product.html",
        {
            "product": product,
            "names": names,
            "merging": merging,
            "splitting": splitting or (NamesForm(names=names, auto_id="s-%s") if len(names) > 1 else None),
            "judgements": _judgements(product),
        },
    )
