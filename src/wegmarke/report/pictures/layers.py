"""A layered layout for a graph that flows from a start to an end (Sugiyama's steps, in small).

1. An order of the nodes with little weight against it (Eades, Lin and Smyth's greedy rule). 2. Layers: each node below
the ones that lead to it along this order. 3. Places within a layer by repeated means of the neighbours; edges over
several layers pass through bends of their own, so that they go around nodes. The result does not depend on chance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias
import itertools

Node: TypeAlias = str | tuple[str, str, int]
"""A node by name, or a bend: (from, to, layer)."""

_SWEEPS = 24
_BEND_ROOM = 0.35
_NODE_ROOM = 1.0


@dataclass(frozen=True, slots=True)
class Layout:
    """Places (x across, layer down from 0) of nodes, and for each edge the places it passes through, ends included."""

    places: dict[str, tuple[float, int]]
    ways: dict[tuple[str, str], list[tuple[float, int]]]
    layers: int
    width: float


def lay_out(nodes: list[str], edges: Mapping[tuple[str, str], float], start: str, end: str) -> Layout:
    """Lay out the graph; `start` comes first, `end` last. Edges from a node to itself are left out."""
    weights = {edge: weight for edge, weight in edges.items() if edge[0] != edge[1]}
    rank = {node: place for place, node in enumerate(_order(nodes, weights, start, end))}
    forward = {(a, b) if rank[a] < rank[b] else (b, a) for a, b in weights}
    layer = _layers(nodes, forward, rank, end)
    rows: list[list[Node]] = [[] for _ in range(max(layer.values()) + 1)]
    for node in sorted(nodes, key=rank.__getitem__):
        rows[layer[node]].append(node)
    links: list[tuple[Node, Node]] = []
    for a, b in sorted(forward, key=lambda edge: (rank[edge[0]], rank[edge[1]])):
        chain: list[Node] = [a, *((a, b, between) for between in range(layer[a] + 1, layer[b])), b]
        for bend in chain[1:-1]:
            rows[bend[2]].append(bend)  # type: ignore[index]  # only bends stand between the ends
        links += list(itertools.pairwise(chain))
    across = _across(rows, links)
    places = {node: (across[node], layer[node]) for node in nodes}
    ways = {}
    for a, b in weights:
        upper, lower = (a, b) if rank[a] < rank[b] else (b, a)
        bends = [(across[upper, lower, level], level) for level in range(layer[upper] + 1, layer[lower])]
        way = [places[upper], *bends, places[lower]]
        ways[a, b] = way if (a, b) == (upper, lower) else way[::-1]
    width = max(across.values()) - min(across.values())
    return Layout(places, ways, len(rows), width)


def _order(nodes: list[str], weights: Mapping[tuple[str, str], float], start: str, end: str) -> list[str]:
    """An order in which little weight runs backwards: sinks to the back, else the best surplus to the front."""
    left = [node for node in nodes if node not in {start, end}]
    front, back = [start], [end]
    while left:
        inside = set(left)
        gain: dict[str, float] = dict.fromkeys(left, 0.0)
        out: dict[str, float] = dict.fromkeys(left, 0.0)
        for (a, b), weight in weights.items():
            if a in inside and (b in inside or b == end):
                gain[a] += weight
            if b in inside and (a in inside or a == start):
                gain[b] -= weight
            if a in inside and b in inside:
                out[a] += weight
        sink = next((node for node in left if not out[node]), None)
        chosen = sink if sink is not None else max(left, key=gain.__getitem__)
        if sink is not None and len(left) > 1:
            back.insert(0, chosen)
        else:
            front.append(chosen)
        left.remove(chosen)
    return front + back


def _layers(nodes: list[str], forward: set[tuple[str, str]], rank: Mapping[str, int], end: str) -> dict[str, int]:
    above: dict[str, list[str]] = defaultdict(list)
    for a, b in forward:
        above[b].append(a)
    layer: dict[str, int] = {}
    for node in sorted(nodes, key=rank.__getitem__):
        layer[node] = max((layer[other] + 1 for other in above[node]), default=0)
    layer[end] = max(layer.values()) + (0 if layer[end] == max(layer.values()) else 1)
    return layer


def _across(rows: list[list[Node]], links: list[tuple[Node, Node]]) -> dict[Node, float]:
    """Where everything stands across: near the mean of its neighbours, with room between."""
    up: dict[Node, list[Node]] = defaultdict(list)
    down: dict[Node, list[Node]] = defaultdict(list)
    for a, b in links:
        down[a].append(b)
        up[b].append(a)
    across: dict[Node, float] = {}
    for row in rows:
        _spread(row, {node: float(place) for place, node in enumerate(row)}, across)
    for sweep in range(_SWEEPS):
        downwards = sweep % 2 == 0
        for row in rows if downwards else rows[::-1]:
            wanted: dict[Node, float] = {}
            for node in row:
                neighbours = up[node] if downwards else down[node]
                both = neighbours or (down[node] if downwards else up[node]) or [node]
                if sweep >= _SWEEPS // 2:
                    both = up[node] + down[node] or [node]
                wanted[node] = sum(across[other] for other in both) / len(both)
            if sweep < _SWEEPS - 4:
                row.sort(key=wanted.__getitem__)
            _spread(row, wanted, across)
    return across


def _spread(row: list[Node], wanted: Mapping[Node, float], across: dict[Node, float]) -> None:
    """Put a row as near to its wishes as the room between allows; the middle of the row keeps to the middle of them."""
    places: list[float] = []
    for node in row:
        room = 0.0
        if places:
            before = row[len(places) - 1]
            room = (_room(before) + _room(node)) / 2
        places.append(max(wanted[node], places[-1] + room) if places else wanted[node])
    shift = sum(wanted[node] - place for node, place in zip(row, places, strict=True)) / max(len(row), 1)
    for node, place in zip(row, places, strict=True):
        across[node] = place + shift


def _room(node: Node) -> float:
    return _NODE_ROOM if isinstance(node, str) else _BEND_ROOM
