"""Search over every identifier of every customer, tolerant of spelling."""

from wegmarke.workspace.searching.companies import known_accounts
from wegmarke.workspace.searching.known import known_in
from wegmarke.workspace.searching.search import CustomerSearch, Hit, Hits

__all__ = ["CustomerSearch", "Hit", "Hits", "known_accounts", "known_in"]
