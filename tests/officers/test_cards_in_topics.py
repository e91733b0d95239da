"""Cards of cases in the topics of a forum, against the sandbox over HTTP."""

from dataclasses import replace
from datetime import UTC, datetime

from casework import cards as cards_
from casework import outbox, staffing
from casework.cards import Placed
from casework.staffing import Scope
from casework.work import Work
from sandbox.chats import Message
from sandbox.group import Group
from sandbox.phone import Phone
from storage import tables, topics
from tests.stage import Stage
from tests.support import Town, press, say, to_card
from triage.languages import Language
from triage.permissions import Role
from triage.routing import Queue

STORY = "Someone sells gas cylinders without a licence in Nanlian community"


async def officer(town: Town, name: str, *roles: Role) -> Phone:
    """Let somebody open the link of an invitation."""
    async with town.house.database.write() as tx:
        work = Work(tx=tx, now=datetime.now(UTC), house=town.house)
        scope = Scope(roles=frozenset(roles))
        invited = await staffing.invite(work, scope, "operator", Language.EN)
    phone = town.phone(name)
    phone.say(f"/start {staffing.LINK}{invited.token}")
    await phone.wait_for("You are officer")
    return phone


async def reported(town: Town, name: str = "Mei") -> Phone:
    mei = town.phone(name)
    await say(mei, STORY)
    await to_card(mei)
    await press(mei, "Send")
    return mei


async def forum(town: Town, li: Phone) -> tuple[Group, int]:
    """Bind the topic of a new group to the gas desk."""
    group = town.world.add_group("Gas desk")
    topic = group.add_topic("Gas")
    group.say(li, "/bind verification gas", topic=topic)
    await group.wait_for(lambda m: "绑定" in m.text)
    return group, topic


def cards(group: Group) -> list[Message]:
    return [one for one in group.received if "LG-" in one.text]


async def test_a_new_case_has_a_card_without_a_word_of_its_report(town: Town) -> None:
    li = await officer(town, "Li", Role.SUPERVISOR, Role.VERIFIER)
    group, topic = await forum(town, li)

    await reported(town)
    card = await group.wait_for("LG-")

    assert card.content["message_thread_id"] == topic
    assert "Nanlian" not in card.text
    assert "licence" not in card.text
    assert "南联" in card.text


async def test_a_press_on_the_card_claims_and_the_card_says_so_in_place(town: Town) -> None:
    li = await officer(town, "Li", Role.SUPERVISOR, Role.VERIFIER)
    wang = await officer(town, "Wang", Role.VERIFIER)
    group, _ = await forum(town, li)
    await reported(town)
    card = await group.wait_for("LG-")
    group.add(wang)
    claim = next(b.data for row in card.buttons for b in row if (b.data or "").endswith("claim"))

    group.press(wang, claim or "", card)
    changed = await group.wait_for("LG-0002")

    assert changed.message_id == card.message_id
    # The other presses what the card showed before: nothing changes, and they are told.
    li.mark()
    li.press(claim or "", card, chat=group.chat, stale=True)
    told = await li.wait_for("LG-0002")
    assert told.chat.chat_id == li.person_id
    assert len(cards(group)) == 1


async def test_a_topic_that_somebody_deleted_is_made_again_with_its_cards(town: Town) -> None:
    li = await officer(town, "Li", Role.SUPERVISOR, Role.VERIFIER)
    group, topic = await forum(town, li)
    await reported(town)
    await group.wait_for("LG-")
    group.delete_topic(topic)
    group.mark()

    await say(li, "/next")
    await press(li, "Claim")
    card = await group.wait_for("LG-")

    assert card.content["message_thread_id"] != topic
    assert card.content["message_thread_id"] in group.chat.topics
    assert "LG-0001" in card.text


async def test_a_member_without_a_role_claims_nothing(town: Town) -> None:
    li = await officer(town, "Li", Role.SUPERVISOR, Role.VERIFIER)
    group, _ = await forum(town, li)
    await reported(town)
    card = await group.wait_for("LG-")
    stranger = town.phone("Bao")
    claim = next(b.data for row in card.buttons for b in row if (b.data or "").endswith("claim"))

    group.press(stranger, claim or "", card)
    answer = await stranger.wait_for()

    assert "no such case" in answer.text
    assert "LG-00" not in cards(group)[0].text.replace("LG-26", "")


async def test_only_those_with_the_duty_bind_a_topic(town: Town) -> None:
    wang = await officer(town, "Wang", Role.VERIFIER)
    group = town.world.add_group("Gas desk")
    topic = group.add_topic("Gas")

    group.say(wang, "/bind verification gas", topic=topic)
    answer = await group.wait_for()

    assert answer.content["message_thread_id"] == topic
    assert "绑定，" not in answer.text


async def test_two_cards_that_find_their_topic_gone_stand_in_one_new_topic(town: Town) -> None:
    li = await officer(town, "Li", Role.SUPERVISOR, Role.VERIFIER)
    group, topic = await forum(town, li)
    async with town.house.database.read() as tx:
        bound = await topics.of_desk(tx, Queue.VERIFICATION, "gas")
    assert bound
    gone = Placed(topic_id=bound.id, chat_id=group.chat_id, thread_id=topic)
    now = datetime.now(UTC)

    first = await cards_.moved(town.house, gone, replace(gone, thread_id=77), now)
    second = await cards_.moved(town.house, gone, replace(gone, thread_id=78), now)

    assert first.thread_id == second.thread_id == 77


async def test_a_change_while_a_card_is_on_its_way_is_shown_after_it(stage: Stage) -> None:
    case_id = b"a case of sixteen"[:16]
    for _ in range(4):
        async with stage.house.database.write() as tx:
            await outbox.show_card(Work(tx=tx, now=stage.now, house=stage.house), case_id)

    rows = [row for row in await stage.rows(tables.outbox) if row["address_kind"] == "card"]

    # One may be on its way with what was before; the other tells what is now.
    assert len(rows) == 2
