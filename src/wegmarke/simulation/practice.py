"""Write a practice company of any scenario: of people or of accounts, in the same folders."""

from __future__ import annotations

from pathlib import Path

from wegmarke.errors import WegmarkeError
from wegmarke.model.progress import Progress, Unwatched, Watcher
from wegmarke.simulation.accounts.parameters import B2B
from wegmarke.simulation.accounts.writing import ACCOUNT_FILES, write_accounts
from wegmarke.simulation.company import TRUTH, Company, Export, aside, exports_in, write_company, write_list
from wegmarke.simulation.scenarios import SCENARIOS
from wegmarke.simulation.truth.told import TRUTH_FILE

SCENARIO_NAMES: tuple[str, ...] = (*sorted(SCENARIOS), B2B.key)
"""All scenarios, those of people and that of accounts."""

USUAL_CUSTOMERS, USUAL_ACCOUNTS = 2000, 300


def write_practice(
    folder: Path,
    scenario: str,
    customers: int | None = None,
    seed: int = 1,
    watcher: Watcher | None = None,
    *,
    with_truth: bool = True,
) -> Company:
    """Write a company of that scenario. customers: people with a need (2,000), in `b2b` accounts (300).

    Errors: `scenario_unknown`, and those of `write_company`.
    """
    if scenario in SCENARIOS:
        people = USUAL_CUSTOMERS if customers is None else customers
        return write_company(folder, SCENARIOS[scenario], people, seed, watcher, with_truth=with_truth)
    if scenario != B2B.key:
        raise WegmarkeError("scenario_unknown", scenario=scenario, known=list(SCENARIO_NAMES))
    return _accounts(folder, USUAL_ACCOUNTS if customers is None else customers, seed, watcher, with_truth=with_truth)


def _accounts(folder: Path, accounts: int, seed: int, watcher: Watcher | None, *, with_truth: bool) -> Company:
    (watcher or Unwatched()).report(Progress("simulate", None))
    with aside(folder) as place:
        truth = write_accounts(place, B2B, accounts, seed)
        write_list(place, [Export(one.source, (place / one.file,), place / one.mapping) for one in ACCOUNT_FILES])
        if with_truth:
            (place / TRUTH).mkdir()
            (place / TRUTH / TRUTH_FILE).write_text(truth.to_json(), "utf-8")
    return Company(folder, exports_in(folder), folder / TRUTH, accounts, truth.contacts)
