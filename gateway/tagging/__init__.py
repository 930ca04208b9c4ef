"""TAG: which Omaha problems and life domains a resource is about, how sensitive it is, and on which day; pure."""

from gateway.tagging.authors import authors
from gateway.tagging.confirmed import assessed, confirm, correct
from gateway.tagging.questions import Question, Standing, questions, standing
from gateway.tagging.tagging import about, profiles_of, tag

__all__ = [
    "Question",
    "Standing",
    "about",
    "assessed",
    "authors",
    "confirm",
    "correct",
    "profiles_of",
    "questions",
    "standing",
    "tag",
]
