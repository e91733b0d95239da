"""Files and names: only for whoever may see them, never to be passed on, each time recorded."""

from storage.tables import event
from tests import fileplay, keyplay
from tests.desk_play import colleague
from tests.stage import Stage, keys_of

MEI, LI, WANG = 5_200_000_001, 5_300_000_001, 5_300_000_002
STORY = "Someone sells gas cylinders without a licence in Nanlian community"


async def verbs(stage: Stage) -> list[str]:
    return [row["verb"] for row in await stage.rows(event)]


async def test_a_file_is_sent_as_a_clean_copy_that_cannot_be_passed_on(stage: Stage) -> None:
    mei = stage.resident(MEI)
    await mei.show("")
    await fileplay.arrived(stage)
    await mei.send_report(STORY)
    li = await colleague(stage, LI)
    await li.claim_next()
    await li.press("|read|")

    said = await li.press("|file|")

    (handed,) = said
    assert handed.manner == "file"
    assert handed.protected
    assert handed.file
    assert "file.read" in await verbs(stage)


async def test_a_name_is_for_whoever_has_the_case(stage: Stage) -> None:
    await keyplay.by_name(stage.resident(MEI), STORY, "Lian", "13800000000")
    li, wang = await colleague(stage, LI), await colleague(stage, WANG)
    await li.claim_next()
    read = await li.press("|read|")
    assert not any("Lian" in str(text.params) for one in read for text in one.texts)

    told = await li.press("|who|")

    assert keys_of(told) == ["desk.contact"]
    assert "contact.read" in await verbs(stage)
    await wang.say("/case " + li.reference())
    await wang.press("|read|")
    assert not any("|who|" in b.data for one in wang.chat.values() for r in one.buttons for b in r)
    data = li.data("|who|")
    assert keys_of(await wang.press_data(data))[0] == "lead.not_your_part"
