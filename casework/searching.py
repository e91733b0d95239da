"""Officers look for reports by words, a part of a place, the end of a number.

The blind index answers: nothing is decrypted but what is shown. Who works
ordinary queues asks nothing of the index of integrity or of care.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from casework import comparing, events
from casework.officers import Officer
from casework.work import Work
from storage import blind_index, indexed
from storage.features import FeatureKey
from storage.indexed import Kept
from storage.sights import Sight
from triage.matching import hints, searching
from triage.matching.searching import Term
from triage.permissions import Act
from triage.realms import Realm, realms_of

# Postings looked through, and reports whose handles are looked at.
_BUDGET = 20_000
_NEAR = 400
MOST = 50
"""Reports shown at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A report that was found, and the piece of it that agrees.

    *snippet* and *phrase* are in the form in which texts are compared:
    Simplified, lower case. The phrase is empty where only the meaning agrees.
    """

    reference: str
    case_id: bytes
    received_at: datetime
    snippet: str = field(repr=False)
    phrase: str = field(repr=False)
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    arrival: int
    score: float


async def search(work: Work, officer: Officer, words: str, limit: int = 20) -> list[Hit]:
    """Return the reports that have most of *words*, in queues that *officer* may search.

    They may be written in either script, in pinyin or in English, or misspelled
    by sound. Somebody who may search nothing finds nothing.
    """
    queues, sight = officer.queues(Act.SEARCH), officer.sight(Act.SEARCH)
    data = work.house.data
    asked = searching.terms(words, hints.reader(data.lexicon, data.gazetteer))
    found = [
        one for realm in realms_of(queues) for one in await _in_realm(work, realm, sight, asked)
    ]
    best = sorted(found, key=lambda one: (-one.score, -one.arrival))[: min(limit, MOST)]
    kept = await indexed.these(work.tx, [one.arrival for one in best])
    hits = [_hit(work, kept[one.arrival], one, asked) for one in best]
    # No words: what somebody looks for may name a person.
    await events.record(
        work, "reports.searched", actor=officer.number, subject="report", exact=True
    )
    return sorted(hits, key=lambda hit: -hit.score)


async def _in_realm(work: Work, realm: Realm, sight: Sight, asked: Sequence[Term]) -> list[_Found]:
    """Return what is worth showing of *realm*, by its handles alone."""
    handles = {handle for term in asked for handle in term.handles}
    held: defaultdict[int, set[str]] = defaultdict(set)
    for key in work.house.keyring.feature_keys(realm):
        for arrival, names in (await _held(work, realm, key, handles)).items():
            held[arrival] |= names
    scored = {arrival: searching.score(asked, names) for arrival, names in held.items()}
    enough = [arrival for arrival, score in scored.items() if score >= searching.ENOUGH]
    allowed = await indexed.within(work.tx, enough, sight)
    return [_Found(arrival=arrival, score=scored[arrival]) for arrival in allowed]


async def _held(
    work: Work, realm: Realm, key: FeatureKey, handles: Collection[str]
) -> Mapping[int, set[str]]:
    """Return which of *handles* stand in which reports, of those with the most of them."""
    names = {at: handle for handle, at in key.hashes(handles).items()}
    counted = await blind_index.counts(work.tx, realm, names)
    reports = await blind_index.total(work.tx, realm)
    near = await blind_index.nearest(
        work.tx, realm, counted, reports=reports, budget=_BUDGET, most=_NEAR
    )
    arrivals = [one.arrival for one in near]
    shared = await blind_index.shared(work.tx, realm, arrivals, counted)
    return {arrival: {names[at] for at in features} for arrival, features in shared.items()}


def _hit(work: Work, kept: Kept, found: _Found, asked: Sequence[Term]) -> Hit:
    shown = searching.snippet(comparing.opened(work.house, kept).whole.text, asked)
    return Hit(
        reference=kept.reference,
        case_id=kept.case_id,
        received_at=kept.received_at,
        snippet=shown.text,
        phrase=shown.phrase,
        score=round(found.score * shown.share, 3),
    )
