import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage import permissions, staffing
from triage.permissions import Act, Role
from triage.routing import Queue

BUJI, BANTIAN = "440307001", "440307002"
NANMENDUN, MUMIANWAN = "440307001001", "440307001002"

some_roles = st.frozensets(st.sampled_from(Role), max_size=3)
some_desks = st.frozensets(st.sampled_from(["gas", "duty", "district"]), max_size=2)
some_ground = st.frozensets(st.sampled_from([BUJI, BANTIAN, NANMENDUN, MUMIANWAN]), max_size=3)
places = st.sampled_from(
    [(None, None), (BUJI, None), (BUJI, NANMENDUN), (BUJI, MUMIANWAN), (BANTIAN, None)]
)
cases = st.tuples(st.sampled_from(Queue), st.sampled_from(["gas", "duty", "district"]), places)
Case = tuple[Queue, str, tuple[str | None, str | None]]


def may(
    case: Case,
    roles: frozenset[Role],
    ground: frozenset[str] = frozenset(),
    desks: frozenset[str] = frozenset(),
) -> bool:
    queue, desk, (subdistrict, community) = case
    return staffing.may_work(
        roles=roles,
        territories=ground,
        desks=desks,
        queue=queue,
        desk=desk,
        subdistrict=subdistrict,
        community=community,
    )


@given(st.integers(0, staffing.NUMBERS - 1), st.sampled_from(["LG", "LGQ"]))
def test_a_staff_number_is_read_as_it_is_written(number: int, prefix: str) -> None:
    written = staffing.compose(prefix, number)

    assert staffing.parse(written, prefix) == written
    assert staffing.parse(f" {written.lower().replace('-', ' ')} ", prefix) == written


@pytest.mark.parametrize("text", ["LG-042", "LG-00042", "SZ-0042", "0042", "LG-26-004217-K", ""])
def test_what_is_no_staff_number_of_the_district_is_none(text: str) -> None:
    assert staffing.parse(text, "LG") is None


@pytest.mark.parametrize("number", [-1, staffing.NUMBERS])
def test_a_number_that_does_not_fit_makes_no_staff_number(number: int) -> None:
    with pytest.raises(ValueError, match="four digits"):
        staffing.compose("LG", number)


@pytest.mark.parametrize(
    "text", ["buji-police", "Buji Police", "ｂｕｊｉ＿police", " BUJI.POLICE "]
)
def test_a_unit_has_one_code_however_it_is_typed(text: str) -> None:
    assert staffing.parse_unit(text) == "buji-police"


@pytest.mark.parametrize("text", ["", "-", "7th", "布吉派出所", "a-very-long-name-of-a-unit"])
def test_what_can_be_no_unit_is_none(text: str) -> None:
    assert staffing.parse_unit(text) is None


@given(cases, some_roles)
def test_without_ground_and_desks_the_roles_alone_decide(
    case: Case, roles: frozenset[Role]
) -> None:
    assert may(case, roles) == (case[0] in permissions.queues(roles, Act.READ))


@given(cases, some_roles, some_ground, some_desks)
def test_ground_and_desks_only_ever_take_away(
    case: Case, roles: frozenset[Role], ground: frozenset[str], desks: frozenset[str]
) -> None:
    assert may(case, roles, ground, desks) <= may(case, roles, ground)
    assert may(case, roles, ground, desks) <= may(case, roles, desks=desks)
    assert may(case, roles, ground, desks) <= may(case, roles)


@given(cases, some_roles, some_ground, some_ground, some_desks)
def test_more_ground_never_takes_a_case_away(
    case: Case,
    roles: frozenset[Role],
    ground: frozenset[str],
    more: frozenset[str],
    desks: frozenset[str],
) -> None:
    if ground:
        assert may(case, roles, ground, desks) <= may(case, roles, ground | more, desks)


@given(cases, some_roles)
def test_who_works_a_community_is_outranked_by_who_works_its_sub_district(
    case: Case, roles: frozenset[Role]
) -> None:
    in_community = may(case, roles, frozenset({NANMENDUN}))

    assert in_community <= may(case, roles, frozenset({BUJI}))


@given(cases, some_roles, some_ground)
def test_no_case_of_other_ground_is_seen(
    case: Case, roles: frozenset[Role], ground: frozenset[str]
) -> None:
    subdistrict, community = case[2]
    if subdistrict and ground and ground.isdisjoint({subdistrict, community}):
        assert not may(case, roles, ground)


@given(st.sampled_from(Queue), some_desks)
def test_every_case_has_somebody_who_may_work_on_it(queue: Queue, desks: frozenset[str]) -> None:
    for desk in desks:
        assert may((queue, desk, (None, None)), frozenset(Role), desks=desks)


@pytest.mark.parametrize(
    ("queue", "role", "seen"),
    [
        (Queue.VERIFICATION, Role.VERIFIER, False),
        (Queue.VERIFICATION, Role.SUPERVISOR, True),
        (Queue.MEDIATION, Role.SUPERVISOR, True),
        (Queue.INTEGRITY, Role.INTEGRITY, True),
        (Queue.CARE, Role.COUNSELLOR, False),
    ],
)
def test_a_case_without_a_place_is_for_heads_and_for_the_whole_district(
    queue: Queue, role: Role, *, seen: bool
) -> None:
    case = (queue, "district", (None, None))

    assert may(case, frozenset({role}), frozenset({BUJI})) is seen
    assert may(case, frozenset({role}))


def test_who_heads_one_queue_is_no_head_in_another() -> None:
    case = (Queue.CARE, "counselling", (None, None))
    both = frozenset({Role.SUPERVISOR, Role.COUNSELLOR})

    assert not may(case, both, frozenset({BUJI}))
    verifying = (Queue.VERIFICATION, "gas", (None, None))
    assert not may(verifying, frozenset({Role.VERIFIER, Role.INTEGRITY}), frozenset({BUJI}))
