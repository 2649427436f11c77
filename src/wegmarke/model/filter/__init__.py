"""The filter language: one text for Python, the command line, links and the API.

`parse` reads it, `write` writes its normal form, `resolve` turns labels into permanent keys, `from_keywords` makes it
of keywords.
"""

from wegmarke.model.filter.ast import (
    All,
    And,
    Began,
    Between,
    Compare,
    DateSpan,
    DecidedAfter,
    Duration,
    Ended,
    Field,
    Filter,
    In,
    Incident,
    IncidentOf,
    IncidentOpen,
    Not,
    Operator,
    Or,
    Order,
    Path,
    Promised,
    PromiseFrom,
    PromiseIs,
    PromiseToKeep,
    Reached,
    ReachedWithout,
    Step,
    Value,
    Visited,
)
from wegmarke.model.filter.grammar import GRAMMAR, GRAMMAR_VERSION
from wegmarke.model.filter.keywords import from_keywords
from wegmarke.model.filter.parse import parse
from wegmarke.model.filter.resolve import resolve, touchpoints_of
from wegmarke.model.filter.write import both, combine, conditions, write

__all__ = [
    "GRAMMAR",
    "GRAMMAR_VERSION",
    "All",
    "And",
    "Began",
    "Between",
    "Compare",
    "DateSpan",
    "DecidedAfter",
    "Duration",
    "Ended",
    "Field",
    "Filter",
    "In",
    "Incident",
    "IncidentOf",
    "IncidentOpen",
    "Not",
    "Operator",
    "Or",
    "Order",
    "Path",
    "PromiseFrom",
    "PromiseIs",
    "PromiseToKeep",
    "Promised",
    "Reached",
    "ReachedWithout",
    "Step",
    "Value",
    "Visited",
    "both",
    "combine",
    "conditions",
    "from_keywords",
    "parse",
    "resolve",
    "touchpoints_of",
    "write",
]
