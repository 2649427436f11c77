"""The backlog: what is neglected in the CRM, found in its own exports, sorted by the value of the customers concerned.

`fields` says which columns hold contact data and next steps, `reading` collects the newest row of every record,
`worth` what the index knows of each customer, `finding` puts it together.
"""

from wegmarke.workspace.backlog.finding import KINDS, Backlog, BacklogKind, BacklogLine, backlog

__all__ = ["KINDS", "Backlog", "BacklogKind", "BacklogLine", "backlog"]
