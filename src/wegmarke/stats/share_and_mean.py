"""How a share and a mean that are counted among the same customers go together.

Customer i has mᵢ units, of which xᵢ count, and brings yᵢ in them. With p = Σx/Σm and r = Σy/Σm, both linearised as in
`wegmarke.stats.ratio` and `wegmarke.stats.clustered_mean`, their correlation is

    ρ = Σ(xᵢ − p·mᵢ)(yᵢ − r·mᵢ) / √(Σ(xᵢ − p·mᵢ)² · Σ(yᵢ − r·mᵢ)²)

Who is lost within a period has paid in a part of it only, so that a sample with more losses tells less revenue: whoever
calculates with both as if they were known apart takes the result for surer, or less sure, than it is.

Source: L. Kish (1965), Survey Sampling, 6.5 and 6.6 (ratio means and their covariance).
"""

from __future__ import annotations

import math

from wegmarke.stats.clustered_mean import CustomerTotals
from wegmarke.stats.ratio import CustomerSums


def correlation(share: CustomerSums, mean: CustomerTotals, products: int) -> float:
    """The correlation of both estimates; products: Σ xᵢ·yᵢ. 0 where either does not vary, or nobody is there.

    ValueError unless both are of the same customers and units.
    """
    units, squared = share.journeys, share.journeys_squares
    if (mean.customers, mean.journeys, mean.journeys_squares) != (share.customers, units, squared):
        raise ValueError("a share and a mean go together only where they are of the same customers")
    x, y = share.counted, mean.total
    # Times (Σm)², so that it is exact in integers: differences of large squares would lose their digits.
    own = share.counted_squares * units**2 - 2 * x * share.products * units + x**2 * squared
    other = mean.squares * units**2 - 2 * y * mean.products * units + y**2 * squared
    both = products * units**2 - (y * share.products + x * mean.products) * units + x * y * squared
    if own <= 0 or other <= 0:
        return 0.0
    return max(-1.0, min(1.0, both / (math.sqrt(own) * math.sqrt(other))))
