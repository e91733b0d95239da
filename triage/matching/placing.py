"""Whether two reports speak of one place: agreement and contradiction apart."""

from collections.abc import Mapping

from triage.matching.counts import Counts
from triage.matching.exchanged import is_exchanged
from triage.matching.reading import Part, Reading
from triage.matching.spots import Level
from triage.matching.weighed import Weighed

FOR = (
    "place.estate", "place.house", "place.names", "place.head", "place.head_anywhere",
    "place.region", "place.letter", "place.numbers", "place.community", "place.town",
    "identifier.same",
)  # fmt: skip
AGAINST = (
    "place.other_area", "place.other_estate", "place.other_house", "place.no_name",
    "place.other_head", "place.head_missing", "place.other_letter", "place.other_region",
    "place.other_head_region", "place.other_number", "place.other_community",
    "place.other_town", "identifier.other",
)  # fmt: skip
NAMES = FOR + AGAINST
# Kinds of which a matter has one, so that two different ones speak against it.
_ONE_EACH = ("plate", "room")
_NO_MATCH = ("building", "floor", "amount", "room", "unit")


def factors(a: Weighed, b: Weighed, counts: Counts) -> tuple[float, ...]:
    """Return the factors of `NAMES`: those for one place, then those against."""
    one, other = a.reading, b.reading
    yes, no = _numbers(one.numbers, other.numbers)
    return (
        _best(one.names[Level.ESTATE] & other.names[Level.ESTATE], counts),
        _best(one.names[Level.HOUSE] & other.names[Level.HOUSE], counts),
        counts.total(one.whole.names & other.whole.names)
        / (min(a.totals.names, b.totals.names) + 1.0),
        _best(one.head.names & other.head.names, counts),
        _best(_heads_anywhere(one, other), counts),
        float(bool(_districts(one.whole) & _districts(other.whole))),
        float(bool(_letters(one.whole.regions) & _letters(other.whole.regions))),
        float(yes),
        float(bool(one.hints.communities & other.hints.communities)),
        float(bool(one.hints.towns & other.hints.towns)),
        float(bool(_telling(one) & _telling(other))),
        *(_apart(one.names[level], other.names[level]) for level in _CONTRADICTING),
        _apart(one.whole.names, other.whole.names),
        _apart(one.head.names, other.head.names),
        _missing(one, other) + _missing(other, one),
        _apart(_letters(one.whole.regions), _letters(other.whole.regions)),
        _apart(_districts(one.whole), _districts(other.whole)),
        _apart(one.head.regions, other.head.regions),
        float(no),
        _apart(one.hints.communities, other.hints.communities),
        _apart(one.hints.towns, other.hints.towns),
        max(_apart(_of(one, kind), _of(other, kind)) for kind in _ONE_EACH),
    )


# Two people never use so many of the same words by chance: one text copied from the other.
_COPIED = 0.25
_CONTRADICTING = (Level.AREA, Level.ESTATE, Level.HOUSE)


def contradiction(one: Reading, other: Reading, shared: float) -> str:
    """Return in words what forbids that both are one incident, empty if nothing.

    Another city, another community, another building: then no machine links
    them, however alike the words are. Where most words are the same (*shared*,
    their share), any other name or number is enough: the next building tells
    its story by copying ours.
    """
    if shared >= _COPIED and _swapped(one, other):
        return "the same words of another place"
    if shared >= _COPIED and is_exchanged(one.whole.text, other.whole.text):
        return "the same words with a name or number exchanged"
    heads = _letters(one.head.regions), _letters(other.head.regions)
    wholes = _letters(one.whole.regions), _letters(other.whole.regions)
    if _apart(*heads) or _apart(*wholes):
        return "another city"
    if _apart(_districts(one.head), _districts(other.head)):
        return "another district"
    if _apart(one.hints.communities, other.hints.communities):
        return "another community"
    if one.hints.communities != other.hints.communities and _apart(
        one.hints.towns, other.hints.towns
    ):
        return "another sub-district"
    for unit in ("栋", "巷", "室"):
        mine, theirs = one.numbers.get(unit), other.numbers.get(unit)
        if mine and theirs and mine.isdisjoint(theirs):
            return f"another number before {unit}"
    return ""


def _swapped(one: Reading, other: Reading) -> bool:
    names = any(_apart(one.names[level], other.names[level]) for level in Level)
    return bool(
        names or _apart(one.head.names, other.head.names) or _numbers(one.numbers, other.numbers)[1]
    )


def _best(shared: frozenset[str], counts: Counts) -> float:
    return max(map(counts.weight, shared), default=0.0)


def _apart(one: frozenset[str], other: frozenset[str]) -> float:
    return float(bool(one and other and one.isdisjoint(other)))


def _heads_anywhere(one: Reading, other: Reading) -> frozenset[str]:
    return (one.head.names & other.whole.names) | (other.head.names & one.whole.names)


def _missing(one: Reading, other: Reading) -> float:
    """Return whether the place in the head of *one* is nowhere in the *other*."""
    return _apart(one.head.names, other.whole.names or frozenset({""}))


def _letters(regions: frozenset[str]) -> frozenset[str]:
    return frozenset(region[0] for region in regions)


def _districts(part: Part) -> frozenset[str]:
    return frozenset(region for region in part.regions if len(region) > 1)


def _numbers(
    one: Mapping[str, frozenset[str]], other: Mapping[str, frozenset[str]]
) -> tuple[int, int]:
    """Return of how many units a number agrees, and of how many none does."""
    units = one.keys() & other.keys()
    yes = sum(1 for unit in units if one[unit] & other[unit])
    return yes, len(units) - yes


def _telling(reading: Reading) -> frozenset[str]:
    return frozenset(one for one in reading.hints.identifiers if not one.startswith(_NO_MATCH))


def _of(reading: Reading, kind: str) -> frozenset[str]:
    return frozenset(one for one in reading.hints.identifiers if one.startswith(f"{kind}:"))
