"""Everything that is read out of one text, in one value, for whoever edits data/."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from triage import danger, identifiers, kinds, places, takenback, times
from triage.categories import Categories
from triage.danger import Danger
from triage.festivals import Festivals
from triage.gazetteer import Gazetteer
from triage.identifiers import Identifier, IdentifierKind
from triage.kinds import Guess
from triage.lexicon import Lexicon
from triage.places import Found
from triage.times import When


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What texts are read with: the files of data/."""

    lexicon: Lexicon
    categories: Categories
    gazetteer: Gazetteer
    festivals: Festivals


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What a text tells. `kinds` are best first; groups are left out of them.

    *taken_back* is a danger that was, that is denied or only feared, where there is
    none now.
    """

    kinds: tuple[Guess, ...]
    danger: Danger | None
    taken_back: Danger | None
    places: Found
    when: When | None
    identifiers: tuple[Identifier, ...]


def understand(text: str, now: datetime, given: Words) -> Understood:
    """Return what *text* tells, written at *now* in the district's time."""
    guesses = kinds.guesses(text, given.lexicon, given.categories)
    now_there = danger.trigger(text, given.lexicon)
    return Understood(
        kinds=tuple(guess for guess in guesses if _is_nearest(guess, given.categories)),
        danger=now_there,
        taken_back=None if now_there else takenback.trigger(text, given.lexicon),
        places=places.find(text, given.gazetteer),
        when=times.find(text, now, given.festivals),
        identifiers=identifiers.find(text),
    )


def as_json(found: Understood, *, with_precision: bool = False) -> dict[str, object]:
    """Return *found* as the values of one line of JSON.

    *with_precision* says how exactly the time was told, for whoever mends the rules.
    """
    when = _when(found.when)
    if when and found.when and with_precision:
        when["precision"] = found.when.precision.value
    return {
        "kinds": [{"code": guess.code, "p": round(guess.p, 4)} for guess in found.kinds],
        "danger": _danger(found),
        "places": _places(found),
        "ask": found.places.ask,
        "outside": found.places.outside is not None,
        "when": when,
        "identifiers": [{"kind": one.kind.value, "value": one.value} for one in found.identifiers],
    }


def _danger(found: Understood) -> dict[str, object] | None:
    trigger = found.danger or found.taken_back
    return {"trigger": trigger.value, "now": found.danger is not None} if trigger else None


def _is_nearest(guess: Guess, categories: Categories) -> bool:
    category = categories.category(guess.code)
    return category is not None and not (category.is_group and categories.in_group(category.code))


def _places(found: Understood) -> list[dict[str, object]]:
    building = _first(found.identifiers, IdentifierKind.BUILDING)
    floor = _first(found.identifiers, IdentifierKind.FLOOR)
    return [
        {
            "community": candidate.community,
            "subdistrict": candidate.subdistrict,
            "building": building,
            "floor": floor,
            "p": round(candidate.p, 4),
        }
        for candidate in found.places.candidates
    ]


def _first(found: Sequence[Identifier], kind: IdentifierKind) -> str | None:
    return next((one.value for one in found if one.kind is kind), None)


def _when(found: When | None) -> dict[str, object] | None:
    if found is None:
        return None
    return {
        "earliest": found.earliest.isoformat(timespec="minutes"),
        "latest": found.latest.isoformat(timespec="minutes"),
        "recurring": found.recurring,
    }
