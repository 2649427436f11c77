"""What people fill in, in percent and whole amounts, as arguments of a question; what cannot be is said at its field.

The page writes percent where the question takes shares, and a range as two fields, since that is how people fill them
in; an empty field is the question's own default. What was written stays in its field, wrong or not.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.questions.margin import LONGEST_NAME, MOST_GROUPS, margin_of
from wegmarke.text import error_sentence

Range = tuple[float, float]
Arguments = dict[str, object]
EMPTY_ROWS = 2
GROUP = ("group_name", "group_share", "group_from", "group_to")


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the fields, and what is wrong with which argument."""

    given: QueryDict
    problems: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """What stands in a field."""
        return self.given.get(name, "").strip()


@dataclass(frozen=True, slots=True)
class Field:
    """A number one fills in. name: in the address. unit: behind it. low, high: as written; high None: one field. error:
    what is wrong with it.
    """

    name: str
    label: str
    hint: str
    unit: str
    low: str
    high: str | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group of products as it is filled in: name, share of revenue, margin from and to."""

    name: str
    share: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class MarginFields:
    """The margin: one range, or rows of groups; and whose assumption it is."""

    margin: Field
    by: str
    by_error: str
    groups: tuple[GroupRow, ...]
    groups_error: str
    is_by_groups: bool


def wrong(question: str, argument: str, value: str) -> WegmarkeError:
    """The refusal of an argument."""
    return WegmarkeError("question_argument", question=question, argument=argument, value=value)


def said(error: WegmarkeError) -> str:
    """What is wrong, for the field: what it takes, where that is known."""
    taken = {
        "price": _("A number from −90 to 100."),
        "reduction": _("A number from 0 to 100."),
        "cost": _("An amount from 0 on."),
        "running_cost": _("An amount from 0 on."),
        "margin": _("Numbers from 0 to 100, the smaller one first."),
        "margin_by": _("At most %(n)s characters.") % {"n": LONGEST_NAME},
        "loss_elasticity": _("Numbers from −20 to 20, the smaller one first."),
        "quantity_elasticity": _("Numbers from −20 to 20, the smaller one first."),
        "added_loss": _("Numbers from −100 to 100, the smaller one first."),
        "premium": _("Numbers from 0 to 100, the smaller one first."),
    }
    return taken.get(str(error.details.get("argument"))) or error_sentence(error, reader_language())


def number(written: Written, name: str, argument: str, question: str = "levers") -> float | None:
    """The number in a field; None where it is empty, or wrong (which is then noted)."""
    text = written.text(name)
    if not text:
        return None
    try:
        return float(text.replace(",", ".").replace("\u2212", "-"))
    except ValueError:
        written.problems[argument] = said(wrong(question, argument, text))
        return None


def span(written: Written, argument: str, factor: int, default: Range | None = None) -> Range | None:
    """The range in two fields, divided by `factor`; None where both are empty. An end left empty is the default's, or
    the other end.
    """
    low, high = number(written, f"{argument}_from", argument), number(written, f"{argument}_to", argument)
    if (low is None and high is None) or argument in written.problems:
        return None
    if default is not None:
        low, high = (default[0] * factor if low is None else low), (default[1] * factor if high is None else high)
    low, high = (high if low is None else low), (low if high is None else high)
    return (float(low or 0) / factor, float(high or 0) / factor)


def margin_arguments(given: QueryDict, question: str = "effect") -> tuple[Arguments, dict[str, str]]:
    """The margin as arguments of a question, and what is wrong with it."""
    written = Written(given)
    found: Arguments = {}
    groups = ";".join(filter(None, (_group(written, *row) for row in _rows(given))))
    margin = span(written, "margin", 100)
    if margin is not None:
        found["margin"] = margin
    if groups:
        found["margin_groups"] = groups
    if written.text("margin_by"):
        found["margin_by"] = written.text("margin_by")
    if not written.problems:
        try:
            margin_of(question, margin, groups, written.text("margin_by"))
        except WegmarkeError as error:
            written.problems[str(error.details["argument"])] = _worded(error, groups)
    return found, written.problems


def _worded(error: WegmarkeError, groups: str) -> str:
    if error.details["argument"] == "margin_groups":
        return _("Every group needs a name of its own, a share of revenue and a margin; the shares add up to 100%.")
    if error.details["argument"] == "margin" and groups:
        return _("Give one margin for everything, or one for each group, not both.")
    return said(error)


def margin_fields(written: Written) -> MarginFields:
    """The fields of the margin with what stands in them."""
    rows = [GroupRow(*row) for row in _rows(written.given)]
    filled = tuple(row for row in rows if row.name or row.share or row.low or row.high)
    empty = (GroupRow("", "", "", ""),) * min(EMPTY_ROWS, MOST_GROUPS - len(filled))
    return MarginFields(
        Field(
            "margin",
            _("Margin, of revenue"),
            _("Without it, all amounts are revenue."),
            "%",
            written.text("margin_from"),
            written.text("margin_to"),
            written.problems.get("margin", ""),
        ),
        written.text("margin_by")[:LONGEST_NAME],
        written.problems.get("margin_by", ""),
        (*filled, *empty),
        written.problems.get("margin_groups", ""),
        bool(filled),
    )


def margin_texts(arguments: dict[str, str]) -> list[tuple[str, str]]:
    """The fields that a margin is filled in with: what `margin_arguments` reads."""
    found = []
    for part in filter(None, arguments.get("margin_groups", "").split(";")):
        name, _sign, numbers = part.rpartition("=")
        share, _sign, margin = numbers.partition(":")
        low, _sign, high = margin.partition("..")
        ends = (name.strip(), times(share, 100), times(low, 100), times(high or low, 100))
        found += list(zip(GROUP, ends, strict=True))
    return found


def times(text: str, factor: int) -> str:
    """A number as text, so many times as large; what is no number stays as it is."""
    try:
        return f"{round(float(text) * factor, 6):g}"
    except ValueError:
        return text


def _rows(given: QueryDict) -> list[tuple[str, str, str, str]]:
    columns = [[one.strip() for one in given.getlist(name)] for name in GROUP]
    return [(name, share, low, high) for name, share, low, high in zip(*columns, strict=False)][: MOST_GROUPS + 1]


def _group(written: Written, name: str, share: str, low: str, high: str) -> str:
    """A group as the question takes it; "" for an empty row."""
    if not (name or share or low or high):
        return ""
    ends = [_share(one) for one in (share, low or high, high or low)]
    if ";" in name or "=" in name or not name or None in ends:
        text = _("Every group needs a name of its own, a share of revenue and a margin; the shares add up to 100%.")
        written.problems["margin_groups"] = text
        return ""
    return f"{name}={ends[0]}:{ends[1]}..{ends[2]}"


def _share(text: str) -> str | None:
    """Percent as a share; None for what is no number."""
    try:
        return f"{round(float(text.replace(',', '.')) / 100, 6):g}"
    except ValueError:
        return None
