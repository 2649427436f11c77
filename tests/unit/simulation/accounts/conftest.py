"""One set of exports that several tests read."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from wegmarke.simulation.accounts.parameters import B2B
from wegmarke.simulation.accounts.running import World, life_of, world_of
from wegmarke.simulation.accounts.told import Told
from wegmarke.simulation.accounts.truth import AccountsTruth
from wegmarke.simulation.accounts.writing import write_accounts

ACCOUNTS, SEED = 300, 7


@dataclass(frozen=True)
class Written:
    folder: Path
    world: World
    told: Told
    truth: AccountsTruth


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("accounts")
    truth = write_accounts(folder, B2B, ACCOUNTS, SEED)
    world = world_of(B2B, ACCOUNTS, SEED)
    told = Told.of(world, [life_of(world, B2B, account) for account in range(ACCOUNTS)])
    return Written(folder, world, told, truth)
