"""Price against process: what turning either would bring."""

from wegmarke.questions.levers.answered import (
    HORIZON_DAYS,
    LOSS_ELASTICITY,
    PERIOD_DAYS,
    QUANTITY_ELASTICITY,
    levers,
    standing_of,
)

__all__ = ["HORIZON_DAYS", "LOSS_ELASTICITY", "PERIOD_DAYS", "QUANTITY_ELASTICITY", "levers", "standing_of"]
