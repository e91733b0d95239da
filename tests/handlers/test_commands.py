import pytest

from handlers.residents.commands import COMMANDS
from tests.support import Town, press, say, to_card

STORY = "Someone sells gas cylinders without a licence in Nanlian community"


async def test_start_says_who_we_are_and_offers_the_kinds(town: Town) -> None:
    mei = town.phone()

    welcome = await say(mei, "/start")

    assert "Maple Bridge, for the neighbourhoods of Longgang District" in welcome.text
    assert "110, 119 or 120" in welcome.text
    assert [len(row) for row in welcome.buttons] == [1] * len(town.house.data.categories.groups())
    assert "Someone to talk to" in mei.labels()


@pytest.mark.parametrize("command", ["/start", "/report"])
async def test_an_open_draft_is_gone_on_with(town: Town, command: str) -> None:
    mei = town.phone()
    await say(mei, STORY)

    mei.say(command)
    asked = await mei.wait_for("When did it happen")

    assert asked.buttons
    assert STORY in (await to_card(mei)).text


async def test_report_without_a_draft_asks_for_the_story(town: Town) -> None:
    asked = await say(town.phone(), "/report")

    assert asked.text.startswith("Write in your own words what is happening, and where.")


async def test_cancel_erases_the_draft_and_says_so(town: Town) -> None:
    mei = town.phone()
    await say(mei, STORY)

    assert (await say(mei, "/cancel")).text == "The draft is deleted. Nothing was sent."
    assert (await say(mei, "/cancel")).text == "There is no draft."


@pytest.mark.parametrize(
    ("label", "done", "question", "gone"),
    [
        ("简体中文", "好的，以后用简体中文。", "是什么时候的事？", "草稿已删除"),
        ("繁體中文", "好的，以後用繁體中文。", "是什麼時候的事？", "草稿已刪除"),
    ],
)
async def test_another_language_in_the_middle_repeats_the_question_in_it(
    town: Town, label: str, done: str, question: str, gone: str
) -> None:
    mei = town.phone("Mei", "en")
    await say(mei, STORY)
    await say(mei, "/language")

    mei.press(label)
    await mei.wait_for(done)
    await mei.wait_for(question)

    assert gone in (await say(mei, "/cancel")).text


async def test_a_chosen_language_lasts_and_another_person_keeps_their_own(town: Town) -> None:
    mei, bao = town.phone("Mei", "en"), town.phone("Bao", "zh-hans")
    await say(mei, "/language")
    await press(mei, "繁體中文")

    assert (await say(mei, "/cancel")).text == "現在沒有草稿。"
    assert (await say(bao, "/cancel")).text == "现在没有草稿。"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("zh-hans", "现在没有草稿。"),
        ("zh-hant", "現在沒有草稿。"),
        ("zh-tw", "現在沒有草稿。"),
        ("zh", "现在没有草稿。"),
        ("en-GB", "There is no draft."),
        ("de", "There is no draft."),
    ],
)
async def test_the_first_language_is_the_phones(town: Town, code: str, words: str) -> None:
    assert (await say(town.phone("Mei", code), "/cancel")).text == words


async def test_privacy_says_what_telegram_sees_and_how_long_drafts_stay(town: Town) -> None:
    said = await say(town.phone(), "/privacy")

    assert "erased after 24 hours" in said.text
    assert "What Telegram sees" in said.text
    assert "Nobody can promise complete secrecy" in said.text


@pytest.mark.parametrize("code", ["en", "zh-hans", "zh-hant"])
async def test_help_names_every_command_worth_knowing(town: Town, code: str) -> None:
    said = await say(town.phone("Mei", code), "/help")

    assert all(f"/{name}" in said.text for name in COMMANDS if name not in {"start", "help"})


async def test_commands_are_taken_in_any_case_and_with_the_name_of_the_bot(town: Town) -> None:
    mei = town.phone()

    for line in ("/CANCEL", "/cancel@sandbox_bot", "/cancel and more words"):
        assert (await say(mei, line)).text == "There is no draft."


async def test_an_unknown_command_is_named_as_one_and_keeps_the_draft(town: Town) -> None:
    mei = town.phone()
    await say(mei, STORY)

    for line in ("/frobnicate", "/", "//"):
        assert "I do not know this command" in (await say(mei, line)).text

    assert "When did it happen" in (await say(mei, "/report")).text


async def test_the_menu_of_commands_is_offered_in_two_languages(town: Town) -> None:
    mei = town.phone()

    def first(code: str) -> str:
        menu = town.world.profile.menu(mei.chat, mei.person_id, code)
        return str(menu[1]["description"]) if menu else ""

    wanted = ["写一份报告", "Write a report", "Write a report"]
    await mei.until(lambda: [first(code) for code in ("zh-hans", "en", "de")] == wanted)
