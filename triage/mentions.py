"""The names of places in a text, spelt right."""

import re
from dataclasses import dataclass

from triage import endings
from triage.endings import Ending
from triage.gazetteer import Gazetteer
from triage.phrases import Span, apart
from triage.placenames import Level, Meaning

# Letters after these are a place, Chinese characters may be anything (在新生宿舍).
_PREPOSITION = re.compile(r"(?:\b(?:in|at|near|zai|live in) |[在喺住] ?)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A name in a text and what it stands for.

    It goes from *start* to *end*, *reach* is where the word after it ends
    (社区, 村, "station"). *closeness* is 1 for a name spelt right. *firm*: the
    word after it says that it is a place; *full*: it says that it is a community.
    """

    start: int
    end: int
    reach: int
    meaning: Meaning
    closeness: float = 1.0
    firm: bool = False
    full: bool = False

    def holds(self, other: "Mention") -> bool:
        """Return whether the *other* lies in this one, which is longer."""
        within = self.start <= other.start and other.reach <= self.reach
        return within and other.reach - other.start < self.reach - self.start


def exact(plain: str, gazetteer: Gazetteer) -> list[Mention]:
    """Return the names in *plain* that stand for places, in order.

    Longer names win over names inside them, words that only look like a place
    (周五和) too; roads bear the names of places and are left out. Inside the
    name of a spot the name of a community counts as well, if the spot lies
    there: 南坑市场 is in 南坑, but 宝龙花园 is not in 宝龙, and a station tells
    only the sub-district.
    """
    every = gazetteer.names.phrases.spans(plain)
    places = [one for one in (_mention(span, plain, gazetteer) for span in every) if one]
    spans = [Span(phrase="", start=one.start, end=one.end) for one in places]
    chosen = {(span.start, span.end) for span in apart(spans)}
    outer = [one for one in places if (one.start, one.end) in chosen]
    spots = {at: one for one in outer if _is_spot(one) for at in range(one.start, one.end)}
    return [
        one
        for one in places
        if (one.start, one.end) in chosen or _belongs(one, spots.get(one.start), gazetteer)
    ]


def _mention(span: Span, plain: str, gazetteer: Gazetteer) -> Mention | None:
    """Return what stands at *span*, None if it is a road."""
    meaning = gazetteer.names.meanings[span.phrase]
    is_latin = plain[span.end - 1].isascii()
    after = endings.after(plain, span.end, latin=is_latin)
    if meaning.bare and after.ending is Ending.ROAD and not _is_office(meaning, plain, after.end):
        return None
    if meaning.bare or meaning.level is Level.UNCLEAR:
        meaning = gazetteer.names.meaning(span.phrase, after.ending.tries) or meaning
    place = is_latin and bool(_PREPOSITION.search(plain, max(0, span.start - 8), span.start))
    firm = place or after.ending is not Ending.NONE or not meaning.bare
    full = not gazetteer.names.meanings[span.phrase].bare or after.ending is Ending.COMMUNITY
    return Mention(
        start=span.start, end=span.end, reach=after.end, meaning=meaning, firm=firm, full=full
    )


def _is_office(meaning: Meaning, plain: str, end: int) -> bool:
    """Return whether "Bantian Street" is the sub-district, as offices translate it."""
    return meaning.level is Level.SUBDISTRICT and plain.endswith(" street", 0, end)


def _is_spot(mention: Mention) -> bool:
    return mention.meaning.level is Level.SPOT


def _belongs(inner: Mention, spot: Mention | None, gazetteer: Gazetteer) -> bool:
    """Return whether *inner* is a community in whose ground *spot* lies."""
    if spot is None or inner.meaning.level is not Level.COMMUNITY or inner.end > spot.end:
        return False
    towns = {gazetteer.town_of(code) for code in inner.meaning.codes}
    return not spot.meaning.codes or bool(towns.intersection(spot.meaning.codes))
