"""The sample reports of the demo, typed and pressed on the sandbox's phones."""

from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.phone import Phone
from sandbox.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What somebody writes, and the buttons they press until it is sent."""

    name: str
    language_code: str
    words: str
    presses: Sequence[str]
    on_page: bool = True


STORIES = (
    Story(
        name="陈阿姨",
        language_code="zh-hans",
        words="南湾南岭村有人用面包车拉煤气瓶，半夜在楼下出租屋里倒气，满楼道都是煤气味，很害怕",
        presses=("我安全，继续", "面包车，车牌没看清", "就这些，不再问了", "保密", "提交"),
    ),
    Story(
        name="Maya",
        language_code="en",
        words="My neighbour upstairs in Bantian drills and hammers every night until two o'clock",
        presses=(
            *("Skip", "A drill, from the flat above", "That is all I know"),
            *("By name", "Maya", "WeChat, after seven", "Send"),
        ),
    ),
    Story(
        name="阿强",
        language_code="zh-hans",
        words="布吉街道有一伙人每个月来收保护费，不交就砸店",
        presses=("跳过", "就这些，不再问了", "匿名", "提交"),
        on_page=False,
    ),
)


async def tell(world: World) -> None:
    """Let every story be told to the bot, one after the other."""
    for story in STORIES:
        await told(world, story)


def _phone(world: World, story: Story) -> Phone:
    known = [phone for phone in world.phones.values() if phone.name == story.name]
    return (
        known[0]
        if known
        else world.add_person(story.name, story.language_code, on_page=story.on_page)
    )


def _answer(phone: Phone, words: str) -> None:
    """Press the button with these words, or type them where there is none."""
    if words in phone.labels():
        phone.press(words)
    else:
        phone.say(words)


async def told(world: World, story: Story) -> None:
    """Let one story be told, from /start to its receipt."""
    phone = _phone(world, story)
    phone.say("/start")
    await phone.wait_for()
    phone.say(story.words)
    for press in story.presses:
        await phone.wait_for(lambda message: bool(message.buttons))
        _answer(phone, press)
    await phone.wait_for(lambda message: "LG-" in message.text)
