import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage import places
from triage.gazetteer import Gazetteer

INSIDE = [(22.6290, 114.0500), (22.7300, 114.2500), (22.8100, 114.3300), (22.6300, 114.2600)]
OUTSIDE = [(22.6204, 114.0361), (22.5400, 114.0600), (22.6940, 114.3390), (23.1000, 113.2000)]


def test_the_nearest_stations_are_known_with_their_community(gazetteer: Gazetteer) -> None:
    near = places.nearest(22.7344, 114.2476, gazetteer)

    assert [one.community for one in near] == ["440307015008", "440307015006", None]
    assert near[0].subdistrict == "440307015"
    assert near[0].metres < 10


def test_a_station_named_like_a_subdistrict_tells_no_community(gazetteer: Gazetteer) -> None:
    near = places.nearest(22.6044178, 114.1165075, gazetteer, 1)

    assert [(one.community, one.subdistrict) for one in near] == [(None, "440307014")]


@pytest.mark.parametrize("point", INSIDE)
def test_a_point_in_the_district_is_not_outside(
    gazetteer: Gazetteer, point: tuple[float, float]
) -> None:
    assert not places.is_outside(*point, gazetteer)


@pytest.mark.parametrize("point", OUTSIDE)
def test_a_point_beyond_the_border_is_outside(
    gazetteer: Gazetteer, point: tuple[float, float]
) -> None:
    assert places.is_outside(*point, gazetteer)


def test_no_station_of_the_district_is_outside_even_when_the_phone_is_off(
    gazetteer: Gazetteer,
) -> None:
    for point in gazetteer.points:
        if point.outside is None:
            assert not places.is_outside(point.latitude, point.longitude, gazetteer)
            off = (point.latitude - 0.003, point.longitude + 0.005)
            assert not places.is_outside(*off, gazetteer)


@given(st.floats(-90, 90), st.floats(-180, 180), st.integers(0, 5))
def test_nearer_places_come_first(
    gazetteer: Gazetteer, latitude: float, longitude: float, n: int
) -> None:
    near = places.nearest(latitude, longitude, gazetteer, n)

    assert len(near) == n
    assert [one.metres for one in near] == sorted(one.metres for one in near)
