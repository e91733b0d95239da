"""What the machine thinks is one incident, answered with a button."""

from storage.tables import case, report
from tests.casework import test_placing as matched
from tests.desk_play import colleague
from tests.stage import Stage, keys_of, words_of
from triage.permissions import Role

LI = 5_300_000_001


async def told(stage: Stage) -> list[str]:
    """Let two people tell of one thing, and one of another; return their references."""
    for number, story in enumerate((matched.STORY, matched.AGAIN), 1):
        await stage.resident(number, "zh-hans").send_report(story)
    rows = sorted(await stage.rows(report), key=lambda row: int(row["arrival"]))
    return [row["reference"] for row in rows]


async def test_an_officer_brings_two_reports_of_one_incident_together(stage: Stage) -> None:
    _, later = await told(stage)
    li = await colleague(stage, LI, Role.VERIFIER, Role.SUPERVISOR)
    await li.say(f"/case {later}")

    offered = await li.press("|links|")
    assert any(key.startswith("desk.links.") for key in keys_of(offered))
    assert "%" in words_of(offered[0])
    said = await li.press("|same|")

    assert "desk.links.same" in keys_of(said)
    cases = {row["case_id"] for row in await stage.rows(report)}
    assert len(cases) == 1


async def test_what_is_different_is_not_proposed_again(stage: Stage) -> None:
    _, later = await told(stage)
    li = await colleague(stage, LI, Role.VERIFIER, Role.SUPERVISOR)
    await li.say(f"/case {later}")
    await li.press("|links|")

    said = await li.press("|different|")

    assert "desk.links.different" in keys_of(said)
    assert len({row["case_id"] for row in await stage.rows(report)}) == 2
    await li.say(f"/case {later}")
    assert keys_of(await li.press("|links|")) == ["desk.links.none"]
    assert len(await stage.rows(case)) >= 2
