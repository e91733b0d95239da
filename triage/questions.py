"""What a resident is asked about a report, and in which order.

A question is open as long as its answer is missing. What the kind of matter
asks for (`Matter`) comes from the data.
"""

from dataclasses import dataclass
from enum import StrEnum


class Question(StrEnum):
    """What can be asked, in the order it is asked."""

    STORY = "story"
    # Danger first: nothing else is asked before somebody says they are safe.
    SAFE = "safe"
    # Does what was just written belong to this report?
    PENDING = "pending"
    KIND = "kind"
    SUBKIND = "subkind"
    SUBDISTRICT = "subdistrict"
    COMMUNITY = "community"
    WHEN = "when"
    DETAIL = "detail"
    MODE = "mode"
    NAME = "name"
    REACH = "reach"
    CARD = "card"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What the kind of a matter asks for.

    Args:
        needs_place: False for matters without a place, as when somebody wants
            to talk: those are not asked where and when.
        has_subkinds: Whether the kind is a group that has kinds in it.
        details: Keys of its own questions that the story does not answer.
    """

    needs_place: bool = True
    has_subkinds: bool = False
    details: tuple[str, ...] = ()


# The fields a question fills, and no others: Back empties them.
FIELDS: dict[Question, tuple[str, ...]] = {
    Question.STORY: ("pieces",),
    Question.KIND: ("category", "subkind"),
    Question.SUBKIND: ("subkind",),
    Question.SUBDISTRICT: (
        "subdistrict",
        "place_choices",
        "place_words",
        "community",
        "nearer_words",
        "pin",
    ),
    Question.COMMUNITY: ("community", "nearer_words"),
    Question.WHEN: ("when", "when_words", "interval"),
    Question.MODE: ("mode", "name", "reach"),
    Question.NAME: ("name",),
    Question.REACH: ("reach",),
}

# Those that can be asked once more from the card.
CHANGEABLE = (
    Question.KIND,
    Question.SUBDISTRICT,
    Question.WHEN,
    Question.DETAIL,
    Question.MODE,
)

# Where there is one sensible way on, "skip" is no answer.
_NEVER_SKIPPED = frozenset(
    {
        Question.STORY,
        Question.PENDING,
        Question.SAFE,
        Question.KIND,
        Question.MODE,
        # By name without a name is nothing: Back leads to the other ways.
        Question.NAME,
        Question.CARD,
    }
)
# Taken back by Back; the others are no answers to a question about the matter.
_OF_PLACE_AND_TIME = frozenset({Question.SUBDISTRICT, Question.COMMUNITY, Question.WHEN})


def may_skip(question: Question) -> bool:
    """Return whether *question* may be left without an answer."""
    return question not in _NEVER_SKIPPED


def is_asked(question: Question, matter: Matter) -> bool:
    """Return whether a *matter* of this kind asks *question* at all."""
    return matter.needs_place or question not in _OF_PLACE_AND_TIME
