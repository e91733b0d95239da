"""Draw the pictures of docs/desks.md: a case on an officer's telephone, and cards in a group.

Run by `make pictures`; a test in tests/browser/ runs it too. Needs Debian's
chromium and its CJK fonts.
"""

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import Locator, Page, async_playwright, expect

from bot import demo, demo_desks, runtime
from sandbox import server
from sandbox.demo import demo_world

_HERE = Path(__file__).parent
_CHROMIUM = "/usr/bin/chromium"
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_PATIENCE = 15_000


async def draw(folder: Path) -> list[Path]:
    """Play the desks of the demo and photograph two of its screens; return the files."""
    world, stop = demo_world(), asyncio.Event()
    with tempfile.TemporaryDirectory() as home:
        installation = Path(home) / "installation"
        installation.mkdir()
        async with server.serve(world) as running:
            settings = await demo.installed(installation, running)
            async with runtime.opened(settings) as house, runtime.telegram(settings) as bot:
                serving = asyncio.create_task(runtime.serve(house, bot, stop))
                try:
                    await demo_desks.work(house, world)
                    return await _photographed(running.address, folder)
                finally:
                    stop.set()
                    await serving


async def _photographed(address: str, folder: Path) -> list[Path]:
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=_CHROMIUM, args=_FLAGS)
        page = await chromium.new_page(viewport={"width": 1280, "height": 1000})
        page.set_default_timeout(_PATIENCE)
        await page.goto(address)
        phone = page.get_by_role("region", name=demo_desks.LIN)
        await _type(phone, "/mine")
        await phone.get_by_role("button", name="无证送气卖气").last.click()
        await expect(phone.get_by_role("log")).to_contain_text("经办人 LG-0001")
        await phone.get_by_role("button", name="问报告人").last.scroll_into_view_if_needed()
        card = await _shot(phone, folder / "desk-card.png")
        group = await _shot(_group(page), folder / "desk-group.png")
        await chromium.close()
    return [card, group]


def _group(page: Page) -> Locator:
    return page.get_by_role("region", name="Gas desk")


async def _type(phone: Locator, words: str) -> None:
    box = phone.get_by_role("textbox")
    await box.fill(words)
    await box.press("Enter")


async def _shot(what: Locator, file: Path) -> Path:
    await what.screenshot(path=file)
    return file


if __name__ == "__main__":
    for drawn in asyncio.run(draw(_HERE)):
        print(drawn.name)
