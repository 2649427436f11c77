"""What columns can mean, in words: labels, hints, and what is said about a field that is not filled."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

LABELS: dict[str, Words] = {
    "customer": _("Customer"),
    "identifier": _("Further identifier"),
    "time": _("Time"),
    "touchpoint": _("Touchpoint"),
    "channel": _("Channel"),
    "department": _("Department"),
    "outcome": _("Outcome"),
    "value": _("Value"),
    "currency": _("Currency"),
    "nps": _("Score: NPS (0 to 10)"),
    "csat": _("Score: CSAT"),
    "ces": _("Score: CES"),
    "own": _("Another score"),
    "text": _("Text"),
    "stated_reason": _("Stated reason"),
    "promise_due": _("Promised for"),
    "promise_kept": _("Promise kept at"),
    "journey": _("Journey or case"),
    "sequence": _("Sequence"),
    "end": _("End"),
    "lifecycle": _("Lifecycle"),
    "matter": _("Matter"),
    "account": _("Account (company)"),
    "changed": _("As of"),
    "until": _("Belonged to it until"),
    "attribute": _("Column"),
}
HINTS: dict[str, Words] = {
    "customer": _("Who it was: a customer number, an e-mail address, or the case where nothing else is known."),
    "identifier": _("Says who it was where the columns before are empty."),
    "time": _("When it happened."),
    "touchpoint": _(
        "Where the customer met the company. Stands in a column, is the same for all rows, or follows rules."
    ),
    "channel": _("By which way: telephone, shop, letter, web."),
    "department": _("Which department or team served the customer. Single employees are not stored."),
    "outcome": _("How it ended, for example won or lost. Which words mean what is said in the settings."),
    "value": _("An amount of money."),
    "text": _("What was said or written. Under “Reasons”, people can code it by hand."),
    "stated_reason": _("Why it was lost, cancelled or bought, as it was noted: a code or a short text."),
    "promise_due": _("The time for which something was promised."),
    "promise_kept": _("When it was kept; empty as long as it is not."),
    "journey": _("What belongs together under one number. Such journeys are not cut by silence or outcome."),
    "sequence": _("A number that orders interactions of the same time."),
    "end": _("When the interaction ended, if it has a length."),
    "lifecycle": _("Which part of the work: begun, done. The settings say which of them count."),
    "matter": _("What it was about."),
    "account": _("The company for which the customer acts."),
    "changed": _("When the row was last changed; where nothing is said, it holds as of the import."),
    "until": _("When somebody left the company; empty as long as they are there."),
    "attribute": _("Few different words, such as a customer group or a region."),
}
ESSENTIAL = ("time", "touchpoint")
FURTHER = (
    "channel",
    "department",
    "outcome",
    "value",
    "currency",
    "nps",
    "csat",
    "ces",
    "own",
    "text",
    "stated_reason",
    "promise_due",
    "promise_kept",
    "journey",
    "account",
    "matter",
    "lifecycle",
    "sequence",
    "end",
)
PROBLEMS: dict[str, Words] = {
    "time_zone": _("No time zone has this name; it is written like Europe/Berlin."),
    "needed": _("Please choose a column: without it no row can be read."),
    "source_name": _("The name of the source needs letters without umlauts, digits or underscores."),
    "reserved": _("This name is used by the inbox itself; please choose another."),
    "identifier_incomplete": _("An identifier needs a column and its kind."),
    "rule_incomplete": _("A rule needs a column, a comparison and a result."),
    "reason_needed": _(
        "Please say for what reason names of employees are stored; the reason is shown with the source."
    ),
    "attribute_incomplete": _("A customer attribute needs a column and a name."),
    "attribute_name": _("The name of a customer attribute needs letters without umlauts, digits or underscores."),
    "attribute_twice": _("Two customer attributes have this name; please give each its own."),
    "master_empty": _("Please choose the column of the company, or one that describes the customer."),
    "value_needed": _("Please write the text that stands for all rows."),
}
TEST_WORDS: dict[str, Words] = {
    "is": _("is"),
    "is_not": _("is not"),
    "contains": _("contains"),
    "starts": _("begins with"),
    "ends": _("ends with"),
    "empty": _("is empty"),
    "filled": _("is filled"),
}
ENCODINGS = ("utf-8", "cp1252", "iso-8859-1", "iso-8859-15", "utf-16", "cp850", "mac_roman")
