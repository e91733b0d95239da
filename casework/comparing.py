"""Compare a report with all earlier ones: those found in the index, decrypted and weighed.

Ordinary reports, integrity and care each have an index of their own. A report
of integrity is held against ordinary ones too, and they against it; what that
finds is said on the side of integrity alone (casework/placing.py).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from casework.work import House, Work
from storage import blind_index, indexed, sealing
from storage.faults import KeyFault
from storage.features import FeatureKey
from storage.indexed import Kept, Shape
from storage.sealing import Seal
from triage import drafts, pieces
from triage.drafts import Draft
from triage.matching import compare, hints, packed, reading
from triage.matching.compare import Candidate, Found
from triage.matching.counts import Counts
from triage.matching.decide import Verdict
from triage.matching.index import MOST
from triage.matching.reading import Reading, Source, Told
from triage.matching.weighed import Weighed, rarest, weigh
from triage.realms import Realm

# Postings looked through for one report, and reports of these looked at nearer (DESIGN 7).
_BUDGET = 5_000
_NEAR = 50
_OF_ONE_CASE = 5
_RECENT = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An earlier report that was compared, and where it stands."""

    kept: Kept
    candidate: Candidate

    @property
    def p(self) -> float:
        """How likely both tell of one incident."""
        return self.candidate.p


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A report beside the earlier ones of a realm, best first, and what follows."""

    new: Weighed
    seen: tuple[Seen, ...]
    verdict: Verdict
    counts: Counts = field(repr=False)

    def reasons(self, one: Seen, held: str = "") -> str:
        """Return in words and numbers why the report was put beside *one*."""
        return compare.reasons(self.new, one.candidate, self.counts, held)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What is looked for under one version of the key, and in how many reports it stands.

    While an index is made anew, one half of it is under each of two versions.
    """

    hashes: Mapping[str, int]
    counted: Mapping[int, int]


def source_of(house: House, draft: Draft, now: datetime) -> Source:
    """Return what a report is compared by. Takes some milliseconds: not in a transaction.

    The answers to questions are read too: a nickname or a plate may stand there.
    """
    answers = "\n".join(answer.words for answer in draft.answers if answer.words)
    told = Told(
        id="",
        time=now,
        text=f"{pieces.whole_story(draft)}\n{answers}".strip(),
        category=draft.kind or "",
        place=drafts.place_said(draft),
    )
    return source_of_told(house, told)


def source_of_told(house: House, told: Told) -> Source:
    """Return what words are compared by that were not drafted. As slow as `source_of`."""
    data = house.data
    return reading.source(told, hints.reader(data.lexicon, data.gazetteer))


def read(source: Source, reporter_id: bytes | None) -> Reading:
    """Return the reading of a report; *reporter_id* tells who wrote twice, if anybody."""
    return reading.of_source(replace(source, user=reporter_id.hex() if reporter_id else ""))


async def beside_earlier(work: Work, realm: Realm, new: Reading) -> Compared:
    """Return *new* beside the earlier reports of *realm* that may be the same incident."""
    asked = await _asked(work, realm, new)
    reports = await blind_index.total(work.tx, realm)
    counts = _counts(work, new, asked, reports)
    here = weigh(new, counts)
    weights = await _near(work, realm, rarest(new, counts), asked, reports)
    chosen = _chosen(await indexed.shapes(work.tx, list(weights)), weights)
    kept = await indexed.these(work.tx, [one.arrival for one in chosen])
    found = [
        Found(
            at=one.arrival,
            weighed=read_again,
            case=one.case_id.hex(),
            weight=weights[one.arrival] / one.breadth,
        )
        for one in kept.values()
        if (read_again := _readable(work.house, one))
    ]
    matching = work.house.data.matching
    candidates = compare.candidates(here, found, counts, matching.model)
    return Compared(
        new=here,
        seen=tuple(Seen(kept=kept[one.found.at], candidate=one) for one in candidates),
        verdict=compare.verdict(here, candidates, matching.thresholds),
        counts=counts,
    )


def _readable(house: House, kept: Kept) -> Weighed | None:
    """Return a report, None where its key was lost: that may not keep a new one from being sent."""
    try:
        return weighed(house, kept)
    except KeyFault:
        return None


async def as_counted(work: Work, realm: Realm, new: Reading) -> Weighed:
    """Return *new* with the weights that it has among the reports of *realm* by now."""
    reports = await blind_index.total(work.tx, realm)
    return weigh(new, _counts(work, new, await _asked(work, realm, new), reports))


def opened(house: House, kept: Kept) -> Reading:
    """Return what a report says that is kept to be compared."""
    return weighed(house, kept).reading


def weighed(house: House, kept: Kept) -> Weighed:
    """Return a report that is kept to be compared, with the weights it came in with."""
    place = sealing.place("indexed.sealed_reading", kept.report_id)
    return packed.unpacked(
        seal_of(house, kept).open(kept.sealed_reading, place),
        id_=kept.reference,
        time=kept.received_at,
        category=kept.category,
        user=kept.reporter_id.hex() if kept.reporter_id else "",
    )


def seal_of(house: House, kept: Kept) -> Seal:
    """Return the seal of a report's data key."""
    place = sealing.place("report.sealed_data_key", kept.report_id)
    return sealing.under(house.keyring.seal(kept.wrapped_by).open(kept.sealed_data_key, place))


async def _asked(work: Work, realm: Realm, new: Reading) -> list[_Asked]:
    return [await _ask(work, realm, key, new) for key in work.house.keyring.feature_keys(realm)]


async def _ask(work: Work, realm: Realm, key: FeatureKey, new: Reading) -> _Asked:
    hashes = key.hashes(new.features)
    return _Asked(hashes=hashes, counted=await blind_index.counts(work.tx, realm, hashes.values()))


def _counts(work: Work, new: Reading, asked: Sequence[_Asked], reports: int) -> Counts:
    """Return how common everything in *new* is, here and in what people write of a district."""
    by_feature: Counter[str] = Counter()
    for one in asked:
        by_feature.update(
            {name: one.counted[at] for name, at in one.hashes.items() if at in one.counted}
        )
    background = work.house.data.matching.background
    return background.of(new.features).with_more(reports, by_feature)


async def _near(
    work: Work, realm: Realm, handles: Sequence[str], asked: Sequence[_Asked], reports: int
) -> Mapping[int, float]:
    """Return the numbers of the reports to look at, with the weight of what is in common."""
    weights: dict[int, float] = {}
    # As common as under all versions together: a report must not weigh more for its version.
    held = {
        handle: sum(one.counted.get(one.hashes[handle], 0) for one in asked) for handle in handles
    }
    for one in asked:
        counted = {
            one.hashes[handle]: held[handle]
            for handle in handles
            if one.hashes[handle] in one.counted
        }
        near = await blind_index.nearest(
            work.tx, realm, counted, reports=reports, budget=_BUDGET, most=_NEAR
        )
        for found in near:
            weights[found.arrival] = weights.get(found.arrival, 0.0) + found.weight
        for handle in handles:
            # A plate, a house, a community: whoever names the same one lately is looked at too.
            if handle.startswith("=") and one.hashes[handle] in counted:
                for arrival in await blind_index.latest(work.tx, realm, one.hashes[handle]):
                    weights.setdefault(arrival, 0.0)
    return weights


def _chosen(found: Sequence[Shape], weights: Mapping[int, float]) -> list[Shape]:
    """Return the reports to compare: few of one case, those with the most in common.

    And some that only name the same place or number, the latest first.
    """
    of_case: Counter[bytes] = Counter()
    common: list[Shape] = []
    recent: list[Shape] = []
    order = sorted(found, key=lambda one: (-weights[one.arrival] / one.breadth, -one.arrival))
    for one in order:
        of_case[one.case_id] += 1
        if of_case[one.case_id] <= _OF_ONE_CASE:
            (common if weights[one.arrival] else recent).append(one)
    return [*common[:MOST], *recent[:_RECENT]]
