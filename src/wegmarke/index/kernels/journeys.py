"""Counting journeys and customers: selections, outcomes, entries, exits, variants."""

from __future__ import annotations

import numpy as np

from wegmarke.compiled import I64, R8, R16, R32, R64, RB, RI32, RI64, U64, VOID, WB, WI64, WI64_2, compiled, wide


@compiled(I64(RB, RI64))
def count_customers(chosen, journeys):
    """Of how many customers at least one journey is chosen."""
    # Without a branch: neither how many journeys a customer has nor which are chosen can be foretold.
    before, found = np.empty(len(chosen) + 1, np.uint32), 0
    so_far = np.uint32(0)
    for j in range(len(chosen)):
        before[j] = so_far
        so_far += np.uint32(chosen[j])
    before[len(chosen)] = so_far
    for c in range(len(journeys) - 1):
        found += before[np.uint64(journeys[c + 1])] != before[np.uint64(journeys[c])]
    return found


@compiled(I64(RB, RI64))
def count_interactions(chosen, start):
    """How many interactions the chosen journeys have."""
    found = 0
    for j in range(len(chosen)):
        found += start[j + 1] - start[j] if chosen[j] else 0
    return found


@compiled(VOID(R8, RB, WI64))
def count_few(codes, chosen, counts):
    """Journeys by a code of which there are few (outcome, stage of a funnel); `chosen` may be empty: all journeys.

    A pass for each code compares many journeys at once. A single pass would mostly add to the same counter twice in a
    row, and wait for the first.
    """
    for code in range(len(counts)):
        found = 0
        if len(chosen) == 0:
            for j in range(len(codes)):
                found += codes[j] == code
        else:
            for j in range(len(codes)):
                found += (codes[j] == code) & chosen[j]
        counts[code] += found


def _count_by_outcome(first, second, outcome, chosen, by_first, by_second):
    """Journeys by outcome and code of one column, and of a second one if it is not empty; shape (outcomes, codes).

    `chosen` may be empty: all journeys. Codes beyond the last are not counted.
    """
    everyone, both = len(chosen) == 0, len(second) > 0
    width = by_first.shape[1]
    for j in range(len(first)):
        if everyone or chosen[j]:
            if first[j] < width:
                by_first[outcome[j], first[j]] += 1
            if both and second[j] < width:
                by_second[outcome[j], second[j]] += 1


count_by_outcome_8 = compiled(VOID(R8, R8, R8, RB, WI64_2, WI64_2))(_count_by_outcome)
count_by_outcome_16 = wide("touchpoint", VOID(R16, R16, R8, RB, WI64_2, WI64_2))(_count_by_outcome)


@compiled(VOID(R32, RB, WI64))
def count_variants(variant, chosen, counts):
    """Journeys by variant; `chosen` may be empty: all journeys."""
    if len(chosen) == 0:
        for j in range(len(variant)):
            counts[variant[j]] += 1
    else:
        for j in range(len(variant)):
            if chosen[j]:
                counts[variant[j]] += 1


@compiled(VOID(R32, R8, RI64, RB, RI32, WI64_2, WI64))
def describe_variants(variant, outcome, journeys, chosen, place, outcomes, customers):
    """For the variants asked for (`place` of a variant is its line, or -1): journeys by outcome and customers."""
    everyone = len(chosen) == 0
    seen = np.full(len(customers), -1, np.int64)
    for c in range(len(journeys) - 1):
        for j in range(journeys[c], journeys[c + 1]):
            if everyone or chosen[j]:
                line = place[variant[j]]
                if line >= 0:
                    outcomes[line, outcome[j]] += 1
                    if seen[line] != c:
                        seen[line] = c
                        customers[line] += 1


@compiled(VOID(R16, RI64, RI64, RB, R8, WI64_2))
def count_by_group(touchpoint, start, journeys, chosen, group, counts):
    """In how many journeys of each group of customers each touchpoint stands (groups, touchpoints). group: of every
    customer; `chosen` may be empty: all journeys.
    """
    everyone = len(chosen) == 0
    seen = np.full(counts.shape[1], -1, np.int64)
    for c in range(len(journeys) - 1):
        for j in range(journeys[c], journeys[c + 1]):
            if everyone or chosen[j]:
                for i in range(start[j], start[j + 1]):
                    if seen[touchpoint[i]] != j:
                        seen[touchpoint[i]] = j
                        counts[group[c], touchpoint[i]] += 1


def _visited(touchpoint, start, wanted, visited, bits, out):
    """Which journeys visited one of the touchpoints wanted (`wanted[code]`); `bits` is the union of their bits,
    `visited` each journey's.
    """
    for j in range(len(visited)):
        out[j] = False
        if (visited[j] & bits) != 0:
            for i in range(start[j], start[j + 1]):
                if wanted[touchpoint[i]]:
                    out[j] = True
                    break


visited_8 = compiled(VOID(R8, RI64, RB, R64, U64, WB))(_visited)
visited_16 = wide("touchpoint", VOID(R16, RI64, RB, R64, U64, WB))(_visited)


def _with_code(codes, start, wanted, out):
    """Which journeys have an interaction of the code wanted."""
    for j in range(len(out)):
        out[j] = False
        for i in range(start[j], start[j + 1]):
            if codes[i] == wanted:
                out[j] = True
                break


with_code_16 = compiled(VOID(R16, RI64, I64, WB))(_with_code)
with_code_32 = wide("step", VOID(R32, RI64, I64, WB))(_with_code)
