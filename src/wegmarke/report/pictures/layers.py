"""A layered layout for a graph that flows from a start to an end (Sugiyama's steps, in small).

1. An order of the nodes: how far from the start journeys are when they get there. 2. Layers: each node below the ones
that lead down to it. 3. Places within a layer by repeated means of the neighbours; edges over
several layers pass through bends of their own, so that they go around nodes. The result does not depend on chance.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

Node: TypeAlias = str | tuple[str, str, int]
"""A node by name, or a bend: (from, to, layer)."""

_SWEEPS = 24
_TRACE = 1e-3
_BEND_ROOM = 0.35
_NODE_ROOM = 1.0


@dataclass(frozen=True, slots=True)
class Layout:
    """Places (x across, layer down from 0) of nodes, and for each edge the places it passes through, ends included."""

    places: dict[str, tuple[float, int]]
    ways: dict[tuple[str, str], list[tuple[float, int]]]
    layers: int
    width: float


def lay_out(order: list[str], edges: Mapping[tuple[str, str], float]) -> Layout:
    """Lay out the graph whose nodes stand in this order. Edges from a node to itself are left out."""
    nodes = order
    weights = {edge: weight for edge, weight in edges.items() if edge[0] != edge[1]}
    rank = {node: place for place, node in enumerate(order)}
    forward = {(a, b) if rank[a] < rank[b] else (b, a) for a, b in weights}
    layer = _layers(order, {(a, b) for a, b in weights if rank[a] < rank[b]})
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


def flow_order(nodes: list[str], weights: Mapping[tuple[str, str], float], start: str, end: str) -> list[str]:
    """The nodes by how many steps from the start journeys are, on average, when they get there; `end` last.

    With p(u, v) the share of what comes to v from u, depth(v) = 1 + sum of p(u, v) depth(u), and depth(start) = 0: one
    system of linear equations. Where nothing comes from the start a trace of it is assumed: so there is a solution.
    """
    inner = [node for node in nodes if node not in {start, end}]
    place = {node: number for number, node in enumerate(inner)}
    coming = np.zeros((len(inner), len(inner)))
    total = np.full(len(inner), _TRACE)
    for (a, b), weight in weights.items():
        if b in place and a != b:
            total[place[b]] += weight
            if a in place:
                coming[place[b], place[a]] += weight
    depth = np.linalg.solve(np.eye(len(inner)) - coming / total[:, None], np.ones(len(inner)))
    return [start, *(inner[number] for number in np.argsort(depth, kind="stable")), end]


def _layers(order: list[str], forward: set[tuple[str, str]]) -> dict[str, int]:
    """Each node one below the lowest that leads down to it; the last node is alone at the bottom."""
    above: dict[str, list[str]] = defaultdict(list)
    for a, b in forward:
        above[b].append(a)
    layer: dict[str, int] = {}
    for node in order:
        layer[node] = max((layer[other] + 1 for other in above[node]), default=0)
    last = order[-1]
    layer[last] = max((layer[node] + 1 for node in order[:-1]), default=0)
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
