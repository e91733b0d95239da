"""Draw ten whole conversations, played on the demo's page; see docs/conversations.md.

Run by `make pictures`; a test in tests/browser/ runs it too. Needs Debian's
chromium and its CJK fonts.
"""

import asyncio
import io
import re
import tempfile
from pathlib import Path
from typing import Any

import av
from PIL import Image
from playwright.async_api import Locator, Page, async_playwright, expect

from bot import demo, runtime
from docs.pictures import conversations
from docs.pictures.moves import Change, Conversation, Move, Photos, Point, Press, Say, Voice
from sandbox import server
from sandbox.chats import Message
from sandbox.demo import DEMO_GROUP_ID, DEMO_TOKEN
from sandbox.phone import Phone
from sandbox.world import World

_HERE = Path(__file__).parent
_CHROMIUM = "/usr/bin/chromium"
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_PATIENCE = 30.0
# So long nothing more has come: the bot has said what it had to say.
_STILL = 0.8
_RECEIPT = re.compile(r"\b\d{4} \d{4} \d{4} \d{4}\b")
# A photograph wants more colours than a page of words.
_COLOURS = 48
# Pixels; what is longer goes on in a second column.
_TALL = 1600
# On a phone an answer to a button takes the place of the question. In a
# picture both stay, one below the other, and what was deleted is crossed out.
_KEEP = """
const swap = Element.prototype.replaceWith, away = Element.prototype.remove;
const said = (item) => [...item.querySelectorAll(".words, .keys")].map((e) => e.innerText).join();
Element.prototype.replaceWith = function (item) {
  if (this.tagName !== "LI" || said(this) === said(item)) return swap.call(this, item);
  this.classList.add("past");
  item.earlier = [this, ...(this.earlier ?? [])];
  this.parentNode.append(item);
};
Element.prototype.remove = function () {
  if (this.tagName !== "LI") return away.call(this);
  [this, ...(this.earlier ?? [])].forEach((one) => one.classList.add("gone"));
};
"""
_LOOKS = """
#desk { display: block; padding: 0; margin: 0 }
.phone { width: 412px }
.phone { height: auto; min-height: 0; overflow: visible; border-radius: 0; box-shadow: none }
.chat { overflow: visible; flex: none } .composer, .typing, .toast, .choice { display: none }
.meta button { display: none }
.phone.long { width: 824px }
.long .chat { columns: 2; column-gap: 0; column-rule: 1px solid var(--line) }
.message { break-inside: avoid; padding: 0 6px }
.past .keys button:not(.pressed) { opacity: .55 }
.keys .pressed { outline: 3px solid var(--accent); opacity: 1 }
.gone .bubble { opacity: .7; border: 1px dashed var(--quiet); box-shadow: none }
.gone .keys { opacity: .7 }
"""


async def draw(folder: Path) -> list[Path]:
    """Play every conversation and photograph it; return the files in *folder*."""
    world, stop = _world(), asyncio.Event()
    with tempfile.TemporaryDirectory() as home:
        installation = Path(home) / "installation"
        installation.mkdir()
        async with server.serve(world) as running:
            settings = await demo.installed(installation, running)
            async with runtime.opened(settings) as house, runtime.telegram(settings) as bot:
                serving = asyncio.create_task(runtime.serve(house, bot, stop))
                try:
                    return await _photographed(world, running.address, folder)
                finally:
                    stop.set()
                    await serving


def _world() -> World:
    world = World(token=DEMO_TOKEN, name="Maple Bridge 枫桥", username="maplebridge_sandbox_bot")
    world.add_group("值班群 Duty desk", chat_id=DEMO_GROUP_ID)
    for one in conversations.TEN:
        world.add_person(one.person, one.language_code)
    return world


async def _photographed(world: World, address: str, folder: Path) -> list[Path]:
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=_CHROMIUM, args=_FLAGS)
        size = {"width": 900, "height": 900}
        page = await chromium.new_page(bypass_csp=True, viewport=size, timezone_id="Asia/Shanghai")  # type: ignore[arg-type] # a TypedDict of just these
        await page.add_init_script(_KEEP)
        await page.goto(address)
        await page.add_style_tag(content=_LOOKS)
        phones = {phone.name: phone for phone in world.phones.values()}
        drawn = [_drawn(page, phones[one.person], one, folder) for one in conversations.TEN]
        files = await asyncio.gather(*drawn)
        await chromium.close()
    return files


async def _drawn(page: Page, phone: Phone, conversation: Conversation, folder: Path) -> Path:
    region = page.get_by_role("region", name=conversation.person)
    for move in conversation.moves:
        before = phone.chat.changed
        await _made(region, phone, move)
        await _answered(phone, before if isinstance(move, Press) else phone.chat.changed)
    for sentence in conversation.hears:
        await expect(region.get_by_role("log")).to_contain_text(sentence, timeout=_PATIENCE * 1000)
    file = folder / f"{conversation.name}.png"
    if await region.evaluate("(phone) => phone.offsetHeight") > _TALL:
        await region.evaluate("(phone) => phone.classList.add('long')")
    _save(await region.screenshot(), file)
    return file


async def _made(region: Locator, phone: Phone, move: Move) -> None:
    match move:
        case Say():
            phone.say(move.words.format(receipt=_receipt(phone)))
        case Press():
            await _pressed(region, move.label)
        case Change():
            phone.edit(_own(phone, move.old), move.new)
        case Photos():
            album = "1" if move.number > 1 else None
            for number in range(move.number):
                phone.send_photo("" if number else move.caption, _picture(), album=album)
        case Voice():
            phone.send_voice(data=_voice())
        case Point():
            phone.send_location(move.latitude, move.longitude)


async def _pressed(region: Locator, label: str) -> None:
    now = region.locator("li:not(.past):not(.gone)")
    button = now.get_by_role("button", name=label, exact=True).last
    await button.evaluate("(button) => button.classList.add('pressed')", timeout=_PATIENCE * 1000)
    # No mouse: ten conversations are held on the page at once.
    await button.dispatch_event("click")


async def _answered(phone: Phone, before: int) -> None:
    """Return once the bot has said something and then been still."""
    await phone.until(lambda: phone.chat.changed > before, _PATIENCE)
    seen = 0
    while seen != phone.chat.changed:
        seen = phone.chat.changed
        await asyncio.sleep(_STILL)


def _own(phone: Phone, words: str) -> Message:
    return next(one for one in phone.messages if not one.by_bot and words in one.text)


def _receipt(phone: Phone) -> str:
    shown = [found for one in phone.received for found in _RECEIPT.findall(one.text)]
    return shown[-1] if shown else ""


def _picture() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((320, 240), 60).save(out, "JPEG")
    return out.getvalue()


def _voice() -> bytes:
    """Return a second of silence as telephones send it."""
    out = io.BytesIO()
    with av.open(out, "w", format="ogg") as target:
        stream: Any = target.add_stream("libopus", rate=48_000)
        stream.codec_context.layout = "mono"
        frame = av.AudioFrame(format="s16", layout="mono", samples=960)
        frame.sample_rate, frame.pts = 48_000, 0
        frame.planes[0].update(bytes(frame.planes[0].buffer_size))
        target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return out.getvalue()


def _save(png: bytes, file: Path) -> None:
    # A page of words has few colours; so the file stays small.
    with Image.open(io.BytesIO(png)) as image:
        image.convert("RGB").quantize(_COLOURS).save(file, optimize=True)


if __name__ == "__main__":
    asyncio.run(draw(_HERE))
