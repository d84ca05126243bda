"""The staff pages. GET only shows; whatever is written comes by POST, with Django's CSRF token."""
