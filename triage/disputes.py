"""The life of what is not a lead: a dispute, a talk with somebody in need, a wish to help.

    dispute: open -> claimed -> checking -> agreed | not agreed
    care, join: open -> claimed -> checking -> done

`checking` of a dispute means that it was found suited to mediation; one with
violence, threats or a gang behind it is sent elsewhere instead. The talk of two
sides comes later (DESIGN 10): here the mediator records what came of it.
"""

from triage import leads
from triage.categories import CaseKind
from triage.leads import LeadAct, Move, Who
from triage.permissions import Role

_MEDIATORS = frozenset({Role.MEDIATOR, Role.SUPERVISOR})
# What is urgent may be worked on by whoever is awake.
_OFFICERS = frozenset({*_MEDIATORS, Role.VERIFIER, Role.INTEGRITY})
_HEADS = frozenset({Role.SUPERVISOR, Role.INTEGRITY})
_COUNSELLORS = frozenset({Role.COUNSELLOR})

_DISPUTES: tuple[Move, ...] = (
    *leads.having(_OFFICERS, _HEADS),
    *leads.moves("claimed", LeadAct.CHECK, (Who.CLAIMANT, _OFFICERS), "note", "checking"),
    *leads.moves("checking", LeadAct.AGREE, (Who.CLAIMANT, _OFFICERS), "note", "agreed"),
    *leads.moves(
        "checking", LeadAct.FIND_NO_AGREEMENT, (Who.CLAIMANT, _OFFICERS), "reason", "not_agreed"
    ),
    *leads.reopening("agreed not_agreed", _HEADS),
)


def _simple(officers: frozenset[Role], heads: frozenset[Role]) -> tuple[Move, ...]:
    return (
        *leads.having(officers, heads),
        *leads.moves("claimed", LeadAct.CHECK, (Who.CLAIMANT, officers), "", "checking"),
        *leads.moves("claimed checking", LeadAct.FINISH, (Who.CLAIMANT, officers), "note", "done"),
        *leads.reopening("done", heads),
    )


_TABLES: dict[CaseKind, tuple[Move, ...]] = {
    CaseKind.LEAD: leads.MOVES,
    CaseKind.DISPUTE: _DISPUTES,
    # Counsellors have no head who may read what they read.
    CaseKind.CARE: _simple(_COUNSELLORS, _COUNSELLORS),
    CaseKind.JOIN: _simple(_MEDIATORS, frozenset({Role.SUPERVISOR})),
}


def moves_of(kind: CaseKind) -> tuple[Move, ...]:
    """Return every change there is for a case of *kind*."""
    return _TABLES[kind]
