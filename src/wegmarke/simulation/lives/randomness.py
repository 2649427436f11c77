"""Random numbers that belong to their purpose, and the few functions needed to shape them.

Every draw is a function of (seed, person, purpose, occasion): nothing depends on the order in which things happen, so
that taking one defect out of the world leaves all other draws as they were, and two worlds differ only by what was
changed. Only integer arithmetic and the four basic operations on doubles are used, which are the same to the last bit
on every processor, Python and NumPy; logarithm and exponential are therefore written out here.
"""

from __future__ import annotations

import math

import numpy as np

from wegmarke.compiled import F64, I64, U64, VOID, W64, compiled
from wegmarke.model.hashing import mix

_PERSON = np.uint64(0x9E3779B97F4A7C15)
_PURPOSE = np.uint64(0xD1B54A32D192ED03)
_OCCASION = np.uint64(0x8CB92BA72F3D8DD7)
_UNIT = 2.0**-53
_LN2 = 0.6931471805599453
_S11 = np.uint64(11)


@compiled(U64(U64, I64, I64, I64))
def bits(seed, person, purpose, occasion):
    """64 random bits of this purpose and occasion of a person."""
    x = mix(np.uint64(seed) + np.uint64(person) * _PERSON)
    return mix(x + np.uint64(purpose) * _PURPOSE + np.uint64(occasion) * _OCCASION)


@compiled(F64(U64, I64, I64, I64))
def uniform(seed, person, purpose, occasion):
    """A number in [0, 1), of 53 bits."""
    return float(bits(seed, person, purpose, occasion) >> _S11) * _UNIT


@compiled(F64(F64))
def ln(x):
    """The natural logarithm of a positive number; relative error below 1e-12."""
    fraction, exponent = math.frexp(x)
    if fraction < 0.7071067811865476:
        fraction *= 2.0
        exponent -= 1
    z = (fraction - 1.0) / (fraction + 1.0)
    square = z * z
    total = 0.0
    for k in range(13, -1, -1):
        total = total * square + 1.0 / (2 * k + 1)
    return 2.0 * z * total + exponent * _LN2


@compiled(F64(F64))
def exp(x):
    """The exponential; relative error below 1e-12. Beyond ±700 the value at that bound."""
    x = min(max(x, -700.0), 700.0)
    k = math.floor(x / _LN2 + 0.5)
    r = x - k * _LN2
    total = 1.0
    for i in range(14, 0, -1):
        total = 1.0 + r * total / i
    return math.ldexp(total, int(k))


@compiled(F64(F64))
def logistic(x):
    """1 / (1 + e^-x): a log-odds as a probability."""
    return 1.0 / (1.0 + exp(-x))


@compiled(F64(F64, F64))
def exponential(u, mean):
    """A waiting time of this mean, from a number in [0, 1)."""
    return -mean * ln(1.0 - u)


@compiled(VOID(U64, I64, I64, W64))
def fill_bits(seed, first, purpose, out):
    """64 bits for each of the people from `first` on."""
    for i in range(len(out)):
        out[i] = bits(seed, first + i, purpose, 0)
