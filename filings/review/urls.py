"""Addresses of the staff pages."""

from django.urls import path

from filings.review import views

_RELEASE = "releases/<filing_key:key>/<int:number>/"

urlpatterns = [
    path("", views.overview, name="review"),
    path("decided/", views.decided, name="review-decided"),
    path("decided/<uuid:uid>/undo/", views.undo_review, name="review-undo"),
    path(_RELEASE, views.history, name="corrections"),
    path(f"{_RELEASE}correct/", views.correct, name="correct"),
    path(f"{_RELEASE}add/", views.add, name="add-fact"),
    path("corrections/<uuid:uid>/undo/", views.undo_correction, name="correction-undo"),
    path("products/<slug:slug>/", views.product_names, name="product-names"),
    path("products/<slug:slug>/merge/", views.merge, name="product-merge"),
    path("products/<slug:slug>/split/", views.split, name="product-split"),
    path("judgements/<uuid:uid>/undo/", views.undo_judgement, name="judgement-undo"),
    path("<slug:kind>/", views.queue, name="review-kind"),
    path("<slug:kind>/<slug:token>/", views.answer, name="review-answer"),
]
