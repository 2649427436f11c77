"""By what accounts (companies) are known, as search takes them."""

from __future__ import annotations

import pyarrow as pa

from wegmarke.identity.accounts import Accounts
from wegmarke.workspace.searching.known import known_of


def known_accounts(accounts: Accounts) -> pa.RecordBatch:
    """Every number and every name of every account, earlier names too."""
    values = ((number, "account", value) for number, value in accounts.every_value())
    names = ((number, "company", name) for number, name in accounts.every_name())
    return known_of([*values, *names])
