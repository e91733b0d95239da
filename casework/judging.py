"""What officers say of a link: the same incident, another one, or related.

Who sees a report sees its links, if the case at the other end is theirs too. A
report of integrity may be linked to an ordinary case: that link is seen on the
side of integrity alone, and never moves anything.
"""

from dataclasses import dataclass, field

from casework import events, officers, regrouping
from casework.officers import Officer
from casework.work import Work
from storage import cases, links, sealing
from storage.cases import CaseRow
from storage.links import Link
from triage.errors import NotFound
from triage.links import LinkState
from triage.permissions import Act
from triage.realms import Realm


class NoSuchLink(NotFound):
    """Nothing was said of this report and this case, or it is not theirs to see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A link as an officer sees it; `reasons` are in words and numbers."""

    report_id: bytes
    case_id: bytes
    state: LinkState
    probability: float
    reasons: str = field(repr=False)
    decided_by: str


async def shown(work: Work, officer: Officer, case_id: bytes) -> list[Shown]:
    """Return the links of a case's reports, and of others to it, the likeliest first.

    Raises:
        NoSuchCase: If the case is not there, or not theirs.
    """
    await officers.demand(work, officer, case_id, Act.READ)
    own = await cases.reports_in(work.tx, case_id)
    found = [one for id_ in own for one in await links.of_report(work.tx, id_)]
    there = await links.to_cases(work.tx, await cases.absorbed_by(work.tx, case_id))
    by_id = {one.id: one for one in [*found, *there]}
    seen = [one for one in by_id.values() if await _may_see(work, officer, one, Act.READ)]
    await events.record(
        work, "links.read", actor=officer.number, subject="case", subject_id=case_id, exact=True
    )
    seen.sort(key=lambda one: (-one.probability, one.id))
    return [await _shown(work, one) for one in seen]


async def stands_in(work: Work, report_id: bytes) -> bytes:
    """Return the case in which a report stands; the caller asks who may know of it.

    Raises:
        NoSuchCase: If there is no such report.
    """
    return (await regrouping.case_of(work, report_id)).id


async def same(work: Work, officer: Officer, report_id: bytes, case_id: bytes) -> int:
    """Say that a report tells of a case's incident, and put it there if it is not.

    Returns:
        The number that takes it back (`regrouping.undo`).

    Raises:
        NoSuchLink: If there is no such link, or it is not theirs.
        NoSuchCase: If the report is not there.
        CaseNotOpen: If one of both cases is closed, withdrawn or merged.
    """
    link, stands_in = await _demand(work, officer, report_id, case_id)
    target = await cases.current(work.tx, case_id)
    if stands_in.id == target or await _is_across(work, stands_in, target):
        return await regrouping.say(work, officer, stands_in.id, [link], LinkState.CONFIRMED)
    return await regrouping.move(work, officer, report_id, target)


async def different(work: Work, officer: Officer, report_id: bytes, case_id: bytes) -> int:
    """Say that a report tells of something else than a case, for good; returns as `same`."""
    return await _not_there(work, officer, (report_id, case_id), LinkState.REFUSED)


async def related(work: Work, officer: Officer, report_id: bytes, case_id: bytes) -> int:
    """Say that a report and a case are two matters that touch; returns as `same`."""
    return await _not_there(work, officer, (report_id, case_id), LinkState.RELATED)


async def open_case(work: Work, officer: Officer, case_id: bytes) -> int:
    """Let what a machine put into a case count, since an officer looked; return how many links.

    It stays the machine's word: nobody has said that these are one incident, so
    nothing is learned from it.

    Raises:
        NoSuchCase: If the case is not there, or not theirs.
    """
    await officers.demand(work, officer, case_id, Act.READ)
    await events.record(
        work,
        "case.opened",
        actor=officer.number,
        subject="case",
        subject_id=case_id,
        exact=True,
    )
    here = await cases.absorbed_by(work.tx, case_id)
    return await links.confirm_provisional(work.tx, here)


async def _not_there(
    work: Work, officer: Officer, pair: tuple[bytes, bytes], said: LinkState
) -> int:
    report_id, case_id = pair
    link, stands_in = await _demand(work, officer, report_id, case_id)
    together = stands_in.id == await cases.current(work.tx, case_id)
    if together and len(await cases.reports_in(work.tx, stands_in.id)) > 1:
        seq, _ = await regrouping.split(work, officer, stands_in.id, [report_id], said)
        return seq
    return await regrouping.say(work, officer, stands_in.id, [link], said)


async def _demand(
    work: Work, officer: Officer, report_id: bytes, case_id: bytes
) -> tuple[Link, CaseRow]:
    group = await cases.absorbed_by(work.tx, await cases.current(work.tx, case_id))
    found = [one for one in await links.of_report(work.tx, report_id) if one.case_id in group]
    exact = [one for one in found if one.case_id == case_id]
    link = next(iter(exact or found), None)
    if link is None or not await _may_see(work, officer, link, Act.JUDGE):
        raise NoSuchLink("no link, or one of others")
    return link, await regrouping.case_of(work, report_id)


async def _may_see(work: Work, officer: Officer, link: Link, act: Act) -> bool:
    stands_in = await regrouping.case_of(work, link.report_id)
    if not await officers.may(work, officer, stands_in.id, act):
        return False
    if officers.realm(stands_in) is Realm.INTEGRITY:
        return True
    return await officers.may(work, officer, await cases.current(work.tx, link.case_id), act)


async def _is_across(work: Work, stands_in: CaseRow, target_id: bytes) -> bool:
    target = await cases.one(work.tx, target_id)
    return target is None or officers.realm(target) is not officers.realm(stands_in)


async def _shown(work: Work, link: Link) -> Shown:
    key = work.house.keyring.seal(link.wrapped_by).open(
        link.sealed_data_key, sealing.place("report.sealed_data_key", link.report_id)
    )
    place = sealing.place("link.sealed_reasons", link.report_id)
    return Shown(
        report_id=link.report_id,
        case_id=await cases.current(work.tx, link.case_id),
        state=link.state,
        probability=link.probability,
        reasons=sealing.under(key)
        .open(link.sealed_reasons, place)
        .decode("utf-8", "surrogatepass"),
        decided_by=link.decided_by,
    )
