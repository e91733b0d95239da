"""The desks of the demo: officers enrolled by their links, cases brought into every state.

Everything is typed and pressed on phones, so audit trail, links and clocks are real.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from casework import staffing
from casework.staffing import Scope
from casework.work import House, Work
from locales.catalogue import label
from sandbox.group import Group
from sandbox.phone import Phone
from sandbox.world import World
from triage.languages import Language
from triage.permissions import Role

_SPOKEN = Language.ZH_HANS
# The endings of the buttons that lead from a story to its receipt in the shortest way.
_SHORTEST = ("|safe|", "|pending|fresh", "|enough|", "|when|now", "|mode|confidential", "|skip|")
_MOST_TAPS = 20

LIN, WANG, HE = "林核查", "王复核", "何调解"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tip:
    """What somebody tells, and what becomes of it: presses by key, words by what is typed."""

    words: str
    officer: str
    steps: Sequence[str]
    second: Sequence[str] = ()


_TICKS = ("desk.button.checklist", "☐")
_EVIDENCE = ("desk.button.evidence", "=现场看到三个没有标识的气瓶，老板承认没有许可")
_VERIFIED = (*("desk.act.claim", "desk.act.check.lead", *_EVIDENCE, *_TICKS),)
_SECOND = ("desk.act.verify", "=自己去看过，属实")
TIPS = (
    Tip(words="平湖街道新木社区有人在铁皮房里存了几十瓶煤气", officer=LIN, steps=()),
    Tip(
        words="坂田街道四季花城门口每天有人用三轮车卖无证煤气",
        officer=LIN,
        steps=("desk.act.claim", "desk.button.ask", "=大概几点出来？"),
    ),
    Tip(
        words="园山街道大康社区出租屋逃生门被铁链锁死",
        officer=LIN,
        steps=("desk.act.claim", "desk.act.check.lead"),
    ),
    Tip(words="吉华街道有人把电动车推进楼道充电", officer=LIN, steps=_VERIFIED, second=_SECOND),
    Tip(
        words="布吉街道茂业后面的五金店偷偷给人充煤气",
        officer=LIN,
        steps=_VERIFIED,
        second=(*_SECOND, "desk.act.hand_over", "=已移交燃气主管部门，对方签收"),
    ),
    Tip(
        words="横岗街道有人强收摊位费，不交就砸东西",
        officer=LIN,
        steps=_VERIFIED,
        second=(
            *_SECOND,
            *("desk.act.hand_over", "=已移交公安分局，对方签收"),
            *("desk.act.conclude", "=公安已立案"),
        ),
    ),
    Tip(
        words="龙城街道有家店卖的煤气瓶没有二维码",
        officer=LIN,
        steps=(
            *("desk.act.claim", "desk.act.check.lead"),
            *("desk.act.find_unfounded", "=店里有许可，气瓶二维码在底部"),
        ),
    ),
    Tip(
        words="听说有人放高利贷，逼人还钱",
        officer=LIN,
        steps=(
            *("desk.act.claim", "desk.act.check.lead"),
            *("desk.act.find_too_little", "=没有地点，没有时间，报告人暂时补充不了"),
        ),
    ),
    Tip(
        words="坂田四季花城楼上每天晚上装修到两点，吵得睡不着",
        officer=HE,
        steps=(
            *("desk.act.claim", "desk.act.check.dispute", "=没有威胁，双方都愿意谈"),
            *("desk.act.agree", "=晚上九点以后不再施工"),
        ),
    ),
    Tip(
        words="平湖街道楼下住户总把杂物堆在走廊，说了也不听",
        officer=HE,
        steps=(
            *("desk.act.claim", "desk.act.check.dispute", "=没有威胁，双方都愿意谈"),
            *("desk.act.find_no_agreement", "=对方不愿意再谈"),
        ),
    ),
)


async def work(house: House, world: World) -> None:
    """Enrol the officers, bind a topic, and bring cases into every state."""
    staff = {
        LIN: await _enrolled(house, world, LIN, Role.VERIFIER, on_page=True),
        WANG: await _enrolled(house, world, WANG, Role.VERIFIER, Role.SUPERVISOR),
        HE: await _enrolled(house, world, HE, Role.MEDIATOR),
    }
    await _bound(world, staff)
    for number, tip in enumerate(TIPS, 1):
        reference = await _told(world, f"居民{number}", tip.words)
        await _worked(staff[tip.officer], reference, tip.steps)
        await _worked(staff[WANG], reference, tip.second)


async def _enrolled(
    house: House, world: World, name: str, *roles: Role, on_page: bool = False
) -> Phone:
    async with house.database.write() as tx:
        here = Work(tx=tx, now=datetime.now(UTC), house=house)
        scope = Scope(roles=frozenset(roles), unit="demo")
        invited = await staffing.invite(here, scope, "operator", _SPOKEN)
    phone = world.add_person(name, "zh-hans", on_page=on_page)
    phone.say(f"/start {staffing.LINK}{invited.token}")
    await phone.wait_for("/next")
    return phone


async def _bound(world: World, staff: dict[str, Phone]) -> Group:
    group = world.add_group("燃气岗 Gas desk")
    topic = group.add_topic("核查 · 燃气")
    for phone in staff.values():
        group.add(phone)
    group.say(staff[WANG], "/bind verification gas", topic=topic)
    await group.wait_for()
    return group


async def _told(world: World, name: str, words: str) -> str:
    """Let somebody tell *words* in the shortest way; return the reference."""
    phone = world.add_person(name, "zh-hans", on_page=False)
    phone.say(words)
    for _ in range(_MOST_TAPS):
        message = await phone.wait_for(lambda one: bool(one.buttons))
        carried = [button.data or "" for row in message.buttons for button in row]
        send = next((data for data in carried if "|send|" in data), None)
        if send is not None:
            phone.press(send, message)
            sent = await phone.wait_for("LG-")
            at = sent.text.index("LG-")
            return sent.text[at : at + 14]
        phone.press(_shortest(carried), message)
    raise LookupError("a story of the demo that does not come to its card")


def _shortest(carried: Sequence[str]) -> str:
    for ending in _SHORTEST:
        for data in carried:
            if data.endswith(ending):
                return data
    return carried[0]


async def _worked(phone: Phone, reference: str, steps: Sequence[str]) -> None:
    """Let an officer open a case and do *steps*, one after the other."""
    if not steps:
        return
    await _said(phone, f"/case {reference}", reference)
    for step in steps:
        if step.startswith("="):
            await _said(phone, step[1:], reference)
        elif step == "☐":
            await _ticked(phone)
            await _said(phone, f"/case {reference}", reference)
        else:
            phone.press(label(step, _SPOKEN))
            await phone.wait_for()
            # A question to a reporter is sent, and then its case shown: two messages.
            await asyncio.sleep(0)


async def _said(phone: Phone, words: str, reference: str) -> None:
    phone.say(words)
    await phone.wait_for(reference)


async def _ticked(phone: Phone) -> None:
    while True:
        left = next((text for text in phone.labels() if text.startswith("☐")), None)
        if left is None:
            return
        phone.press(left)
        await phone.wait_for()
