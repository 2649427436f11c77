"""The words of the log, for peers whose environments cannot write it. Nothing but the standard library."""

TOUCHPOINTS = tuple(f"touchpoint_{number:02d}" for number in range(40))
OUTCOMES = ("lost", "won")
