"""Products of two groups of journeys over the customers who stand in both."""

from __future__ import annotations

import numpy as np

from wegmarke.compiled import I64, R32, RB, RI64, WI64, compiled


@compiled(I64(R32, RI64, RI64, RB, RB, WI64, WI64, WI64))
def count_shared(codes, start, journeys, first, second, both, first_all, all_second):
    """Adds Σ x₁x₂, Σ x₁m₂ and Σ m₁x₂ by code; returns Σ m₁m₂."""
    size = len(both)
    seen = np.full(size, -1, np.int64)
    owner = np.full(size, -1, np.int64)
    one, two = np.zeros(size, np.int64), np.zeros(size, np.int64)
    touched = np.empty(size, np.int64)
    total = 0
    for c in range(len(journeys) - 1):
        m_one, m_two = 0, 0
        for j in range(journeys[c], journeys[c + 1]):
            if first[j]:
                m_one += 1
            if second[j]:
                m_two += 1
        if m_one == 0 or m_two == 0:
            continue
        total += m_one * m_two
        count = 0
        for j in range(journeys[c], journeys[c + 1]):
            if not first[j] and not second[j]:
                continue
            for i in range(start[j], start[j + 1]):
                code = np.int64(codes[i])
                if code >= size or seen[code] == j:
                    continue
                seen[code] = j
                if owner[code] != c:
                    owner[code] = c
                    one[code] = 0
                    two[code] = 0
                    touched[count] = code
                    count += 1
                if first[j]:
                    one[code] += 1
                if second[j]:
                    two[code] += 1
        for i in range(count):
            code = touched[i]
            both[code] += one[code] * two[code]
            first_all[code] += one[code] * m_two
            all_second[code] += m_one * two[code]
    return total
