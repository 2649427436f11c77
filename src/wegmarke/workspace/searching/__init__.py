"""Search over every identifier of every customer, tolerant of spelling."""

from wegmarke.workspace.searching.known import known_in
from wegmarke.workspace.searching.search import CustomerSearch, Hit

__all__ = ["CustomerSearch", "Hit", "known_in"]
