"""Staff pages: facts of a release corrected, products merged and split, and what is doubtful asked one by one.

access     who may
marks      which correction holds for what a page shows
forms      a form for each kind of fact
questions  what is doubtful, kind by kind
answers    what an answer does
views      the pages; nothing on them is written by GET
"""
