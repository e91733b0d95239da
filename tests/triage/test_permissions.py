import pytest

from triage import permissions
from triage.categories import CaseKind
from triage.permissions import Act, Duty, NotYourDuty, Role
from triage.routing import Queue

HOUSE = (Role.ADMIN, Role.AUDITOR, Role.CUSTODIAN)


@pytest.mark.parametrize("role", HOUSE)
@pytest.mark.parametrize("act", Act)
def test_whoever_keeps_the_house_has_to_do_with_no_case(role: Role, act: Act) -> None:
    assert permissions.queues({role}, act) == frozenset()
    assert all(permissions.kinds({role}, act, queue) == frozenset() for queue in Queue)


@pytest.mark.parametrize("act", Act)
def test_only_the_twin_team_has_to_do_with_what_names_officials(act: Act) -> None:
    others = set(Role) - {Role.INTEGRITY}

    assert permissions.kinds(others, act, Queue.INTEGRITY) == frozenset()
    assert permissions.queues({Role.INTEGRITY}, act) == {Queue.INTEGRITY}


@pytest.mark.parametrize("queue", [Queue.URGENT, Queue.CARE])
def test_distress_is_for_counsellors_alone_while_it_is_urgent_too(queue: Queue) -> None:
    others = set(Role) - {Role.COUNSELLOR}

    assert CaseKind.CARE not in permissions.kinds(others, Act.READ, queue)
    assert CaseKind.CARE in permissions.kinds({Role.COUNSELLOR}, Act.READ, queue)


def test_counsellors_see_nothing_else_of_the_urgent_queue() -> None:
    found = permissions.kinds({Role.COUNSELLOR}, Act.LIST, Queue.URGENT)

    assert found == {CaseKind.CARE}


def test_only_heads_take_a_case_upon_themselves() -> None:
    able = {role for role in Role if permissions.queues({role}, Act.CHARGE)}

    assert able == {Role.SUPERVISOR, Role.INTEGRITY}


@pytest.mark.parametrize("duty", Duty)
def test_a_duty_is_refused_to_everybody_else(duty: Duty) -> None:
    for role in Role:
        if permissions.may({role}, duty):
            permissions.demand_duty({role}, duty)
        else:
            with pytest.raises(NotYourDuty):
                permissions.demand_duty({role}, duty)


def test_nobody_who_reads_reports_says_who_is_on_staff() -> None:
    keepers = {role for role in Role if permissions.may({role}, Duty.STAFF)}

    assert keepers == {Role.ADMIN}
    assert not permissions.queues(keepers, Act.READ)
