"""Pages of what is filed, one kind a module: `show` one, `browse` all.

Each makes a constant number of database queries.
"""
