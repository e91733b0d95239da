import pytest

from storage import tables
from tests.durability import evidence
from tests.stage import STORY, Stage, keys_of, words_of
from triage import pieces

HUGE = 30_000_000
VOICE = {"file_id": "v", "file_unique_id": "u", "duration": 3, "file_size": 900}
PAPER = {"file_id": "p", "file_unique_id": "u", "file_name": "list.pdf", "file_size": 900}
FILM = {"file_id": "c", "file_unique_id": "u", "width": 9, "height": 9, "duration": 3}
KINDS = {
    "voice": VOICE,
    "document": PAPER,
    "video": FILM,
    "video_note": FILM | {"length": 9},
    "audio": VOICE,
    "animation": FILM,
}
# A voice has no camera, and a photo no voice.
NOTES = {
    "voice": "note.file_voice",
    "document": "note.file",
    "video": "note.file_video",
    "video_note": "note.file_video",
    "audio": "note.file_voice",
    "animation": "note.file_photo",
}
STICKER = {"is_animated": False, "is_video": False, "type": "regular", "width": 9, "height": 9}
POLL = {"id": "1", "question": "?", "options": [], "total_voter_count": 0, "type": "regular"}
POLL |= dict.fromkeys(("is_closed", "is_anonymous", "allows_multiple_answers"), False)
NOTHING = {
    "sticker": STICKER | {"file_id": "s", "file_unique_id": "u"},
    "dice": {"emoji": "🎲", "value": 3},
    "poll": POLL | dict.fromkeys(("allows_revoting", "members_only"), False),
}


@pytest.mark.parametrize("kind", KINDS)
async def test_every_kind_of_file_becomes_part_of_the_draft(stage: Stage, kind: str) -> None:
    mei = stage.resident()
    await mei.say(STORY)

    said = await mei.say("", **{kind: KINDS[kind]})

    assert keys_of(said)[0] == NOTES[kind]
    assert (await mei.draft()).files == 1
    (file,) = await stage.rows(tables.file)
    assert file["state"] == "waiting"


async def test_a_photo_can_be_the_first_message(stage: Stage) -> None:
    mei = stage.resident()

    said = await mei.show()

    assert keys_of(said) == ["note.file_photo", "question.kind"]
    assert keys_of(await mei.say(STORY))[-1].startswith("question.")


async def test_the_words_under_a_photo_are_story_whatever_is_asked(stage: Stage) -> None:
    mei = stage.resident()
    await mei.to_card(await mei.say("It is all very unpleasant"))
    for question in ("subdistrict", "when", "mode"):
        await mei.press(f"|change|{question}")
        if question == "mode":
            await mei.press("|mode|named")

        said = await mei.show(f"These are the bottles {question}")

        assert keys_of(said)[0] == "note.file_photo"
        assert (await mei.draft()).pieces[-1].text == f"These are the bottles {question}"
        await mei.to_card(said)

    assert (await mei.draft()).name is None


async def test_an_album_is_answered_once(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say("It is all very unpleasant")

    first = await mei.show(album="a1")
    second = await mei.show(album="a1")
    third = await mei.show(album="a1")
    other = await mei.show(album="a2")

    assert [bool(said) for said in (first, second, third, other)] == [True, False, False, True]
    assert (await mei.draft()).files == 4


async def test_words_under_a_later_part_of_an_album_are_answered(stage: Stage) -> None:
    mei = stage.resident()
    await mei.show(album="a1")

    said = await mei.show("Help, our house is on fire", album="a1")

    assert "119" in words_of(said[0])


@pytest.mark.parametrize("question", ["subdistrict", "when", "mode", "kind"])
async def test_a_question_answered_with_a_photo_is_asked_again(stage: Stage, question: str) -> None:
    mei = stage.resident()
    await mei.to_card(await mei.say("It is all very unpleasant"))
    await mei.press(f"|change|{question}")

    said = await mei.show()

    assert keys_of(said) == ["note.file_photo", f"question.{question}"]


@pytest.mark.parametrize("before", [True, False])
async def test_a_file_too_big_keeps_the_words_under_it(stage: Stage, before: bool) -> None:
    mei = stage.resident()
    if before:
        await mei.say("It is all very unpleasant")

    said = await mei.show("They shout at night", size=HUGE)

    assert keys_of(said)[0] == "error.file_too_big"
    draft = await mei.draft()
    assert pieces.whole_story(draft).endswith("They shout at night")
    assert draft.files == 0
    assert await stage.rows(tables.file) == []


async def test_a_file_too_big_without_words_changes_nothing(stage: Stage) -> None:
    mei = stage.resident()

    said = await mei.show(size=HUGE)

    assert keys_of(said) == ["error.file_too_big"]
    assert await stage.rows(tables.draft) == []


async def test_words_too_long_under_a_photo_leave_it_out_with_them(stage: Stage) -> None:
    mei = stage.resident()
    for letter in "abcd":
        await mei.say(letter * 3800)

    said = await mei.show("e" * 1024)

    assert keys_of(said) == ["error.story_too_long"]
    assert (await mei.draft()).files == 0
    assert await stage.rows(tables.file) == []


async def test_too_many_files_are_refused_with_a_sentence(stage: Stage) -> None:
    mei = stage.resident()
    most = stage.house.settings.limits.files_per_report
    for _ in range(most):
        await mei.show()

    said = await mei.show("and this is the last one")

    assert keys_of(said)[0] == "error.too_many_files"
    draft = await mei.draft()
    assert draft.files == most
    assert pieces.whole_story(draft) == "and this is the last one"


@pytest.mark.parametrize("kind", NOTHING)
async def test_what_tells_nothing_gets_a_sentence_at_every_question(
    stage: Stage, kind: str
) -> None:
    mei, content = stage.resident(), {kind: NOTHING[kind]}
    assert keys_of(await mei.say("", **content)) == ["error.cannot_read"]
    await mei.to_card(await mei.say(STORY))
    before = await mei.draft()

    assert keys_of(await mei.say("", **content)) == ["error.cannot_read"]

    assert await mei.draft() == before


async def test_the_card_counts_the_files(stage: Stage) -> None:
    mei = stage.resident()
    await mei.show(STORY)
    await mei.show()

    (card,) = await mei.to_card(await mei.say("/report"))

    assert [text.params["n"] for text in card.texts if text.key == "card.files"] == [2]


async def test_discard_takes_the_files_along(stage: Stage) -> None:
    mei = stage.resident()
    await mei.show(STORY)

    await mei.say("/cancel")

    assert {file["state"] for file in await stage.rows(tables.file)} == {"erased"}
    assert await evidence.kept(stage.house) == []
