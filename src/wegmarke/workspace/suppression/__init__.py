"""Who must not be advertised to, by which rule, and why."""

from wegmarke.workspace.suppression.listing import Objections, Suppressed, suppressed
from wegmarke.workspace.suppression.objections import RecordedObjections
from wegmarke.workspace.suppression.rules import SUPPRESSION_FILE, SuppressionRules, load_suppression, save_suppression

__all__ = [
    "SUPPRESSION_FILE",
    "Objections",
    "RecordedObjections",
    "Suppressed",
    "SuppressionRules",
    "load_suppression",
    "save_suppression",
    "suppressed",
]
