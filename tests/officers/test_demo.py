"""What the demo shows of desks is there: cases in every state, officers, cards in a topic."""

from bot import demo_desks
from storage.tables import case
from tests.stage import Stage
from tests.support import Town
from triage.leads import LeadState


async def test_the_demo_has_a_case_in_every_state(town: Town) -> None:
    await demo_desks.work(town.house, town.world)

    rows = await Stage(house=town.house).rows(case)
    states = {row["state"] for row in rows}
    # Of care and of wishes the demo tells nothing.
    assert states == set(LeadState) - {LeadState.DONE}
    (gas,) = [group for group in town.world.groups.values() if "Gas" in group.title]
    assert any("LG-" in message.text for message in gas.received)
