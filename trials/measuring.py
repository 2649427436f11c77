"""Put the trials to many samples."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from trials.samples import sample, world
from trials.trial import Answer, Line, Sample, Trial, tally
from wegmarke.library.log import Log

FIRST_SEED = 100


def measured(trials: Sequence[Trial], seeds: int, scenarios: Sequence[str] | None = None) -> Iterator[Line]:
    """Every line of every trial in every world that it is for, world by world."""
    worlds = dict.fromkeys(key for trial in trials for key in trial.scenarios)
    for key in worlds:
        if scenarios is None or key in scenarios:
            yield from _in_world([trial for trial in trials if key in trial.scenarios], key, seeds)


def _in_world(trials: Sequence[Trial], key: str, seeds: int) -> Iterator[Line]:
    parameters = world(key)
    truths = {trial.key: trial.truth(parameters) for trial in trials}
    answers: dict[tuple[str, str], list[Answer]] = {}
    for seed in range(FIRST_SEED, FIRST_SEED + seeds):
        samples: dict[int, Sample] = {}
        for trial in trials:
            if trial.people not in samples:
                samples[trial.people] = sample(parameters, trial.people, seed)
        logs: dict[tuple[Callable[[Sample], Log], int], Log] = {}
        for trial in trials:
            made = trial.log, trial.people
            if made not in logs:
                logs[made] = trial.log(samples[trial.people])
            for line, answer in trial.ask(logs[made]).items():
                answers.setdefault((trial.key, line), []).append(answer)
    for trial in trials:
        for line, truth in truths[trial.key].items():
            yield tally(trial, key, line, truth, answers.get((trial.key, line), []))
