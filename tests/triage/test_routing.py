import pytest

from settings.datafiles import DistrictData
from triage import routing
from triage.categories import CaseKind, Severity
from triage.danger import Danger
from triage.routing import Queue

QUEUES = {
    CaseKind.LEAD: Queue.VERIFICATION,
    CaseKind.DISPUTE: Queue.MEDIATION,
    CaseKind.CARE: Queue.CARE,
    CaseKind.JOIN: Queue.MEDIATION,
}


def test_every_category_has_a_queue_by_its_kind(data: DistrictData) -> None:
    others = [row for row in data.categories.rows if row.code != "lead.umbrella"]

    assert {row.code: routing.queue_of(row, None) for row in others} == {
        row.code: QUEUES[row.kind] for row in others
    }


@pytest.mark.parametrize("danger", Danger)
def test_danger_is_urgent_whatever_it_is_about(data: DistrictData, danger: Danger) -> None:
    for row in data.categories.rows:
        assert routing.severity_of(row, danger) is Severity.S0
        if row.code != "lead.umbrella":
            assert routing.queue_of(row, danger) is Queue.URGENT


@pytest.mark.parametrize("danger", [None, *Danger])
def test_what_names_an_official_is_for_the_twin_team_alone(
    data: DistrictData, danger: Danger | None
) -> None:
    umbrella = data.categories.by_code["lead.umbrella"]

    assert routing.queue_of(umbrella, danger) is Queue.INTEGRITY


def test_without_danger_the_severity_is_the_usual_one(data: DistrictData) -> None:
    assert all(routing.severity_of(row, None) is row.severity for row in data.categories.rows)


def test_signs_raise_the_severity_by_one_and_never_to_danger(data: DistrictData) -> None:
    raised = {
        Severity.S0: Severity.S0,
        Severity.S1: Severity.S1,
        Severity.S2: Severity.S1,
        Severity.S3: Severity.S2,
    }

    for row in data.categories.rows:
        assert routing.severity_of(row, None, raised=True) is raised[row.severity]
