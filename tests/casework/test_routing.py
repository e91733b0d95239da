"""Cases go where the district's rules send them."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot import runtime
from casework.work import House
from settings import routefiles
from settings.mistakes import Mistake
from storage.tables import case
from tests.stage import Stage
from tests.support import EXAMPLE, Installation

DATA = EXAMPLE.parent / "data"
HEADER = (DATA / "routing.csv").read_text(encoding="utf-8").partition("\n")[0]
CELLAR = "坂田岗头社区3号楼地下室藏了三十多瓶煤气，每天半夜有面包车来装"
FAMILY = "龙岗南联社区，儿媳妇和婆婆天天吵架，为了带孩子的事，想找人调解"
SHIELDED = "龙岗南联社区，派出所的所长收了赌场的钱，每次检查都给他们通风报信"


def with_rules(house: House, file: Path, *rows: str) -> House:
    """Return *house* with the district's own rules in *file*."""
    file.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    mistakes: list[Mistake] = []
    data = house.data
    table = routefiles.routing(DATA, file, data.categories, data.gazetteer, mistakes)
    assert not mistakes
    return replace(house, data=replace(data, routing=table))


async def where(stage: Stage) -> list[tuple[str, str, str]]:
    return [(row["queue"], row["desk"], row["severity"]) for row in await stage.rows(case)]


@pytest.mark.parametrize(
    ("story", "place"),
    [
        (CELLAR, ("verification", "gas", "S1")),
        (FAMILY, ("mediation", "family", "S2")),
        (SHIELDED, ("integrity", "twin-team", "S1")),
        (f"{CELLAR}，他们拿刀吓人", ("verification", "gas", "S1")),
    ],
)
async def test_a_case_waits_at_the_desk_of_its_rule(
    stage: Stage, story: str, place: tuple[str, str, str]
) -> None:
    await stage.resident().send_report(story)

    assert await where(stage) == [place]


async def test_a_district_sends_its_cases_where_it_wants(stage: Stage, tmp_path: Path) -> None:
    stage.house = with_rules(
        stage.house,
        tmp_path / "own.csv",
        "gas.*,,,440307013,,,面包车,verification,street-order,S2,4wh,,,,,",
        "*,,,,,,,verification,district,,2wd,,,,,",
    )

    await stage.resident().send_report(CELLAR)

    assert await where(stage) == [("verification", "street-order", "S2")]


async def test_the_house_goes_by_the_rules_of_its_configuration(installation: Installation) -> None:
    rules = f"{HEADER}\ngas.*,,,,,,,verification,district,,,,,,,ours\n"
    (installation.folder / "own.csv").write_text(rules, encoding="utf-8")
    installation.configure(routing__file="own.csv")

    async with runtime.opened(installation.settings()) as house:
        (rule,) = house.data.routing.rules

    assert (rule.line, rule.desk, rule.source) == (2, "district", "ours")


async def test_danger_that_is_added_moves_a_case_to_the_duty_desk(stage: Stage) -> None:
    mei = stage.resident()
    await mei.send_report(CELLAR)

    await mei.say("/add")
    await mei.say("The gas is leaking right now, it smells in the whole house")

    assert await where(stage) == [("urgent", "duty", "S0")]


async def test_danger_that_is_added_moves_no_case_out_of_its_realm(
    stage: Stage, tmp_path: Path
) -> None:
    stage.house = with_rules(
        stage.house,
        tmp_path / "own.csv",
        "*,danger.*,,,,,,integrity,twin-team,,5min,,,,,",
        "*,,,,,,,verification,district,,2wd,,,,,",
    )
    mei = stage.resident()
    await mei.send_report(CELLAR)

    await mei.say("/add")
    await mei.say("The gas is leaking right now, it smells in the whole house")

    assert await where(stage) == [("urgent", "duty", "S0")]
