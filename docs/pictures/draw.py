"""Draw the pictures of the README: two reports typed on the demo's page.

Run by `make pictures`; a test in tests/browser/ runs it too. Needs Debian's
chromium and its CJK fonts.
"""

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import Locator, Page, async_playwright, expect

from bot import demo, runtime
from bot.demo_stories import STORIES, Story
from sandbox import server
from sandbox.demo import demo_world

_HERE = Path(__file__).parent
_CHROMIUM = "/usr/bin/chromium"
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_PATIENCE = 15_000
# What is typed, and the question it answers.
_TYPED = {
    "Maya": "What is your name",
    "WeChat, after seven": "safe to reach you",
    "A drill, from the flat above": "What sound is it",
    "面包车，车牌没看清": "车牌？",
}


async def draw(folder: Path) -> list[Path]:
    """Type two reports on the page and photograph it; return the files in *folder*."""
    world, stop = demo_world(), asyncio.Event()
    with tempfile.TemporaryDirectory() as home:
        installation = Path(home) / "installation"
        installation.mkdir()
        async with server.serve(world) as running:
            settings = await demo.installed(installation, running)
            async with runtime.opened(settings) as house, runtime.telegram(settings) as bot:
                serving = asyncio.create_task(runtime.serve(house, bot, stop))
                try:
                    return await _photographed(running.address, folder)
                finally:
                    stop.set()
                    await serving


async def _photographed(address: str, folder: Path) -> list[Path]:
    aunt, maya = STORIES[:2]
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=_CHROMIUM, args=_FLAGS)
        page = await chromium.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(_PATIENCE)
        await page.goto(address)
        phone = await _told(page, aunt)
        await expect(phone.get_by_role("log")).to_contain_text("要反映的吗", timeout=_PATIENCE)
        card = await _shot(phone, folder / "conversation-zh.png")
        await _answer(phone, aunt.presses[-1])
        other = await _told(page, maya)
        await _answer(other, maya.presses[-1])
        await expect(other.get_by_role("log")).to_contain_text("Receipt", timeout=_PATIENCE)
        phones = await _shot(page, folder / "phones.png")
        await chromium.close()
    return [card, phones]


async def _told(page: Page, story: Story) -> Locator:
    """Type a story on its phone and answer all but the last question."""
    phone = page.get_by_role("region", name=story.name)
    await phone.get_by_role("button", name="START").click()
    await expect(phone.get_by_role("log")).to_contain_text("110", timeout=_PATIENCE)
    await _type(phone, story.words)
    for words in story.presses[:-1]:
        await _answer(phone, words)
    return phone


async def _answer(phone: Locator, words: str) -> None:
    """Press the button with these words, or type them where a question wants them typed."""
    question = _TYPED.get(words)
    if question is None:
        await phone.get_by_role("button", name=words, exact=True).last.click()
    else:
        await expect(phone.get_by_role("log")).to_contain_text(question, timeout=_PATIENCE)
        await _type(phone, words)


async def _type(phone: Locator, words: str) -> None:
    answers = await phone.get_by_role("listitem").count()
    box = phone.get_by_role("textbox")
    await box.fill(words)
    await box.press("Enter")
    # Our own line and at least one of the bot's.
    await expect(phone.get_by_role("listitem").nth(answers + 1)).to_be_visible(timeout=_PATIENCE)


async def _shot(what: Page | Locator, file: Path) -> Path:
    # Bubbles slide in; a picture waits until they are still.
    await asyncio.sleep(0.8)
    await what.screenshot(path=file)
    return file


if __name__ == "__main__":
    asyncio.run(draw(_HERE))
