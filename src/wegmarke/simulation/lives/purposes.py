"""What random numbers are drawn for. A purpose has its number for good: changing one changes every simulated world."""

from __future__ import annotations

# Who a person is
TOWN, SEGMENT, SALES_CHANNEL, LANGUAGE, ARRIVAL, EXISTING = 1, 2, 3, 4, 5, 6
PRICE_SENSITIVITY, PATIENCE, EXPECTATION, REACH, NEED, ANSWERS, CONSENT, HIDDEN = 7, 8, 9, 10, 11, 12, 13, 14
PAYS_LATE, PRODUCT = 15, 16

# How the company fares
MOOD, LOAD = 20, 21

# Prospects
SOURCE, RECOMMENDED, DETERRED, VISITS, VISIT_TIME, VISIT_PLACE, BUYS = 30, 31, 32, 33, 34, 35, 36
ANSWER_TIME, SLOW, CONSULTED, WINS, FOLLOWED, REP_REASON = 37, 38, 39, 40, 41, 42

# Orders and deliveries
ORDERS, ORDER_DAY, VALUE, PROMISED, LATE, DELAY, EARLY, HANDOVER, FAILED, TOLD = 50, 51, 52, 53, 54, 55, 56, 57, 58, 59
REGISTERS, WRONG_INVOICE, PAYS, DUNNED, PAY_DAY = 60, 61, 62, 63, 64

# Service
FAULT, FAULT_DAY, CALLS, CALL_TIME, REPEATS, COMPLAINS, REDRESSED, ENGINEER, WAITS, DUNNED_THOUGH = (
    70, 71, 72, 73, 74, 75, 76, 77, 78, 79,
)  # fmt: skip

# Loyalty
HELP, NEWSLETTER, CLUB, INVITED, ANSWERED, SCORE, REVIEWS, MENTIONS, PORTAL, TALKS = (
    90,
    91,
    92,
    93,
    94,
    95,
    96,
    97,
    98,
    99,
)
LEAVES, LEAVE_DAY, STATES, STATED, WAVE, PAGE = 110, 111, 112, 113, 114, 115

# Words and dirt: what silos write about people and contacts
WORDS, DIRT = 200, 300
"""From here on each writer counts its own purposes upwards."""
