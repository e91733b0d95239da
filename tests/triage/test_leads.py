from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docs import lead_states
from triage import leads
from triage.errors import CannotDoThat
from triage.leads import (
    MOVES,
    Barred,
    ChecklistMissing,
    Deed,
    Lead,
    LeadAct,
    LeadState,
    Need,
    NeedsAnother,
    NoteMissing,
    NotYourPart,
    ReasonMissing,
    Who,
    WrongState,
)
from triage.permissions import Role

WANG, LI, CHEN = b"wang", b"li", b"chen"
ALL = frozenset(Need)
VERIFIER, HEAD = frozenset({Role.VERIFIER}), frozenset({Role.SUPERVISOR})
FINAL = {LeadState.UNFOUNDED, LeadState.NOT_ENOUGH, LeadState.CONCLUDED}
OF_LEADS = set(LeadState) - {LeadState.AGREED, LeadState.NOT_AGREED, LeadState.DONE}
CLOSED = FINAL | {LeadState.VERIFIED, LeadState.HANDED_OVER}

officers = st.sampled_from([WANG, LI, CHEN])
deeds = st.builds(
    Deed,
    act=st.sampled_from(LeadAct),
    officer=st.one_of(st.none(), officers, officers),
    roles=st.sets(st.sampled_from(Role), max_size=2).map(frozenset),
    by_reporter=st.booleans(),
    given=st.one_of(st.just(ALL), st.sets(st.sampled_from(Need)).map(frozenset)),
    given_to=st.one_of(st.none(), officers),
)
# So that stories get somewhere: what is allowed comes more often than chance would have it.
likely = st.builds(
    Deed,
    act=st.sampled_from(LeadAct),
    officer=officers,
    roles=st.sampled_from([VERIFIER, HEAD]),
    given=st.just(ALL),
    given_to=officers,
)
stories = st.lists(st.one_of(deeds, likely, likely), max_size=40)


def told(story: list[Deed]) -> Iterator[tuple[Lead, Deed, Lead]]:
    """Yield what each deed of *story* that is allowed changes."""
    lead = Lead()
    for deed in story:
        try:
            changed = leads.after(lead, deed)
        except CannotDoThat:
            continue
        yield lead, deed, changed
        lead = changed


def done(lead: Lead, act: LeadAct, officer: bytes, roles: frozenset[Role] = VERIFIER) -> Lead:
    return leads.after(lead, Deed(act=act, officer=officer, roles=roles, given=ALL))


def checked_by(officer: bytes) -> Lead:
    return done(done(Lead(), LeadAct.CLAIM, officer), LeadAct.CHECK, officer)


@given(stories)
def test_nothing_is_verified_without_a_second_officer_who_never_claimed(story: list[Deed]) -> None:
    claimants: set[bytes | None] = set()
    for _, deed, lead in told(story):
        claimants.add(lead.claimant)
        if deed.act is LeadAct.VERIFY:
            assert lead.state is LeadState.VERIFIED
            assert deed.officer is not None
            assert deed.officer not in claimants
            assert claimants - {None}
            assert {Need.NOTE, Need.CHECKLIST} <= deed.given


@given(stories)
def test_a_lead_becomes_verified_by_verifying_alone(story: list[Deed]) -> None:
    for before, deed, lead in told(story):
        if lead.state is LeadState.VERIFIED and before.state is not LeadState.VERIFIED:
            assert (before.state, deed.act) == (LeadState.CHECKING, LeadAct.VERIFY)


@given(stories)
def test_a_lead_has_an_officer_while_it_is_worked_on_and_at_no_other_time(
    story: list[Deed],
) -> None:
    for _, _, lead in told(story):
        worked_on = lead.state in {LeadState.CLAIMED, LeadState.CHECKING}
        assert (lead.claimant is not None) == worked_on
        assert lead.claimant is None or lead.claimant in lead.claimed_by


@given(stories)
def test_nothing_closed_opens_again_without_a_reason(story: list[Deed]) -> None:
    for before, deed, lead in told(story):
        if before.state in CLOSED and lead.state is LeadState.OPEN:
            assert deed.act is LeadAct.REOPEN
            assert Need.REASON in deed.given
            assert deed.by_reporter or deed.roles & {Role.SUPERVISOR, Role.INTEGRITY}


@given(stories)
def test_who_is_barred_never_has_the_lead_again(story: list[Deed]) -> None:
    for before, deed, lead in told(story):
        assert before.barred <= lead.barred
        assert lead.claimant not in before.barred
        assert deed.officer not in before.barred


@given(stories)
def test_two_officers_who_are_new_to_it_can_verify_any_lead(story: list[Deed]) -> None:
    *_, lead = [Lead(), *(changed for _, _, changed in told(story))]
    if lead.state in CLOSED:
        lead = done(lead, LeadAct.REOPEN, b"head", HEAD)
    if lead.state is LeadState.OPEN:
        lead = done(lead, LeadAct.CLAIM, b"first")
    else:
        lead = done(lead, LeadAct.TAKE_CHARGE, b"first", HEAD)
    if lead.state is LeadState.CLAIMED:
        lead = done(lead, LeadAct.CHECK, b"first")

    assert done(lead, LeadAct.VERIFY, b"second").state is LeadState.VERIFIED


def test_every_state_is_reached_and_every_unfinished_one_has_a_way_on() -> None:
    reached = {LeadState.OPEN}
    for _ in OF_LEADS:
        reached |= {move.to for move in MOVES if move.state in reached}
    onward = {move.state for move in MOVES if move.to is not move.state and move.roles}

    assert reached == OF_LEADS
    assert onward == OF_LEADS
    forward = {move.state for move in MOVES if move.act is not LeadAct.REOPEN}
    assert forward == OF_LEADS - FINAL


def test_a_row_stands_in_the_table_once_for_each_who() -> None:
    keys = [(move.state, move.act, move.who) for move in MOVES]

    assert len(set(keys)) == len(keys)
    assert all(Need.REASON in move.needs for move in MOVES if move.act is LeadAct.REOPEN)
    assert all(bool(move.roles) == (move.who not in {Who.REPORTER, Who.CLOCK}) for move in MOVES)


def test_the_claimant_cannot_verify_and_neither_can_who_had_it_before() -> None:
    lead = checked_by(WANG)
    passed = leads.after(
        lead,
        Deed(act=LeadAct.GIVE_ON, officer=WANG, roles=VERIFIER, given=ALL, given_to=LI),
    )

    for officer in (WANG, LI):
        with pytest.raises(NeedsAnother):
            done(passed, LeadAct.VERIFY, officer)
    assert done(passed, LeadAct.VERIFY, CHEN).state is LeadState.VERIFIED


@pytest.mark.parametrize(
    ("missing", "error"), [(Need.NOTE, NoteMissing), (Need.CHECKLIST, ChecklistMissing)]
)
def test_verifying_needs_note_and_checklist(missing: Need, error: type[CannotDoThat]) -> None:
    deed = Deed(act=LeadAct.VERIFY, officer=LI, roles=VERIFIER, given=ALL - {missing})

    with pytest.raises(error):
        leads.next_state(checked_by(WANG), deed)


def test_only_the_claimant_finds_a_lead_unfounded_and_says_why() -> None:
    lead = checked_by(WANG)

    with pytest.raises(NotYourPart):
        done(lead, LeadAct.FIND_UNFOUNDED, LI)
    with pytest.raises(ReasonMissing):
        leads.after(lead, Deed(act=LeadAct.FIND_UNFOUNDED, officer=WANG, roles=VERIFIER))
    assert done(lead, LeadAct.FIND_UNFOUNDED, WANG).state is LeadState.UNFOUNDED


def test_a_lead_that_its_reporter_reopens_goes_to_another_officer() -> None:
    closed = done(checked_by(WANG), LeadAct.FIND_TOO_LITTLE, WANG)
    reopened = leads.after(
        closed, Deed(act=LeadAct.REOPEN, by_reporter=True, given=frozenset({Need.REASON}))
    )

    with pytest.raises(Barred):
        done(reopened, LeadAct.CLAIM, WANG)
    assert done(reopened, LeadAct.CLAIM, LI).claimant == LI


def test_who_recuses_themselves_is_out_of_it() -> None:
    lead = done(checked_by(WANG), LeadAct.RECUSE, WANG)

    assert replace(lead, barred=frozenset()).claimant is None
    with pytest.raises(Barred):
        done(lead, LeadAct.CLAIM, WANG)


def test_what_the_state_does_not_allow_is_refused_as_that() -> None:
    with pytest.raises(WrongState):
        done(Lead(), LeadAct.VERIFY, WANG)


@pytest.mark.parametrize("role", [Role.MEDIATOR, Role.COUNSELLOR, Role.ADMIN, Role.AUDITOR])
def test_a_role_that_does_not_work_on_leads_cannot_claim_one(role: Role) -> None:
    with pytest.raises(NotYourPart):
        done(Lead(), LeadAct.CLAIM, WANG, frozenset({role}))


def test_the_page_on_leads_is_drawn_from_the_table() -> None:
    page = lead_states.PAGE.read_text(encoding="utf-8")

    assert lead_states.with_drawing(page) == page, "run python -m docs.lead_states"
