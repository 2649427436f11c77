"""`wegmarke simulate`: a company to practise on, written as the exports of its departments, with the truth beside."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wegmarke.cli.session import say, watched


def simulate(
    out: Annotated[Path, typer.Option("--out", help="{help.simulate.out}")],
    customers: Annotated[int | None, typer.Option("--customers", help="{help.simulate.customers}")] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help="{help.simulate.seed}")] = 1,
    scenario: Annotated[str, typer.Option("--scenario", help="{help.simulate.scenario}")] = "process",
    truth: Annotated[bool, typer.Option("--truth/--no-truth", help="{help.simulate.truth}")] = True,
) -> None:
    """Simulate and write."""
    from wegmarke.simulation.company import COMPANY_NAME
    from wegmarke.simulation.practice import write_practice

    with watched() as watcher:
        written = write_practice(out, scenario, customers, seed, watcher, with_truth=truth)
    values = {"customers": written.people, "contacts": written.contacts, "folder": out}
    say("simulate.done", name=COMPANY_NAME, scenario=scenario, **values)
    if truth:
        say("simulate.next", truth=written.truth)
    else:
        say("simulate.next_without")
