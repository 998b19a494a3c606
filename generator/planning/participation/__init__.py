"""What older people have said: events, findings and surveys, with shares that say how exact they are."""

from generator.planning.participation.comparison import Comparison
from generator.planning.participation.compute import AnswerResult, GroupResult, Participation, compute_participation
from generator.planning.participation.estimation import Estimate, PublicationRule, Verdict, estimate_share
from generator.planning.participation.records import Event, Finding, Question, Selection, Survey

__all__ = [
    "AnswerResult",
    "Comparison",
    "Estimate",
    "Event",
    "Finding",
    "GroupResult",
    "Participation",
    "PublicationRule",
    "Question",
    "Selection",
    "Survey",
    "Verdict",
    "compute_participation",
    "estimate_share",
]
