"""What officers say of links: it holds for good, moves what it should, and can be taken back."""

import pytest

from casework import calibrating, judging, regrouping
from casework.judging import NoSuchLink
from casework.officers import NoSuchCase, Officer
from storage import links
from storage.matching_tables import link
from storage.tables import case, event, report
from tests.casework import grouping_play as play
from tests.casework.grouping_play import LI, MEDIATOR, SEALED, case_of, opened, told, working
from tests.casework.test_placing import AGAIN, STORY
from tests.stage import Stage
from triage.links import LinkState
from triage.permissions import Role

NIGHT = "派出所王所长收了飞歌KTV老板的钱，包庇里面的赌场，在布吉街道中兴路"
NIGHT_TOO = "飞歌KTV里面有赌场，每天晚上很多人赌钱，在布吉街道中兴路"


async def linked(stage: Stage) -> tuple[bytes, bytes, bytes]:
    """Return two reports of one incident and the case that the second is linked to."""
    one, two = await told(stage, STORY, AGAIN)
    (found,) = await stage.rows(link)
    assert found["report_id"] == two
    assert found["case_id"] == await case_of(stage, one)
    return one, two, found["case_id"]


async def link_state(stage: Stage) -> tuple[str, str]:
    (found,) = await stage.rows(link)
    return found["state"], found["decided_by"]


async def test_an_officer_sees_how_likely_it_is_and_why(stage: Stage) -> None:
    _, two, case_id = await linked(stage)

    async with working(stage) as work:
        (shown,) = await judging.shown(work, LI, case_id)

    assert (shown.report_id, shown.case_id) == (two, case_id)
    assert 0.2 < shown.probability < 1
    assert "3390" in shown.reasons
    assert shown.decided_by == "bot"
    assert (await stage.rows(event))[-1]["verb"] == "links.read"


async def test_the_same_brings_both_into_one_case_and_can_be_taken_back(stage: Stage) -> None:
    one, two, case_id = await linked(stage)
    before = await play.everything(stage)

    async with working(stage) as work:
        seq = await judging.same(work, LI, two, case_id)

    assert await case_of(stage, two) == await case_of(stage, one) == case_id
    assert await link_state(stage) == (LinkState.CONFIRMED, LI.number)
    async with working(stage) as work:
        await regrouping.undo(work, LI, seq)
    assert await play.everything(stage) == before


@pytest.mark.parametrize(
    ("said", "state"),
    [(judging.different, LinkState.REFUSED), (judging.related, LinkState.RELATED)],
)
async def test_what_is_something_else_leaves_the_case_for_good(
    stage: Stage, said: object, state: LinkState
) -> None:
    one, two, case_id = await linked(stage)
    async with working(stage) as work:
        await judging.same(work, LI, two, case_id)
    together = await play.everything(stage)

    async with working(stage) as work:
        seq = await said(work, LI, two, case_id)  # type: ignore[operator]

    assert await case_of(stage, two) != await case_of(stage, one)
    assert await link_state(stage) == (state, LI.number)
    async with working(stage) as work:
        # Whatever proposes it again: what was said stays.
        (kept,) = await links.of_report(work.tx, two)
        await links.add(work.tx, _proposed_again(kept))
    assert await link_state(stage) == (state, LI.number)
    async with working(stage) as work:
        await regrouping.undo(work, LI, seq)
    assert await play.everything(stage) == together


def _proposed_again(kept: links.Link) -> links.NewLink:
    return links.NewLink(
        report_id=kept.report_id,
        case_id=kept.case_id,
        beside_id=kept.beside_id,
        alike=kept.alike,
        state=LinkState.SUGGESTED,
        probability=0.9,
        sealed_reasons=kept.sealed_reasons,
        decided_by="bot",
        decided_seq=1,
    )


async def test_what_is_refused_and_stands_elsewhere_moves_nothing(stage: Stage) -> None:
    one, two, case_id = await linked(stage)
    stood = await case_of(stage, two)

    async with working(stage) as work:
        seq = await judging.different(work, LI, two, case_id)

    assert await case_of(stage, two) == stood
    assert await link_state(stage) == (LinkState.REFUSED, LI.number)
    async with working(stage) as work:
        await regrouping.undo(work, LI, seq)
    assert (await link_state(stage))[1] == "bot"
    assert await case_of(stage, one) == case_id


async def test_a_link_follows_its_case_into_the_one_it_was_merged_into(stage: Stage) -> None:
    _, two, case_id = await linked(stage)
    (third,) = await told(stage, play.GAS[1])
    other = await case_of(stage, third)
    async with working(stage) as work:
        await regrouping.merge(work, LI, case_id, other)

    async with working(stage) as work:
        await judging.same(work, LI, two, case_id)

    assert await case_of(stage, two) == other


async def provisional(stage: Stage) -> None:
    """Let the link be one that a machine made, as a probability above the threshold does."""
    _, two, case_id = await linked(stage)
    async with working(stage) as work:
        await play.put(work.tx, two, case_id)


async def test_a_machines_link_holds_once_an_officer_opens_the_case_and_teaches_nothing(
    stage: Stage,
) -> None:
    await provisional(stage)
    (found,) = await stage.rows(link)

    async with working(stage) as work:
        assert await judging.open_case(work, LI, found["case_id"]) == 1
    async with working(stage) as work:
        assert await judging.open_case(work, LI, found["case_id"]) == 0

    assert await link_state(stage) == (LinkState.CONFIRMED, "bot")
    learned = await calibrating.sample(stage.house)
    assert (learned.train, learned.kept_back) == ((), ())
    (opened, again) = [row for row in await stage.rows(event) if row["verb"] == "case.opened"]
    assert opened["actor"] == again["actor"] == LI.number


async def test_others_see_and_say_nothing(stage: Stage) -> None:
    _, two, case_id = await linked(stage)
    nobody = Officer(number="officer:1", roles=frozenset({Role.ADMIN, Role.CUSTODIAN}))

    for who in (MEDIATOR, SEALED, nobody):
        async with working(stage) as work:
            with pytest.raises(NoSuchCase):
                await judging.shown(work, who, case_id)
            with pytest.raises(NoSuchCase):
                await judging.open_case(work, who, case_id)
            for said in (judging.same, judging.different, judging.related):
                with pytest.raises(NoSuchLink):
                    await said(work, who, two, case_id)
    async with working(stage) as work:
        with pytest.raises(NoSuchLink):
            await judging.same(work, LI, two, await case_of(stage, two))


async def test_what_integrity_has_in_common_is_seen_by_integrity_alone(stage: Stage) -> None:
    sealed, ordinary = await told(stage, NIGHT, NIGHT_TOO)
    found = await stage.rows(link)
    assert [row["report_id"] for row in found] == [sealed]
    there, theirs = await case_of(stage, ordinary), await case_of(stage, sealed)
    assert found[0]["case_id"] == there
    await opened(stage, theirs)

    async with working(stage) as work:
        assert await judging.shown(work, LI, there) == []
        (seen,) = await judging.shown(work, SEALED, theirs)
        with pytest.raises(NoSuchLink):
            await judging.same(work, LI, sealed, there)
        seq = await judging.same(work, SEALED, sealed, there)
        assert seen.reasons
    assert await case_of(stage, sealed) == theirs
    assert await link_state(stage) == (LinkState.CONFIRMED, SEALED.number)
    async with working(stage) as work:
        assert await judging.shown(work, LI, there) == []
        assert await regrouping.history(work, LI, there) == []
        with pytest.raises(NoSuchCase):
            await regrouping.undo(work, LI, seq)
        await regrouping.undo(work, SEALED, seq)
    assert len(await stage.rows(case)) == len(await stage.rows(report)) == 2
