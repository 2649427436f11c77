"""Who is a customer at a moment."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.incidents import IncidentMarks
from wegmarke.index.kernels.leaving import tell_standing
from wegmarke.index.moments import Moments, contact_roles
from wegmarke.index.partition import Partition

Truth = NDArray[np.bool_]


def customers_at(partition: Partition, bounds: tuple[int, ...], moments: Moments, marks: IncidentMarks) -> Truth:
    """Whether each customer was one at each bound, shape (customers, bounds): what came last before it was no leaving,
    and something was (where only buying makes a customer: a purchase).
    """
    there = np.zeros((len(partition.number), len(bounds)), np.bool_)
    roles = contact_roles(partition, moments, marks)
    told = (partition.start, partition.journeys, partition.seconds, roles, int(moments.bought_once))
    tell_standing(*told, np.array(bounds, np.int64), there)
    return there
