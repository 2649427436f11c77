"""How long customers with a contract stay, against published figures and closed forms; how often intervals cover."""

import math

import numpy as np
import pytest
from scipy.special import betaln, hyp2f1

from wegmarke.model.finding import CannotSay, Interval
from wegmarke.stats.contracts import FEWEST_LOST, Contracts, Renewals, contracts, nobody_decided

# Fader, Hardie (2007), table 1: of 1,000 customers each, how many are left after every year.
HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491, 468, 445, 427, 409, 394]
REGULAR = [1000, 631, 468, 382, 326, 289, 262, 241, 223, 207, 194, 183, 173]


def fitted(survivors: list[int]) -> Contracts:
    model = contracts(Renewals.of_survivors(survivors))
    assert isinstance(model, Contracts)
    return model


@pytest.mark.parametrize(
    ("survivors", "alpha", "beta", "log_likelihood"),
    [
        # S: Fader, Hardie (2007), fitted to the first seven years: α .668, β 3.806 and α .704, β 1.182. C: the
        # log-likelihoods, by direct search over the published formula.
        (HIGH_END[:8], 0.668, 3.806, -1611.158),
        (REGULAR[:8], 0.704, 1.182, -1680.265),
        # C: four years of the same, by the same search (data as in Fader, Hardie 2014, the note for spreadsheets).
        (REGULAR[:5], 0.764, 1.296, -1401.559),
    ],
)
def test_parameters_of_the_paper(survivors: list[int], alpha: float, beta: float, log_likelihood: float) -> None:
    model = fitted(survivors)
    assert [model.alpha, model.beta] == pytest.approx([alpha, beta], abs=5e-4)
    assert model.log_likelihood == pytest.approx(log_likelihood, abs=1e-3)
    # C: the published likelihood, customer by customer: B(α+1, β+t−1)/B(α, β), and B(α, β+T)/B(α, β) of who is left.
    t = np.arange(1, len(survivors))
    whole = -np.diff(survivors) @ (betaln(model.alpha + 1, model.beta + t - 1) - betaln(model.alpha, model.beta))
    whole += survivors[-1] * (betaln(model.alpha, model.beta + t[-1]) - betaln(model.alpha, model.beta))
    assert model.log_likelihood == pytest.approx(whole, rel=1e-12)


def test_years_that_the_model_has_not_seen_lie_within_its_intervals() -> None:
    # The paper's own check: fitted to seven years, asked about the twelfth.
    for survivors, projected in ((HIGH_END, 0.378), (REGULAR, 0.170)):
        curve = fitted(survivors[:8]).staying(12)
        assert curve.value[11] == pytest.approx(projected, abs=5e-4)
        assert all(curve.low[7:] <= np.array(survivors[8:]) / 1000)
        assert all(np.array(survivors[8:]) / 1000 <= curve.high[7:])


def test_discounted_remaining_lifetime() -> None:
    # S: 7.530 at 10 % for who has renewed seven times (documentation of shifted_beta_geometric_py, from the High End
    # cohort). C: Fader, Hardie (2010), equation 6, as ₂F₁.
    model = fitted(HIGH_END[:8])
    for renewals in (0, 1, 7, 30):
        a, b = model.alpha, model.beta + renewals
        formula = b / (a + b) * hyp2f1(1, b + 1, a + b + 1, 1 / 1.1)
        remaining = model.remaining(renewals, discount=0.1)
        assert isinstance(remaining, Interval)
        assert remaining.value == pytest.approx(formula, rel=1e-8)
        assert remaining.low < remaining.value < remaining.high
    seventh = model.remaining(7, discount=0.1)
    assert isinstance(seventh, Interval)
    assert seventh.value == pytest.approx(7.530, abs=5e-4)


def test_a_lifetime_without_end_is_told_only_where_it_has_one() -> None:
    assert fitted(HIGH_END[:8]).remaining() == CannotSay("not_identified", 4926)  # α < 1: the mean is infinite
    rng = np.random.default_rng(4)
    model = contracts(cohort(rng, 30.0, 60.0, 20_000, 8))
    assert isinstance(model, Contracts)
    found = model.remaining(3)
    assert isinstance(found, Interval)
    assert found.value == pytest.approx((model.beta + 3) / (model.alpha - 1), rel=1e-9)
    assert found.value == pytest.approx(63 / 29, rel=0.1)  # 1,129 of 1,200 such intervals hold it, measured once
    summed = model.remaining(3, periods=400)
    assert isinstance(summed, Interval)
    assert summed.value == pytest.approx(found.value, rel=1e-3)


def cohort(rng: np.random.Generator, alpha: float, beta: float, customers: int, periods: int) -> Renewals:
    """Customers who cancel as the model says; with α infinite all cancel with the probability β."""
    leaves = rng.beta(alpha, beta, customers) if math.isfinite(alpha) else np.full(customers, beta)
    stayed = rng.geometric(leaves)
    return Renewals.of_survivors([int((stayed > t).sum()) for t in range(periods + 1)])


@pytest.mark.parametrize(
    ("alpha", "beta", "customers", "periods"),
    [(2.0, 10.0, 400, 4), (math.inf, 0.15, 400, 5), (0.7, 1.2, 150, 3)],
)
def test_intervals_cover(alpha: float, beta: float, customers: int, periods: int) -> None:
    ages = np.arange(400)
    losses = alpha / (alpha + beta + ages) if math.isfinite(alpha) else np.full(400, beta)
    stays = np.cumprod(1 - losses)
    truths = [stays[0], stays[9], stays[:12].sum(), stays @ 1.1**-ages]
    rng = np.random.default_rng([int(customers), int(10 * beta)])
    seeds, covered = 200, np.zeros(4)
    for _ in range(seeds):
        model = contracts(cohort(rng, alpha, beta, customers, periods))
        assert isinstance(model, Contracts)
        curve = model.staying(10)
        told = [curve.at(0), curve.at(9), model.remaining(periods=12), model.remaining(discount=0.1)]
        covered += [
            isinstance(one, Interval) and one.low <= true <= one.high for one, true in zip(told, truths, strict=True)
        ]
    # 95 % of 200, by chance alone 179 to 198 in 99 of 100 runs; at the edge φ = 0 intervals may be too wide.
    assert covered.min() >= 179


def test_cohorts_add_up_whatever_their_age_and_where_watching_began() -> None:
    rng = np.random.default_rng(2)
    parts = [cohort(rng, 1.5, 6.0, 800, periods) for periods in (2, 6, 4)]
    whole = nobody_decided()
    for one in parts:
        whole = whole + one
    backwards = parts[2] + (parts[1] + parts[0])
    assert whole.lost.tolist() == backwards.lost.tolist()
    assert whole.renewed.tolist() == backwards.renewed.tolist()
    assert whole.lost[:2].sum() == sum(int(one.lost[:2].sum()) for one in parts)
    # Watched from the third decision on only: of such cohorts, too, the curve comes back.
    late = cohort(rng, 1.5, 6.0, 60_000, 8)
    late.renewed[:2] = late.lost[:2] = 0
    model = contracts(late)
    assert isinstance(model, Contracts)
    third = model.renewing(3).at(2)
    assert isinstance(third, Interval)
    assert third.low < 1 - 1.5 / 9.5 < third.high


def test_a_readiness_that_changes_with_age_is_noticed() -> None:
    alike = fitted([20_000, 18_000, 16_200, 14_580, 13_122])
    assert alike.unlike == pytest.approx(0, abs=1e-6)
    assert alike.first_loss == pytest.approx(0.1, rel=1e-4)
    assert alike.alpha > 1e4 or math.isinf(alike.alpha)
    # Renewal falls with age, as it does where a discount ends: no beta distribution does that.
    falling = fitted([20_000, 19_000, 17_100, 13_680, 8_208])
    assert falling.misfit is not None
    assert falling.misfit < 1e-6
    assert alike.misfit is not None
    assert alike.misfit > 0.5


def test_nothing_is_claimed_where_data_do_not_say_it() -> None:
    assert contracts(nobody_decided()) == CannotSay("too_few", 0, FEWEST_LOST)
    assert contracts(Renewals.of_survivors([1000, 990, 980, 951])) == CannotSay("too_few", 49, FEWEST_LOST)
    assert contracts(Renewals.of_survivors([1000, 900])) == CannotSay("not_identified", 1000)
    assert contracts(Renewals.of_survivors([1000, 0])) == CannotSay("no_variation", 1000)
    with pytest.raises(ValueError, match="grows"):
        Renewals.of_survivors([10, 12])
    with pytest.raises(ValueError, match="negative"):
        fitted(REGULAR[:8]).remaining(-1)
