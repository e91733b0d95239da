import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import FilePayload, Locator, Page, async_playwright, expect

from docs.pictures import conversations, desks, draw, moves, whole
from tests import fileplay
from tests.support import Town, to_card

CHROMIUM = Path("/usr/bin/chromium")
DOCS = Path(__file__).parents[2] / "docs"
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
    chen = town.phone("陈阿姨", "zh-hans")
    await page.goto(town.running.address)
    phone = page.get_by_role("region", name="陈阿姨")

    await _type(phone, STORY)
    await chen.until(lambda: bool(chen.received))
    await to_card(chen)
    await phone.get_by_role("button", name="提交", exact=True).click()

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

    await expect(phone.get_by_role("log")).to_contain_text("Just write it to me")


async def test_files_are_chosen_on_the_page_and_several_become_an_album(
    town: Town, page: Page
) -> None:
    mei = town.phone("Mei", "en")
    await page.goto(town.running.address)
    phone = page.get_by_role("region", name="Mei")
    photo = fileplay.picture()

    async with page.expect_file_chooser() as opened:
        await phone.get_by_label("Attach").first.select_option("choose")
    chooser = await opened.value
    await chooser.set_files(
        [
            FilePayload(name="one.jpg", mimeType="image/jpeg", buffer=photo),
            FilePayload(name="rules.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7"),
        ]
    )

    await expect(phone.get_by_role("log")).to_contain_text("File / 文件")
    sent = [message.content for message in mei.messages if not message.by_bot]
    assert len({content["media_group_id"] for content in sent}) == 1
    assert sent[1]["document"]["file_name"] == "rules.pdf"
    assert town.world.files.by_id[sent[0]["photo"][-1]["file_id"]].data == photo


async def _type(phone: Locator, words: str) -> None:
    box = phone.get_by_role("textbox")
    await box.fill(words)
    await box.press("Enter")


async def test_the_pictures_of_the_readme_are_drawn_by_typing_on_the_page(tmp_path: Path) -> None:
    files = await draw.draw(tmp_path)

    assert [file.name for file in files] == ["conversation-zh.png", "phones.png"]
    # An empty page of this size weighs a tenth of that.
    assert all(file.stat().st_size > 30_000 for file in files)


async def test_the_pictures_of_desks_are_drawn_from_the_demo(tmp_path: Path) -> None:
    files = await desks.draw(tmp_path)

    assert [file.name for file in files] == ["desk-card.png", "desk-group.png"]
    assert all(file.stat().st_size > 15_000 for file in files)


async def test_ten_whole_conversations_are_held_and_drawn(tmp_path: Path) -> None:
    # Drawing fails if a sentence that must be heard is not.
    files = await whole.draw(tmp_path)

    assert [file.stem for file in files] == [one.name for one in conversations.TEN]
    assert all(10_000 < file.stat().st_size < 250_000 for file in files)


@pytest.mark.parametrize("one", conversations.TEN, ids=lambda one: one.name)
def test_every_picture_is_shown_and_told_to_who_cannot_see_it(
    one: moves.Conversation,
) -> None:
    page = (DOCS / "conversations.md").read_text(encoding="utf-8")

    shown = re.search(rf'<img src="(pictures/{one.name}\.png)" width="\d+" alt="([^"]+)">', page)

    assert shown
    assert (DOCS / shown[1]).is_file()
    assert len(shown[2]) > 200
    assert all(one.hears)
