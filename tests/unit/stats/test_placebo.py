"""A design that finds something where nothing can be is refused; a sound one is not, and a blind control says so."""

import numpy as np
import pytest

from wegmarke.model.finding import CannotSay, Interval
from wegmarke.stats.aipw import Design, Effect, aipw
from wegmarke.stats.placebo import Control, ControlResult, Placebo, placebo, verdict

EFFECT = Interval(0.1, 0.05, 0.15, 1000)


def told(low: float, high: float) -> ControlResult:
    return ControlResult("before", Interval((low + high) / 2, low, high, 1000))


def test_verdicts() -> None:
    assert verdict(EFFECT, [told(-0.02, 0.03)]) == "passed"
    assert verdict(EFFECT, [told(-0.02, 0.03), told(0.01, 0.06)]) == "refused"
    assert verdict(EFFECT, [told(-0.06, -0.01)]) == "refused"
    # As large a bias would not have been noticed, in either direction.
    assert verdict(EFFECT, [told(-0.05, 0.12)]) == "says_nothing"
    assert verdict(EFFECT, [told(-0.12, 0.05)]) == "says_nothing"
    assert verdict(EFFECT, [told(-0.05, 0.12), told(-0.02, 0.03)]) == "passed"
    assert verdict(EFFECT, [ControlResult("before", CannotSay("too_few", 3, 10))]) == "says_nothing"
    with pytest.raises(ValueError, match="control"):
        placebo(EFFECT, [])


def judged(seed: int, hidden: float) -> Placebo:
    """An effect of 0.8 on the exposed beside a control outcome from before; `hidden` moves exposure and both."""
    drawn = np.random.default_rng([7, seed])
    seen, unseen = drawn.normal(size=(2, 800))
    exposed = drawn.random(800) < 1 / (1 + np.exp(0.5 - seen - hidden * unseen))
    before = seen + hidden * unseen + drawn.normal(size=800)
    after = seen + hidden * unseen + 0.8 * exposed + drawn.normal(size=800)
    effect = aipw(Design(seen[:, None], exposed, after))
    assert isinstance(effect, Effect)
    assert isinstance(effect.on_exposed, Interval)
    other = drawn.normal(size=800)
    controls = [
        Control("before", Design(seen[:, None], exposed, before)),
        Control("elsewhere", Design(seen[:, None], exposed, other)),
    ]
    return placebo(effect.on_exposed, controls)


def test_sound_designs_are_refused_as_rarely_as_said_and_unsound_ones_nearly_always() -> None:
    sound = [judged(seed, 0.0).verdict for seed in range(40)]
    assert sound.count("refused") <= 5  # 5 % of 40 are 2; more than 5 come once in 70 times
    assert sound.count("passed") >= 35
    assert [judged(seed, 0.8).verdict for seed in range(10)].count("refused") >= 9


def test_the_level_is_shared_out_among_controls() -> None:
    found = judged(0, 0.0)
    assert [one.name for one in found.controls] == ["before", "elsewhere"]
    assert [one.estimate.level for one in found.controls if isinstance(one.estimate, Interval)] == [0.975, 0.975]
