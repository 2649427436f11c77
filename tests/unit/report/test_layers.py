"""The layered layout: steps run down, nothing covers anything, and the order is that of the journeys."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wegmarke.report.pictures.layers import flow_order, lay_out

NAMES = [f"t{number}" for number in range(9)]
WEIGHTS = st.dictionaries(
    st.tuples(st.sampled_from(["start", *NAMES]), st.sampled_from([*NAMES, "end"])), st.integers(1, 1000), max_size=40
)


def test_the_order_is_how_far_from_the_start_journeys_are() -> None:
    """A loop back, however common, does not turn the way round."""
    weights = {("start", "a"): 100, ("a", "b"): 150, ("b", "c"): 60, ("c", "a"): 50, ("c", "end"): 10, ("b", "end"): 90}
    assert flow_order(["start", "c", "b", "a", "end"], weights, "start", "end") == ["start", "a", "b", "c", "end"]


def test_depth_solves_its_equations(rng: np.random.Generator) -> None:
    """Against a simulation backwards along the shares of what comes in."""
    weights = {("start", "a"): 3.0, ("a", "b"): 2.0, ("b", "a"): 1.0, ("b", "c"): 1.0, ("start", "c"): 1.0}
    coming: dict[str, list[tuple[str, float]]] = {}
    for (source, target), weight in weights.items():
        coming.setdefault(target, []).append((source, weight))

    def depth(node: str) -> int:
        steps = 0
        while node != "start":
            names, shares = zip(*coming[node], strict=True)
            node = str(rng.choice(names, p=np.array(shares) / sum(shares)))
            steps += 1
        return steps

    mean = {node: np.mean([depth(node) for _ in range(2000)]) for node in "abc"}
    order = flow_order(["start", "a", "b", "c", "end"], weights, "start", "end")
    assert order[1:-1] == sorted("abc", key=lambda node: mean[node])


@given(WEIGHTS)
def test_layouts_are_sound_whatever_the_steps(weights: dict[tuple[str, str], int]) -> None:
    order = flow_order(["start", *NAMES, "end"], weights, "start", "end")
    assert sorted(order) == sorted(["start", *NAMES, "end"])
    assert (order[0], order[-1]) == ("start", "end")
    layout = lay_out(order, weights)
    rank = {node: place for place, node in enumerate(order)}
    for (a, b), way in layout.ways.items():
        assert (way[0], way[-1]) == (layout.places[a], layout.places[b])
        downwards = rank[a] < rank[b]
        if downwards:
            assert layout.places[a][1] < layout.places[b][1]
        levels = [level for _, level in way]
        assert levels == sorted(levels, reverse=levels[0] > levels[-1])
    for (_, (x, level)), (_, (other, other_level)) in itertools.combinations(layout.places.items(), 2):
        assert level != other_level or abs(x - other) > 0.99
    assert layout.places["end"][1] == layout.layers - 1


def test_the_same_map_is_drawn_alike_every_time() -> None:
    weights = {(a, b): len(a) + place for place, (a, b) in enumerate(itertools.permutations(NAMES, 2))}
    order = flow_order(["start", *NAMES, "end"], weights, "start", "end")
    assert lay_out(order, weights) == lay_out(order, dict(reversed(weights.items())))


def test_a_single_touchpoint_is_a_map_too() -> None:
    layout = lay_out(["start", "a", "end"], {("start", "a"): 1, ("a", "end"): 1})
    assert [layout.places[node][1] for node in ("start", "a", "end")] == [0, 1, 2]
    assert layout.width == pytest.approx(0)
