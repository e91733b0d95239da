"""What one report says, read once and compared many times."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from triage.matching import normal, spots, tokens
from triage.matching.spots import Level, Spot

_HEAD = 40
_SHORTEST_HEAD = 6
_ENDS = "。！？!?；;\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A report as it came in. All but id, time and text may be empty."""

    id: str
    time: datetime
    text: str
    title: str = ""
    user: str = ""
    category: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What the lexicon, the gazetteer and the patterns find in a text.

    *identifiers* are written `kind:value`.
    """

    concepts: frozenset[str] = frozenset()
    communities: frozenset[str] = frozenset()
    towns: frozenset[str] = frozenset()
    identifiers: frozenset[str] = frozenset()


Reader = Callable[[str], Hints]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The pieces of a text or of its head; *rest* is what tells of the problem.

    That is all but names of places and forms of politeness.
    """

    text: str
    grams: frozenset[str]
    rest: frozenset[str]
    names: frozenset[str]
    regions: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A report in the pieces that are compared.

    *head* is the title, or the first sentence where there is none: it names the
    matter in few words. *latin*: most of it is in Latin letters.
    """

    told: Told
    whole: Part
    head: Part
    sounds: frozenset[str]
    names: Mapping[Level, frozenset[str]]
    numbers: Mapping[str, frozenset[str]]
    concepts: frozenset[str]
    hints: Hints
    latin: bool
    features: frozenset[str]


def read(told: Told, hints: Reader) -> Reading:
    """Return what *told* says."""
    title, body = normal.normal(told.title), normal.normal(told.text)
    text = f"{title} {body}" if title and not body.startswith(title) else body
    found = tuple(spots.names(text))
    whole = _part(text, found, normal.normal(told.place))
    head = _part(title or _first_sentence(body), tuple(spots.names(title or _first_sentence(body))))
    sounds = frozenset(f"~{pair}" for pair in tokens.sounds(text))
    hinted = hints(f"{told.title} {told.text} {told.place}"[: normal.LONGEST])
    concepts = frozenset(f"#{one}" for one in hinted.concepts)
    places = {f"={one}" for one in (*hinted.communities, *hinted.identifiers)}
    return Reading(
        told=told,
        whole=whole,
        head=head,
        sounds=sounds,
        names={level: _keys(one for one in found if one.level is level) for level in Level},
        numbers=spots.numbers(text),
        concepts=concepts,
        hints=hinted,
        latin=len(text.encode()) < 2 * len(text),
        features=whole.grams | whole.names | sounds | concepts | places,
    )


def _part(text: str, found: tuple[Spot, ...], more: str = "") -> Part:
    return Part(
        text=text,
        grams=frozenset(tokens.grams(text)),
        rest=frozenset(tokens.grams(_without(text, found))),
        names=_keys(found),
        regions=spots.regions(f"{more} {text}"),
    )


def _keys(found: Iterable[Spot]) -> frozenset[str]:
    return frozenset(f"@{spot.key}" for spot in found)


def _first_sentence(body: str) -> str:
    ends = (body.find(mark, _SHORTEST_HEAD, _HEAD) for mark in _ENDS)
    return body[: min((at for at in ends if at > 0), default=_HEAD)]


def _without(text: str, found: tuple[Spot, ...]) -> str:
    """Return *text* with names of places and politeness blanked out."""
    characters = list(text)
    for spot in found:
        characters[spot.start : spot.end] = " " * (spot.end - spot.start)
    return spots.NOISE.sub(" ", "".join(characters))
