"""How many customers and how much money a defect costs."""

from wegmarke.questions.effect.answered import HORIZON_DAYS, effect, effect_is_known, effect_of
from wegmarke.questions.effect.found import EffectFound

__all__ = ["HORIZON_DAYS", "EffectFound", "effect", "effect_is_known", "effect_of"]
