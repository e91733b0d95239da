"""The life of a lead: who may do what in which state, in one table.

    open -> claimed -> checking -> verified | unfounded | not enough
    verified -> handed over -> concluded; every closed one may be reopened

That a lead was exported is read from the packages and is no state. The picture in
docs/leads.md is drawn from the table (docs/lead_states.py).
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from triage.errors import CannotDoThat
from triage.permissions import Role


class LeadState(StrEnum):
    """How far a lead has come."""

    OPEN = "open"
    CLAIMED = "claimed"
    CHECKING = "checking"
    VERIFIED = "verified"
    UNFOUNDED = "unfounded"
    NOT_ENOUGH = "not_enough"
    HANDED_OVER = "handed_over"
    CONCLUDED = "concluded"
    # How a dispute ends, and a wish or a talk (triage/disputes.py).
    AGREED = "agreed"
    NOT_AGREED = "not_agreed"
    DONE = "done"


class LeadAct(StrEnum):
    """What is done with a lead that changes its state or its officer."""

    CLAIM = "claim"
    RELEASE = "release"
    EXPIRE = "expire"
    GIVE_ON = "give_on"
    RECUSE = "recuse"
    TAKE_CHARGE = "take_charge"
    CHECK = "check"
    VERIFY = "verify"
    FIND_UNFOUNDED = "find_unfounded"
    FIND_TOO_LITTLE = "find_too_little"
    HAND_OVER = "hand_over"
    CONCLUDE = "conclude"
    REOPEN = "reopen"
    AGREE = "agree"
    FIND_NO_AGREEMENT = "find_no_agreement"
    FINISH = "finish"


class Who(StrEnum):
    """Who of those with the role may act."""

    ANYONE = "anyone"
    CLAIMANT = "claimant"
    # Somebody who never had a claim on the lead.
    ANOTHER = "another"
    REPORTER = "reporter"
    # Nobody: the time of a claim is over.
    CLOCK = "clock"


class Need(StrEnum):
    """What has to be there before an act."""

    NOTE = "note"
    REASON = "reason"
    CHECKLIST = "checklist"


class WrongState(CannotDoThat):
    """A lead in this state does not allow the act."""

    text_key = "lead.wrong_state"


class NotYourPart(CannotDoThat):
    """The act is for another role, or for the officer who has the claim."""

    text_key = "lead.not_your_part"


class NeedsAnother(CannotDoThat):
    """A second pair of eyes is wanted, and this officer had a claim on the lead."""

    text_key = "lead.needs_another"


class Barred(CannotDoThat):
    """The officer stepped back from this lead, or its reporter asked for another."""

    text_key = "lead.barred"


class NoteMissing(CannotDoThat):
    """The act needs a note that says what was found."""

    text_key = "lead.note_missing"


class ReasonMissing(CannotDoThat):
    """The act needs a reason."""

    text_key = "lead.reason_missing"


class ChecklistMissing(CannotDoThat):
    """The act needs the whole checklist of the kind."""

    text_key = "lead.checklist_missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A row of the table; without *roles* no officer makes it."""

    state: LeadState
    act: LeadAct
    who: Who
    roles: frozenset[Role]
    needs: frozenset[Need]
    to: LeadState


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A lead as far as its states go.

    *claimed_by* holds everybody who ever had a claim, *barred* those who may do
    nothing with it any more.
    """

    state: LeadState = LeadState.OPEN
    claimant: bytes | None = None
    claimed_by: frozenset[bytes] = frozenset()
    barred: frozenset[bytes] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """An act, by whom, and what is there for it.

    *officer* is None for the reporter and for the clock; *given_to* is whoever a
    claim is passed on to.
    """

    act: LeadAct
    officer: bytes | None = None
    roles: frozenset[Role] = frozenset()
    by_reporter: bool = False
    given: frozenset[Need] = field(default=frozenset())
    given_to: bytes | None = None


_OFFICERS = frozenset({Role.VERIFIER, Role.SUPERVISOR, Role.INTEGRITY})
# The twin team has no head outside of it.
_HEADS = frozenset({Role.SUPERVISOR, Role.INTEGRITY})
_NOBODY: frozenset[Role] = frozenset()
_MISSING: dict[Need, type[CannotDoThat]] = {
    Need.NOTE: NoteMissing,
    Need.REASON: ReasonMissing,
    Need.CHECKLIST: ChecklistMissing,
}


def moves(
    states: str, act: LeadAct, by: tuple[Who, frozenset[Role]], needs: str, to: str
) -> list[Move]:
    """Return a row for each of *states*; *to* is empty where the state stays."""
    who, roles = by
    return [
        Move(
            state=LeadState(state),
            act=act,
            who=who,
            roles=roles,
            needs=frozenset(Need(need) for need in needs.split()),
            to=LeadState(to or state),
        )
        for state in states.split()
    ]


_CLOSED = "verified unfounded not_enough handed_over concluded"
_ANY, _CLAIMANT = (Who.ANYONE, _OFFICERS), (Who.CLAIMANT, _OFFICERS)
_OTHER = (Who.ANOTHER, _OFFICERS)


def having(officers: frozenset[Role], heads: frozenset[Role]) -> list[Move]:
    """Return the rows by which a case of *officers* is taken, left and passed on."""
    anyone, claimant, head = (Who.ANYONE, officers), (Who.CLAIMANT, officers), (Who.ANYONE, heads)
    return [
        *moves("open", LeadAct.CLAIM, anyone, "", "claimed"),
        *moves("claimed checking", LeadAct.RELEASE, claimant, "note", "open"),
        *moves("claimed checking", LeadAct.EXPIRE, (Who.CLOCK, _NOBODY), "", "open"),
        *moves("claimed checking", LeadAct.GIVE_ON, claimant, "note", ""),
        *moves("open", LeadAct.RECUSE, anyone, "reason", ""),
        *moves("claimed checking", LeadAct.RECUSE, claimant, "reason", "open"),
        *moves("open", LeadAct.TAKE_CHARGE, head, "reason", "claimed"),
        *moves("claimed checking", LeadAct.TAKE_CHARGE, head, "reason", ""),
    ]


def reopening(closed: str, heads: frozenset[Role]) -> list[Move]:
    """Return the rows by which a case in one of the states *closed* is opened again."""
    return [
        *moves(closed, LeadAct.REOPEN, (Who.ANYONE, heads), "reason", "open"),
        *moves(closed, LeadAct.REOPEN, (Who.REPORTER, _NOBODY), "reason", "open"),
    ]


MOVES: tuple[Move, ...] = (
    *having(_OFFICERS, _HEADS),
    *moves("claimed", LeadAct.CHECK, _CLAIMANT, "", "checking"),
    *moves("checking", LeadAct.VERIFY, _OTHER, "note checklist", "verified"),
    *moves("checking", LeadAct.FIND_UNFOUNDED, _CLAIMANT, "reason", "unfounded"),
    *moves("checking", LeadAct.FIND_TOO_LITTLE, _CLAIMANT, "reason", "not_enough"),
    *moves("verified", LeadAct.HAND_OVER, _ANY, "note", "handed_over"),
    *moves("handed_over", LeadAct.CONCLUDE, _ANY, "note", "concluded"),
    *reopening(_CLOSED, _HEADS),
)
"""Every change there is; whoever adds one draws docs/leads.md anew."""


def next_state(lead: Lead, deed: Deed, table: tuple[Move, ...] = MOVES) -> LeadState:
    """Return the state of *lead* after *deed*, as *table* has it.

    Raises:
        WrongState: If its state does not allow the act.
        Barred: If the officer may do nothing with it any more.
        NotYourPart: If the act is for somebody else.
        NeedsAnother: If the act wants somebody who never claimed it.
        NoteMissing: If a note is wanted.
        ReasonMissing: If a reason is wanted.
        ChecklistMissing: If the checklist is not complete.
    """
    rows = [row for row in table if (row.state, row.act) == (lead.state, deed.act)]
    if not rows:
        raise WrongState(f"{deed.act} of a lead that is {lead.state}")
    if {deed.officer, deed.given_to} & lead.barred:
        raise Barred(f"{deed.act} by or to an officer who is barred")
    fit = next((row for row in rows if _fits(row, lead, deed)), None)
    if fit is None:
        raise NotYourPart(f"{deed.act} by somebody else than it is for")
    if fit.who is Who.ANOTHER and deed.officer in lead.claimed_by:
        raise NeedsAnother(f"{deed.act} by an officer who had a claim")
    for need in sorted(fit.needs - deed.given):
        raise _MISSING[need](f"{deed.act} without {need}")
    return fit.to


def after(lead: Lead, deed: Deed, table: tuple[Move, ...] = MOVES) -> Lead:
    """Return *lead* after *deed*: its state, who has it, and who had it.

    When its reporter reopens it, whoever had it before is barred, so that it goes
    to somebody else; so is whoever recuses themselves.

    Raises:
        CannotDoThat: As `next_state` does.
    """
    state = next_state(lead, deed, table)
    claimant = lead.claimant if state in {LeadState.CLAIMED, LeadState.CHECKING} else None
    if deed.act in {LeadAct.CLAIM, LeadAct.TAKE_CHARGE}:
        claimant = deed.officer
    elif deed.act is LeadAct.GIVE_ON:
        claimant = deed.given_to
    return replace(
        lead,
        state=state,
        claimant=claimant,
        claimed_by=lead.claimed_by | ({claimant} if claimant else frozenset()),
        barred=lead.barred | _newly_barred(lead, deed),
    )


def _newly_barred(lead: Lead, deed: Deed) -> frozenset[bytes]:
    if deed.act is LeadAct.RECUSE and deed.officer:
        return frozenset({deed.officer})
    return lead.claimed_by if deed.by_reporter else frozenset()


def _fits(row: Move, lead: Lead, deed: Deed) -> bool:
    """Return whether *deed* is by whom *row* is for, second eyes aside."""
    if row.who is Who.REPORTER:
        return deed.by_reporter
    if row.who is Who.CLOCK:
        return deed.officer is None and not deed.by_reporter
    if deed.officer is None or row.roles.isdisjoint(deed.roles):
        return False
    if row.act is LeadAct.GIVE_ON and deed.given_to is None:
        return False
    return row.who is not Who.CLAIMANT or deed.officer == lead.claimant
