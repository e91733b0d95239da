import pytest

from settings.datafiles import DistrictData
from triage import desks
from triage.desks import SameOfficer
from triage.routing import Queue

WANG, LI = b"wang", b"li"


def test_a_review_is_for_another_officer_than_before(data: DistrictData) -> None:
    review = data.routing.desks["review"]

    desks.demand_other(review, WANG, {LI})
    with pytest.raises(SameOfficer):
        desks.demand_other(review, WANG, {WANG, LI})


def test_at_other_desks_the_same_officer_may_have_a_case_again(data: DistrictData) -> None:
    desks.demand_other(data.routing.desks["gas"], WANG, {WANG})


def test_every_queue_has_a_desk_of_its_own(data: DistrictData) -> None:
    first = {queue: data.routing.first_desk(queue) for queue in Queue}

    assert first == {
        Queue.URGENT: "duty",
        Queue.VERIFICATION: "district",
        Queue.MEDIATION: "community",
        Queue.INTEGRITY: "twin-team",
        Queue.CARE: "counselling",
    }
