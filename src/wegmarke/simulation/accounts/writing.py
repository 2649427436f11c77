"""Write what Musterhaus's departments export about business customers, and tell the truth about them."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from wegmarke.model.settings import JourneySettings, OutcomeRule
from wegmarke.simulation.accounts.counterfactuals import truth_of
from wegmarke.simulation.accounts.exports import crm, invoices, mails, notices, orders, service, tenders, visits
from wegmarke.simulation.accounts.parameters import AccountParameters
from wegmarke.simulation.accounts.running import life_of, world_of
from wegmarke.simulation.accounts.told import Told
from wegmarke.simulation.accounts.truth import AccountsTruth

EXPORTS, MAPPINGS = "exports", "mappings"

ACCOUNT_JOURNEYS = JourneySettings(
    silence_days=None,  # a year between two talks is no silence here
    cut_at_outcome=True,
    outcomes=(
        OutcomeRule("won", touchpoints=("Auftrag erteilt",)),
        OutcomeRule("lost", touchpoints=("Ausschreibung verloren",)),
        OutcomeRule("churned", touchpoints=("Kündigung",)),
    ),
    time_zone="Europe/Berlin",
    currency="EUR",
)
"""How a workspace of these exports cuts journeys and names outcomes."""


@dataclass(frozen=True, slots=True)
class AccountFile:
    """An export and its mapping, by their paths in the folder they are written to."""

    source: str
    file: Path
    mapping: Path


_EXPORTS = (tenders, visits, mails, orders, service, invoices, notices)

ACCOUNT_FILES = tuple(
    AccountFile(source, Path(EXPORTS) / file, Path(MAPPINGS) / f"{source}.toml")
    for source, file in (
        ("b2b_firmen", "b2b_crm.xlsx"),
        ("b2b_ansprechpartner", "b2b_crm.xlsx"),
        ("b2b_crm", "b2b_crm.xlsx"),
        ("b2b_verkaufschancen", "b2b_verkaufschancen.csv"),
        ("b2b_besuchsberichte", "b2b_besuchsberichte.jsonl"),
        ("b2b_mails", "b2b_mailarchiv.jsonl"),
        ("b2b_auftraege", "b2b_auftraege.parquet"),
        ("b2b_service", "b2b_serviceeinsaetze.csv"),
        ("b2b_rechnungen", "b2b_rechnungen.csv"),
        ("b2b_kuendigungen", "b2b_kuendigungen.csv"),
    )
)
"""The exports in the order of import; the CRM's file has three sheets, each a source. `b2b_mails.mbox` holds the mails
once more, as real messages."""


def write_accounts(folder: Path, parameters: AccountParameters, accounts: int, seed: int) -> AccountsTruth:
    """Write the exports of all departments with their mappings, and return the truth.

    accounts: companies, of which a part are customers from before and the others ask for an offer at some time. Files
    of the same names are written over. Errors: `simulation_size` outside 10 to 20,000.
    """
    world = world_of(parameters, accounts, seed)
    lives = [life_of(world, parameters, account) for account in range(accounts)]
    told = Told.of(world, lives)
    (folder / EXPORTS).mkdir(parents=True, exist_ok=True)
    written = crm.write(folder / EXPORTS, told)
    files = [*written, *(export.write(folder / EXPORTS, told) for export in _EXPORTS)]
    (folder / MAPPINGS).mkdir(exist_ok=True)
    for one in ACCOUNT_FILES:
        text = (resources.files(__package__) / MAPPINGS / one.mapping.name).read_bytes()
        (folder / one.mapping).write_bytes(text)
    return truth_of(world, told, files)
