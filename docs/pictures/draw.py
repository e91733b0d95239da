"""Draw the pictures of the README: the demo's page in Debian's chromium.

Run by `make pictures`; writes PNG files beside itself.
"""

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import Page, async_playwright

from bot import demo, demo_stories, runtime
from sandbox import server
from sandbox.demo import demo_world
from sandbox.phone import Phone
from sandbox.world import World

_HERE = Path(__file__).parent
_CHROMIUM = "/usr/bin/chromium"
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


async def draw() -> None:
    """Play the sample reports and two open conversations, and photograph them."""
    world, stop = demo_world(), asyncio.Event()
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "installation"
        folder.mkdir()
        async with server.serve(world) as running:
            settings = await demo.installed(folder, running)
            async with runtime.opened(settings) as house, runtime.telegram(settings) as bot:
                serving = asyncio.create_task(runtime.serve(house, bot, stop))
                await _photograph(world, running.address)
                stop.set()
                await serving


async def _photograph(world: World, address: str) -> None:
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=_CHROMIUM, args=_FLAGS)
        page = await chromium.new_page(viewport={"width": 1280, "height": 900})
        await page.goto(address)
        aunt = next(phone for phone in world.phones.values() if phone.name == "陈阿姨")
        await _to_the_card(aunt)
        await _shot(page, "conversation-zh.png", only="陈阿姨")
        aunt.press("提交")
        await aunt.wait_for("LG-")
        for story in demo_stories.STORIES[1:]:
            await demo_stories.told(world, story)
        await _shot(page, "phones.png")
        await chromium.close()


async def _to_the_card(phone: Phone) -> None:
    story = demo_stories.STORIES[0]
    phone.say("/start")
    await phone.wait_for()
    phone.say(story.words)
    for words in story.presses[:-1]:
        await phone.wait_for(lambda message: bool(message.buttons))
        phone.press(words)
    await phone.wait_for("请看看")


async def _shot(page: Page, name: str, only: str | None = None) -> None:
    # The page follows the world by a stream; give its last message a moment to be drawn.
    await page.wait_for_timeout(800)
    target = page.get_by_role("region", name=only) if only else page
    await target.screenshot(path=_HERE / name)


if __name__ == "__main__":
    asyncio.run(draw())
