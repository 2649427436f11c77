"""Taking one thing out of the world changes what follows from it and nothing else; losses are few, of many causes."""

from dataclasses import replace

import pytest

from tests.unit.simulation.accounts.conftest import Written
from wegmarke.errors import WegmarkeError
from wegmarke.simulation.accounts.counterfactuals import DEFECTS, met, other_worlds
from wegmarke.simulation.accounts.parameters import B2B, AccountDefect, AccountParameters
from wegmarke.simulation.accounts.records import AccountLife, Cause
from wegmarke.simulation.accounts.running import life_of, lives_of, world_of


def first_met(life: AccountLife, defect: AccountDefect) -> int:
    """The time of day aside, when an account first meets a defect, or could first have noticed what it does."""
    if defect == AccountDefect.DROPPED_HANDOVER:
        return min(one.decided for one in life.tenders if one.status == "won")
    times = [one.time - 12 * 3600 for one in life.incidents if one.defect == defect]
    times += [one.offer_due for one in life.tenders if one.defect == defect]
    # A job or order that goes wrong is noted under the time at which it was reported or ordered.
    times += [one.reported or one.due for one in life.jobs if one.defect == defect]
    times += [one.ordered for one in life.orders if one.defect == defect]
    times += [one.issued for one in life.invoices if one.defect == defect]
    if defect == AccountDefect.UNANSWERED_COMPLAINT:
        times += [talk.time for talk in life.talks if talk.place.name in {"COMPLAINT", "PHONE_COMPLAINT"}]
    return min(times)


@pytest.mark.parametrize("defect", DEFECTS)
def test_without_a_defect_only_accounts_that_met_it_live_differently(written: Written, defect: AccountDefect) -> None:
    touched = 0
    for before in written.told.lives:
        after = life_of(written.world, B2B.without(defect), before.firm.account)
        if defect in before.touched:
            touched += before != after
            assert defect not in after.touched
        else:
            assert before == after
    assert touched > 5


# Who does not neglect a successor comes before the neglect would have been felt; that one is left to the test above.
@pytest.mark.parametrize("defect", [one for one in DEFECTS if one != AccountDefect.NEGLECTED_SUCCESSOR])
def test_without_a_defect_all_is_alike_until_it_would_have_happened(written: Written, defect: AccountDefect) -> None:
    compared = 0
    for before in written.told.lives:
        if defect not in met(before):
            continue
        after, until = life_of(written.world, B2B.without(defect), before.firm.account), first_met(before, defect)
        for name, time in (("talks", "time"), ("orders", "ordered"), ("invoices", "issued"), ("incidents", "time")):
            was, would_be = (
                {(getattr(one, time), str(getattr(one, "place", "")), getattr(one, "number", 0)) for one in records}
                for records in (getattr(before, name), getattr(after, name))
            )
            earlier = {one for one in was if one[0] < until}
            assert earlier == {one for one in would_be if one[0] < until}
            compared += len(earlier)
    assert compared > 100


def test_the_cause_of_every_loss_is_what_a_world_without_it_shows(written: Written) -> None:
    number = {life.firm.number: life.firm.account for life in written.told.lives}
    for loss in written.truth.losses:
        account = number[loss.account]

        def stays(changed: AccountParameters, account: int = account) -> bool:
            return life_of(written.world, changed, account).notice is None

        kept = tuple(one.name.lower() for one in DEFECTS if stays(B2B.without(one)))
        assert loss.kept_without == kept
        by_defect, by_price = stays(B2B.without_defects()), stays(B2B.at_old_prices())
        expected = ("other", "price", "defect", "both")[2 * by_defect + by_price]
        assert loss.cause == expected


def test_a_world_in_which_nothing_matters_has_losses_of_no_cause() -> None:
    nothing = replace(B2B, harm_leaves=0.0, price_leaves=0.0, leaving=0.04, orders_shy=0.0)
    lives = list(lives_of(nothing, 120, 3))
    notices = [life.notice for life in lives if life.notice]
    assert len(notices) >= 3
    assert {one.cause for one in notices} == {Cause.OTHER}
    worlds = other_worlds(world_of(nothing, 120, 3), lives)
    assert all(without == worlds.left for without in (*worlds.without.values(), worlds.unharmed, worlds.old_prices))


def test_a_world_in_which_price_is_the_cause_has_no_other() -> None:
    price = replace(B2B, harm_leaves=0.0, price_leaves=6.0, leaving=0.001)
    notices = [life.notice for life in lives_of(price, 300, 3) if life.notice]
    causes = [one.cause for one in notices]
    assert causes.count(Cause.PRICE) > 0.8 * len(causes) > 3
    assert Cause.DEFECT not in causes


def test_about_twenty_losses_and_about_seventy_tenders_without_success() -> None:
    losses, without_success, shares = [], [], []
    for seed in (1, 2, 3, 4, 5):
        lives = list(lives_of(B2B, 300, seed))
        losses.append(sum(life.notice is not None for life in lives))
        without_success.append(sum(one.status != "won" for life in lives for one in life.tenders))
        shares.append(sum(life.notice.cause == Cause.OTHER for life in lives if life.notice) / losses[-1])
    assert all(10 <= one <= 32 for one in losses), losses
    assert 16 <= sum(losses) / len(losses) <= 25, losses
    assert all(45 <= one <= 100 for one in without_success), without_success
    assert sum(shares) / len(shares) < 0.45


def test_long_ways_to_a_decision(written: Written) -> None:
    first = [one for life in written.told.lives for one in life.tenders if not one.again and one.decided]
    days = [(one.decided - one.enquired) / 86_400 for one in first]
    assert min(days) > 80
    assert max(days) < 480
    assert max(days) > 300
    assert all(one.offer_due <= one.offered for one in first if one.defect == AccountDefect.SLOW_OFFER)
    assert all(one.offered < one.offer_due for one in first if one.defect == AccountDefect.NONE and one.offered)


def test_any_number_of_accounts_within_bounds() -> None:
    ten = list(lives_of(B2B, 10, 1))
    assert [life.firm.account for life in ten] == list(range(10))
    for accounts in (9, 20_001):
        with pytest.raises(WegmarkeError) as caught:
            list(lives_of(B2B, accounts, 1))
        assert caught.value.code == "simulation_size"
