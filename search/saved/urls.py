"""Addresses of saved searches."""

from django.urls import path

from search.saved import views

urlpatterns = [
    path("", views.browse, name="saved"),
    path("keep/", views.keep, name="saved-keep"),
    path("<int:pk>/", views.open_search, name="saved-open"),
    path("<int:pk>/new/", views.fresh, name="saved-fresh"),
    path("<int:pk>/change/", views.change, name="saved-change"),
    path("<int:pk>/delete/", views.delete, name="saved-delete"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="saved-unsubscribe"),
]
