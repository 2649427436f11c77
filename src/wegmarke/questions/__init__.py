"""The questions of the touchpoint manager, one a file. `QUESTIONS` is the register that every face reads."""

from wegmarke.questions.asked import Asked
from wegmarke.questions.register import QUESTIONS, Parameter, Question, ask, question, typed

__all__ = ["QUESTIONS", "Asked", "Parameter", "Question", "ask", "question", "typed"]
