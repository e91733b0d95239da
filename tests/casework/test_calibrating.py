"""What officers answered becomes pairs to learn from."""

import pytest
import sqlalchemy as sa

from casework import calibrating
from storage.matching_tables import indexed, link
from tests.casework.test_placing import AGAIN, OTHER, STORY
from tests.stage import Stage
from triage.links import LinkState


async def answered(stage: Stage, state: LinkState, by: str = "officer:7") -> None:
    async with stage.house.database.write() as tx:
        await tx.execute(sa.update(link).values(state=state, decided_by=by))


@pytest.mark.parametrize(
    ("state", "same"),
    [(LinkState.CONFIRMED, True), (LinkState.REFUSED, False), (LinkState.RELATED, False)],
)
async def test_an_answer_is_a_pair_with_the_factors_it_had(
    stage: Stage, state: LinkState, same: bool
) -> None:
    for number, story in enumerate((STORY, OTHER, AGAIN), 1):
        await stage.resident(number).send_report(story)
    await answered(stage, state)

    sample = await calibrating.sample(stage.house)

    (row,) = [*sample.train, *sample.kept_back]
    assert row.same is same
    assert any(row.factors)


async def test_what_the_machine_said_and_what_is_not_ordinary_is_not_learned_from(
    stage: Stage,
) -> None:
    await stage.resident(1).send_report(STORY)
    await stage.resident(2).send_report(AGAIN)
    untouched = await calibrating.sample(stage.house)
    await answered(stage, LinkState.CONFIRMED)
    async with stage.house.database.write() as tx:
        await tx.execute(sa.update(indexed).values(realm="care"))

    cared_for = await calibrating.sample(stage.house)

    assert untouched.train == untouched.kept_back == cared_for.train == cared_for.kept_back == ()
