"""Decide which case a confirmed report belongs to, and write down why.

The one place where that is decided. A machine links provisionally and suggests;
it changes nothing that an officer could not undo (casework/regrouping.py).
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from casework import comparing, directing, indexing, linking, reading, timekeeping
from casework.comparing import Compared, Seen
from casework.linking import Side
from casework.work import House, Work
from storage import cases
from storage.cases import NewCase
from storage.reports import new_id
from triage.categories import CaseKind, Category, Severity
from triage.drafts import Draft
from triage.matching.decide import Decision
from triage.matching.reading import Reading, Source
from triage.realms import Realm, realm_of
from triage.routing import Queue
from triage.rules import Terms
from triage.standing import LIVE, OPEN, WITHDRAWN

# Where nobody has been heard for so long it may be a new act: only suggested.
_SILENT = timedelta(days=60)
_OTHER_REALM = {Realm.ORDINARY: Realm.INTEGRITY, Realm.INTEGRITY: Realm.ORDINARY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """What is known of a case before it is opened or found."""

    kind: CaseKind
    queue: Queue
    desk: str
    severity: Severity
    category: str
    subdistrict: str | None
    community: str | None
    terms: Terms

    @property
    def realm(self) -> Realm:
        """The reports it may be compared with."""
        return realm_of(self.queue, self.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """The case of a report, and what it was found beside."""

    case_id: bytes
    realm: Realm
    compared: Compared = field(repr=False)
    # The report beside which the machine put it, if it did; else what held that back.
    joined: Seen | None
    held: str
    # Ordinary reports beside one of integrity, or the other way round.
    across: Compared | None = field(repr=False)


def prospect(house: House, draft: Draft, category: Category, at: datetime) -> Prospect:
    """Return where *draft* goes as a report of *category* that arrives *at* that moment."""
    route = directing.of_draft(house, draft, category, at)
    return Prospect(
        kind=category.kind,
        queue=route.queue,
        desk=route.desk,
        severity=route.severity,
        category=category.code,
        subdistrict=reading.subdistrict(draft, house.data),
        community=draft.community,
        terms=route.terms,
    )


async def place(
    work: Work, wanted: Prospect, source: Source, *, reporter_id: bytes | None, at: datetime
) -> Placed:
    """Return the case that takes in a report of the moment *at*: one that is there, or a new one.

    A match with a closed case opens a new one, which repeats it.
    """
    new = comparing.read(source, reporter_id)
    compared = await comparing.beside_earlier(work, wanted.realm, new)
    across = await _across(work, wanted.realm, new)
    joined, held, repeat_of = await _joined(work, wanted, compared, at)
    return Placed(
        case_id=joined.kept.case_id if joined else await _open(work, wanted, at, repeat_of),
        realm=wanted.realm,
        compared=compared,
        joined=joined,
        held=held,
        across=across,
    )


async def keep(work: Work, placed: Placed, side: Side, arrival: int) -> None:
    """Make the report findable and write its links, once its own row is there."""
    compared = placed.compared
    await indexing.add(work, placed.realm, compared.new, side, arrival)
    if placed.joined:
        await linking.join(work, side, compared, placed.joined)
    await linking.suggest(work, side, compared, but=placed.case_id, held=placed.held)
    if placed.across is None:
        return
    if placed.realm is Realm.INTEGRITY:
        await linking.suggest(work, side, placed.across, but=placed.case_id, held="")
    elif placed.across.seen and linking.is_likely(work, placed.across.seen[0]):
        await linking.suggest_there(
            work, placed.across, report_id=side.report_id, case_id=placed.case_id
        )


async def _joined(
    work: Work, wanted: Prospect, compared: Compared, at: datetime
) -> tuple[Seen | None, str, bytes | None]:
    """Return beside which report the new one is put; else why not, and what it repeats."""
    if compared.verdict.decision is not Decision.LINKED:
        return None, compared.verdict.held, None
    best = compared.seen[0]
    if best.kept.state == WITHDRAWN:
        return None, "it was withdrawn", None
    if best.kept.state not in LIVE:
        return None, "its case is closed", best.kept.case_id
    heard = await cases.last_heard(work.tx, best.kept.case_id)
    if at - (heard or best.kept.received_at) > _SILENT:
        return None, "its case has been silent for long", None
    held = await _held_by_case(work, wanted, best.kept.case_id)
    return (None, held, None) if held else (best, "", None)


async def _held_by_case(work: Work, wanted: Prospect, case_id: bytes) -> str:
    """Return why a report may not go into an open case without an officer, if it may not.

    A lead never lands among disputes by itself, nor a dispute among leads: other
    people read them. And danger is never hidden behind what can wait.
    """
    case = await cases.one(work.tx, case_id)
    if case is None or case.kind is not wanted.kind:
        return "its case is another kind of matter"
    waits = wanted.queue is Queue.URGENT and case.queue is not Queue.URGENT
    # S0 is the most severe.
    return "it is more urgent than its case" if waits or wanted.severity < case.severity else ""


async def _across(work: Work, realm: Realm, new: Reading) -> Compared | None:
    other = _OTHER_REALM.get(realm)
    return await comparing.beside_earlier(work, other, new) if other else None


async def _open(work: Work, wanted: Prospect, at: datetime, repeat_of: bytes | None) -> bytes:
    times = timekeeping.first(work.house, wanted.terms, at)
    new = NewCase(
        id=new_id(),
        kind=wanted.kind,
        queue=wanted.queue,
        desk=wanted.desk,
        state=OPEN,
        severity=wanted.severity,
        opened_at=at,
        category=wanted.category,
        subdistrict=wanted.subdistrict,
        community=wanted.community,
        terms=wanted.terms,
        due_at=times.due_at,
        look_at=times.look_at,
        first_due_at=times.first_due_at,
        repeat_of=repeat_of,
    )
    await cases.add(work.tx, new)
    return new.id
