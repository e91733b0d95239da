import pytest

from triage import disputes
from triage.categories import CaseKind
from triage.leads import LeadAct, LeadState
from triage.permissions import Role

ENDS = {
    CaseKind.DISPUTE: {LeadState.AGREED, LeadState.NOT_AGREED},
    CaseKind.CARE: {LeadState.DONE},
    CaseKind.JOIN: {LeadState.DONE},
}


@pytest.mark.parametrize("kind", ENDS)
def test_a_case_of_each_kind_comes_to_an_end_and_can_be_opened_again(kind: CaseKind) -> None:
    table = disputes.moves_of(kind)

    reached = {move.to for move in table}

    assert reached == {LeadState.OPEN, LeadState.CLAIMED, LeadState.CHECKING} | ENDS[kind]
    for end in ENDS[kind]:
        assert {move.act for move in table if move.state is end} == {LeadAct.REOPEN}


def test_only_counsellors_have_to_do_with_distress() -> None:
    by_officers = [move for move in disputes.moves_of(CaseKind.CARE) if move.roles]

    assert {move.roles for move in by_officers} == {frozenset({Role.COUNSELLOR})}


def test_only_a_lead_is_ever_verified() -> None:
    for kind in CaseKind:
        verified = any(move.act is LeadAct.VERIFY for move in disputes.moves_of(kind))
        assert verified == (kind is CaseKind.LEAD)
