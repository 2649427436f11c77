"""Which touchpoints decide whether customers stay."""

from wegmarke.questions.moments.answered import (
    HORIZON_DAYS,
    LONGEST_DAYS,
    SHORTEST_DAYS,
    Moment,
    MomentsFound,
    moments,
    told,
)

__all__ = ["HORIZON_DAYS", "LONGEST_DAYS", "SHORTEST_DAYS", "Moment", "MomentsFound", "moments", "told"]
