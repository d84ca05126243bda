"""Addresses of the staff pages."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path

from filings import converters
from filings.review.views import contacts, facts, products, queue

converters.register()

_RELEASE = "releases/<filing_key:key>/<int:number>/"


def correcting(
    prefix: str = "", wrapped: Callable[[Any], Callable[..., HttpResponse]] = lambda page: page
) -> list[URLPattern]:
    """Return the addresses of the pages for correcting, which stand on the site and in the administration."""
    pages = (
        (_RELEASE, facts.history, "corrections"),
        (f"{_RELEASE}correct/", facts.correct, "correct"),
        (f"{_RELEASE}add/", facts.add, "add-fact"),
        ("corrections/<uuid:uid>/undo/", facts.undo_correction, "correction-undo"),
        ("products/<slug:slug>/", products.product_names, "product-names"),
        ("products/<slug:slug>/merge/", products.merge, "product-merge"),
        ("products/<slug:slug>/split/", products.split, "product-split"),
        ("judgements/<uuid:uid>/undo/", products.undo_judgement, "judgement-undo"),
        ("contacts/<slug:slug>/names/", contacts.contact_names, "contact-names"),
        ("contacts/<slug:slug>/merge/", contacts.merge_contacts, "contact-merge"),
        ("contacts/<slug:slug>/split/", contacts.split_contact, "contact-split"),
        ("contacts/<slug:slug>/withhold/", contacts.withhold, "contact-withhold"),
        ("contact-judgements/<uuid:uid>/undo/", contacts.undo_contact_judgement, "contact-judgement-undo"),
        ("withheld/", contacts.withheld, "withheld"),
        ("withheld/<uuid:uid>/lift/", contacts.lift, "withheld-lift"),
    )
    return [path(prefix + address, wrapped(page), name=name) for address, page, name in pages]


urlpatterns = [
    path("", queue.overview, name="review"),
    path("decided/", queue.decided, name="review-decided"),
    path("decided/<uuid:uid>/undo/", queue.undo_review, name="review-undo"),
    *correcting(),
    path("<slug:slug>/", queue.kind, name="review-kind"),
    path("<slug:slug>/<slug:token>/", queue.answer, name="review-answer"),
]
