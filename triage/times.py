"""The time that a story tells: 昨晚十点多, every night around 2am, 春节以来.

Conventions. Times lie in the past and end with now at the latest, unless the
text plainly announces what is to come (明晚他们要来). "Now" is the last hour.
An hour that is named lasts an hour (十点 is 22:00 to 23:00), with 左右 half an
hour to either side. A night is 18:00 to 06:00, the small hours belong to it. A
week begins on Monday, a week or a month ago is the whole week or month. What
recurs without a beginning is taken to have begun 30 days ago. When something
is to be done (请周一前处理) is no time of what happened.
"""

from collections.abc import Sequence
from datetime import datetime

from triage import clock_words, dates, day_parts, day_words, repeats, spells, telling, words
from triage.festivals import NONE, Festivals
from triage.moments import Again, Piece, Precision, When
from triage.timegroups import groups

__all__ = ["Precision", "When", "find"]


# More words about time than a story has; a text made of them must not cost more.
_MOST = 100


def find(text: str, now: datetime, festivals: Festivals = NONE) -> When | None:
    """Return when that which *text* tells happened, None if it does not say.

    Of several times the most precise one counts; several that are equally
    precise are joined. Spans are those of the plain text (`words.plain`).

    Args:
        text: What was told.
        now: The time of the district, aware; the answer is in the same zone.
        festivals: The days by which people reckon.
    """
    plain = words.plain(text)
    pieces = _apart(_pieces(plain, now, festivals))
    told = telling.told(groups(pieces[:_MOST], plain), plain, now)
    again = [piece for piece in pieces if isinstance(piece, Again)]
    return telling.joined(told, again, now)


def _pieces(plain: str, now: datetime, festivals: Festivals) -> list[Piece]:
    """Return every word about time in *plain*, the likelier reading first."""
    today = now.date()
    return [
        *festivals.scan(plain, today),
        *repeats.scan(plain),
        *dates.scan(plain, today),
        *day_words.scan(plain, today),
        *spells.scan(plain, now),
        *day_parts.scan(plain),
        *clock_words.scan(plain),
    ]


def _apart(pieces: Sequence[Piece]) -> list[Piece]:
    """Return *pieces* without overlaps, longer ones first, in order."""
    taken: set[int] = set()
    kept = []
    for piece in sorted(pieces, key=lambda one: one.start - one.end):
        if taken.isdisjoint(range(piece.start, piece.end)):
            taken.update(range(piece.start, piece.end))
            kept.append(piece)
    return sorted(kept, key=lambda one: one.start)
