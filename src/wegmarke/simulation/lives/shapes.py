"""The records that compiled code passes around.

A record travels as one pointer, so that a function that takes a world, a person and a life has few arguments and is
compiled quickly.
"""

from __future__ import annotations

import numpy as np
from numba import from_dtype, types

from wegmarke.simulation.contacts import CONTACT_DTYPE, FATE_DTYPE
from wegmarke.simulation.parameters import MOST_PERIODS, RATES_DTYPE
from wegmarke.simulation.world import WORLD_DTYPE

PERSON_DTYPE = np.dtype(
    [
        ("patience", np.float64),
        ("expectation", np.float64),
        ("price_sensitivity", np.float64),
        ("reach", np.float64),
        ("need", np.float64),
        ("answers", np.float64),
        ("hidden", np.float64),
        ("person", np.uint32),
        ("arrival", np.int32),
        ("town", np.uint16),
        ("state", np.uint8),
        ("business", np.uint8),
        ("sales_channel", np.uint8),
        ("english", np.uint8),
        ("consent", np.uint8),
        ("pays_late", np.uint8),
    ]
)
"""A person. patience, price_sensitivity, reach, hidden: 0 to 1. expectation: 0.5 to 1.5, multiplies harm. need:
chance of a repeat order in a period. answers: share of surveys answered by somebody content. arrival: day on which a
need arises; -1: a customer from before. town, state: places in `words.places.TOWN` and `STATES`. sales_channel: 0 web
shop, 1 field sales, 2 partner.
"""

LIFE_DTYPE = np.dtype(
    [
        ("harm", np.float64),
        ("pending", np.float64, MOST_PERIODS),
        ("person", np.int64),
        ("told", np.int64),
        ("last", np.int64),
        ("last_harm_day", np.int64),
        ("complaint_day", np.int64),
        ("good_periods", np.int64),
        ("club", np.int64),
        ("happy_day", np.int64),
        ("angry_day", np.int64),
        ("theme", np.int64),
    ]
)
"""A life at some moment. harm: what weighs now; pending: what will weigh by period of the event. told: contacts told so
far, by everybody; last: place of the one just told, -1 if it was not. last_harm_day, complaint_day: -1000 where there
was none. happy_day, angry_day: since when the person would recommend, or warn; NEVER if so. theme: what a text would be
about now.
"""

WORLD, RATES, PERSON, LIFE, FATE = (
    from_dtype(one) for one in (WORLD_DTYPE, RATES_DTYPE, PERSON_DTYPE, LIFE_DTYPE, FATE_DTYPE)
)
WORLDS, RATES_ROWS, PERSONS, LIVES, FATES = (types.Array(one, 1, "C") for one in (WORLD, RATES, PERSON, LIFE, FATE))
CONTACTS = types.Array(from_dtype(CONTACT_DTYPE), 1, "C")
NESTED = types.Array(types.float64, 1, "C", readonly=True)
"""A column of a record that is an array itself."""
