"""Saved searches: keeping one, what is new in it, and the e-mails that tell of it."""
