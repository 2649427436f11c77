"""`wegmarke simulate`: a company to practise on, written as the exports of its departments, with the truth beside."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wegmarke.cli.session import say, watched


def simulate(
    out: Annotated[Path, typer.Option("--out", help="{help.simulate.out}")],
    customers: Annotated[int, typer.Option("--customers", help="{help.simulate.customers}")] = 2000,
    seed: Annotated[int, typer.Option("--seed", help="{help.simulate.seed}")] = 1,
    scenario: Annotated[str, typer.Option("--scenario", help="{help.simulate.scenario}")] = "process",
    truth: Annotated[bool, typer.Option("--truth/--no-truth", help="{help.simulate.truth}")] = True,
) -> None:
    """Simulate and write."""
    from wegmarke.simulation.company import COMPANY_NAME, write_company
    from wegmarke.simulation.scenarios import scenario as scenario_of

    with watched() as watcher:
        written = write_company(out, scenario_of(scenario), customers, seed, watcher, with_truth=truth)
    say(
        "simulate.done",
        name=COMPANY_NAME,
        scenario=scenario,
        customers=written.people,
        contacts=written.contacts,
        folder=out,
    )
    if truth:
        say("simulate.next", truth=written.truth)
    else:
        say("simulate.next_without")
