"""Addresses of the staff pages."""

from django.urls import path

from filings import converters
from filings.review.views import facts, products, queue

converters.register()

_RELEASE = "releases/<filing_key:key>/<int:number>/"

urlpatterns = [
    path("", queue.overview, name="review"),
    path("decided/", queue.decided, name="review-decided"),
    path("decided/<uuid:uid>/undo/", queue.undo_review, name="review-undo"),
    path(_RELEASE, facts.history, name="corrections"),
    path(f"{_RELEASE}correct/", facts.correct, name="correct"),
    path(f"{_RELEASE}add/", facts.add, name="add-fact"),
    path("corrections/<uuid:uid>/undo/", facts.undo_correction, name="correction-undo"),
    path("products/<slug:slug>/", products.product_names, name="product-names"),
    path("products/<slug:slug>/merge/", products.merge, name="product-merge"),
    path("products/<slug:slug>/split/", products.split, name="product-split"),
    path("judgements/<uuid:uid>/undo/", products.undo_judgement, name="judgement-undo"),
    path("<slug:slug>/", queue.kind, name="review-kind"),
    path("<slug:slug>/<slug:token>/", queue.answer, name="review-answer"),
]
