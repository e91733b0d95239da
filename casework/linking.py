"""Write down what the machine found: links of a new report, with reasons in words and numbers."""

from dataclasses import dataclass

from casework import comparing, events
from casework.comparing import Compared, Seen
from casework.work import Work
from storage import links, sealing
from storage.links import NewLink
from storage.sealing import Seal
from triage.links import LinkState

# Cases that a report may also belong to, beside the one it stands in.
_SUGGESTED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """The report that a link is of, and the seal of its data key."""

    report_id: bytes
    seal: Seal


async def join(work: Work, side: Side, compared: Compared, one: Seen) -> None:
    """Link a report provisionally to the case of the report *one*."""
    await _write(work, side, one, state=LinkState.PROVISIONAL, reasons=compared.reasons(one))


async def suggest(work: Work, side: Side, compared: Compared, *, but: bytes, held: str) -> None:
    """Suggest the cases that a report may belong to, but not the one it is in.

    Args:
        work: The open transaction.
        side: The report.
        compared: What it was compared with.
        but: The case that it stands in.
        held: Why it was not linked to the likeliest.
    """
    done = {but}
    for one in compared.seen:
        if one.kept.case_id in done or not is_likely(work, one):
            continue
        why = held if one is compared.seen[0] else one.candidate.contradiction
        reasons = compared.reasons(one, why)
        await _write(work, side, one, state=LinkState.SUGGESTED, reasons=reasons)
        done.add(one.kept.case_id)
        if len(done) > _SUGGESTED:
            return


async def suggest_there(
    work: Work, compared: Compared, *, report_id: bytes, case_id: bytes
) -> None:
    """Tell reports of integrity what an ordinary one has in common with them.

    The link is theirs, under their data key: who sees the ordinary report or
    its case never meets it.
    """
    one = compared.seen[0]
    side = Side(report_id=one.kept.report_id, seal=comparing.seal_of(work.house, one.kept))
    await _write(
        work,
        side,
        one,
        state=LinkState.SUGGESTED,
        reasons=compared.reasons(one),
        there=(case_id, report_id),
    )


def is_likely(work: Work, one: Seen) -> bool:
    """Return whether an officer should see that both may be one incident."""
    return one.p >= work.house.data.matching.thresholds.suggest


async def _write(
    work: Work,
    side: Side,
    one: Seen,
    *,
    state: LinkState,
    reasons: str,
    there: tuple[bytes, bytes] | None = None,
) -> None:
    """Write a link of *side* to the case of *one*, or to another case and report: *there*."""
    verb = "report.linked" if state is LinkState.PROVISIONAL else "report.suggested"
    seq = await events.record(
        work, verb, actor=events.BOT, subject="report", subject_id=side.report_id
    )
    case_id, beside_id = there or (one.kept.case_id, one.kept.report_id)
    new = NewLink(
        report_id=side.report_id,
        case_id=case_id,
        beside_id=beside_id,
        alike=one.candidate.alike,
        state=state,
        probability=one.p,
        sealed_reasons=side.seal.close(
            reasons.encode("utf-8", "surrogatepass"),
            sealing.place("link.sealed_reasons", side.report_id),
        ),
        decided_by=events.BOT,
        decided_seq=seq,
    )
    await links.add(work.tx, new)
