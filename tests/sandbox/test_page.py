import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import telegram
from playwright.async_api import Locator, Page, async_playwright, expect

from sandbox import demo
from sandbox.server import Running
from sandbox.world import World

CHROMIUM = Path("/usr/bin/chromium")
NASTY = "<img src=x onerror=alert(1)> & <b>x</b>"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's chromium is not installed"),
]


@pytest.fixture
def world() -> World:
    return demo.demo_world()


@pytest.fixture
async def page(running: Running) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = await browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(5000)
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        await page.goto(running.address)
        yield page
        await browser.close()
    assert complaints == []


@pytest.fixture
async def echo(bot: telegram.Bot) -> AsyncIterator[None]:
    async def run() -> None:
        offset = 0
        while True:
            for update in await bot.get_updates(offset=offset, timeout=20):
                offset = update.update_id + 1
                await _answer(bot, update)

    task = asyncio.create_task(run())
    yield
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def _answer(bot: telegram.Bot, update: telegram.Update) -> None:
    if update.callback_query:
        await update.callback_query.answer("Pressed")
    elif update.message and update.effective_chat:
        key = telegram.InlineKeyboardButton("Again", callback_data="again")
        await bot.send_message(
            update.effective_chat.id,
            f"You said: {update.message.text}",
            reply_markup=telegram.InlineKeyboardMarkup([[key]]),
        )


def _phone(page: Page, person_id: int) -> Locator:
    return page.locator(f'[data-person="{person_id}"]')


@pytest.mark.usefixtures("echo")
async def test_what_is_typed_reaches_the_bot_and_its_answer_is_shown(
    page: Page, world: World
) -> None:
    maya = _phone(page, demo.DEMO_MAYA_ID)
    await maya.get_by_role("button", name="START").click()
    await maya.get_by_role("textbox").fill(NASTY)
    await maya.get_by_role("textbox").press("Enter")

    await expect(maya.get_by_role("log")).to_contain_text(f"You said: {NASTY}")
    await maya.get_by_role("button", name="Again").last.click()
    await expect(maya.get_by_role("alert")).to_have_text("Pressed")
    assert [one.text for one in world.phones[demo.DEMO_MAYA_ID].messages if not one.by_bot] == [
        "/start",
        NASTY,
    ]


async def test_words_of_the_bot_keep_their_looks_edits_and_deletions(
    page: Page, bot: telegram.Bot, world: World
) -> None:
    world.phones[demo.DEMO_MAYA_ID].say("/start")
    log = _phone(page, demo.DEMO_MAYA_ID).get_by_role("log")

    sent = await bot.send_message(
        demo.DEMO_MAYA_ID, "🍁 <b>bold <i>both</i></b> <code>1234</code>", parse_mode="HTML"
    )
    await expect(log.locator("strong")).to_have_text("bold both")
    await expect(log.locator("strong em")).to_have_text("both")
    await expect(log.get_by_title("Copy")).to_have_text("1234")

    await bot.edit_message_text("changed", demo.DEMO_MAYA_ID, sent.message_id)
    await expect(log).to_contain_text("changed")
    await bot.delete_message(demo.DEMO_MAYA_ID, sent.message_id)
    await expect(log).not_to_contain_text("changed")


async def test_the_language_of_a_phone_decides_its_menu(
    page: Page, bot: telegram.Bot, world: World
) -> None:
    world.phones[demo.DEMO_MAYA_ID].say("/start")
    await bot.set_my_commands([("help", "Help")])
    await bot.set_my_commands([("help", "帮助")], language_code="zh")
    maya = _phone(page, demo.DEMO_MAYA_ID)

    await maya.get_by_label("Language").select_option("zh-hant")
    await maya.get_by_role("button", name="Commands").click()
    await maya.get_by_role("button", name="/help 帮助").click()

    await expect(maya.get_by_role("log")).to_contain_text("/help")
    assert world.phones[demo.DEMO_MAYA_ID].language_code == "zh-hant"


async def test_an_officer_writes_and_presses_in_the_group(
    page: Page, bot: telegram.Bot, world: World
) -> None:
    desk = world.groups[demo.DEMO_GROUP_ID]
    key = telegram.InlineKeyboardButton("Take it", callback_data="take")
    await bot.send_message(
        desk.chat_id, "LG-26-004217-K", reply_markup=telegram.InlineKeyboardMarkup([[key]])
    )
    panel = page.locator(f'[data-group="{desk.chat_id}"]')

    await panel.get_by_role("button", name="Take it").click()
    await panel.get_by_role("textbox").fill("on it")
    await panel.get_by_role("button", name="Send").click()

    await expect(panel.get_by_role("log")).to_contain_text("on it")
    updates = await bot.get_updates(timeout=2)
    assert updates[0].callback_query is not None
    assert updates[0].callback_query.data == "take"


@pytest.mark.parametrize("width", [1280, 420])
async def test_the_page_never_scrolls_sideways(page: Page, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 900})
    await expect(page.locator(".phone")).to_have_count(3)

    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")

    assert wide <= 0
