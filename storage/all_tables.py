"""All tables of the house, once the three modules that define them are read."""

from storage import desk_tables, matching_tables, tables

everything = tables.metadata
"""Those of storage/tables.py, and of the two beside it."""

__all__ = ["desk_tables", "everything", "matching_tables"]
