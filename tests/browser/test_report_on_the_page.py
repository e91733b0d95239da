from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, async_playwright, expect

from docs.pictures import draw
from tests.support import Town

CHROMIUM = Path("/usr/bin/chromium")
STORY = "布吉凤凰社区有人用面包车拉黑煤气，白天晚上都在卖"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's chromium is not installed"),
]


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        page = await chromium.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(15_000)
        yield page
        await chromium.close()


async def test_a_report_is_typed_and_sent_on_the_page(town: Town, page: Page) -> None:
    town.phone("陈阿姨", "zh-hans")
    await page.goto(town.running.address)
    phone = page.get_by_role("region", name="陈阿姨")

    await _type(phone, STORY)
    for button in ("反复发生", "保密", "提交"):
        await phone.get_by_role("button", name=button, exact=True).click()

    await expect(phone.get_by_role("log")).to_contain_text("回执：")
    await expect(phone.get_by_role("log")).to_contain_text("LG-26-")
    await expect(phone.get_by_role("button", name="清空聊天")).to_be_visible()


async def test_the_page_can_be_used_with_the_keyboard_alone(town: Town, page: Page) -> None:
    town.phone("Maya", "en")
    await page.goto(town.running.address)
    phone = page.get_by_role("region", name="Maya")

    await _type(phone, "My neighbour in Bantian makes loud noise every night")
    skip = phone.get_by_role("button", name="Skip", exact=True)
    await skip.focus()
    await page.keyboard.press("Enter")

    await expect(phone.get_by_role("log")).to_contain_text("When did it happen?")


async def _type(phone: Locator, words: str) -> None:
    box = phone.get_by_role("textbox")
    await box.fill(words)
    await box.press("Enter")


async def test_the_pictures_of_the_readme_are_drawn_by_typing_on_the_page(tmp_path: Path) -> None:
    files = await draw.draw(tmp_path)

    assert [file.name for file in files] == ["conversation-zh.png", "phones.png"]
    # An empty page of this size weighs a tenth of that.
    assert all(file.stat().st_size > 30_000 for file in files)
