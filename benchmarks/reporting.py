"""Whole reports, told and sent as a person does it."""

import re
from dataclasses import dataclass, field

from crowd import Crowd

from sandbox.chats import Button, Message
from sandbox.phone import Phone
from triage.drafts import Mode

STORIES = (
    "布吉街道有人每个月收保护费，不交就砸店",
    "南湾南岭村有人用面包车拉煤气瓶，半夜在楼下出租屋里倒气，满楼道都是煤气味",
    "坂田楼上每天半夜装修，吵得睡不着",
    "龙城街道有人在网吧门口放高利贷，学生也借，还不上就上门堵人，邻居都看见了，没有人敢说",
)
_RECEIPT = re.compile(r"\d{4} \d{4} \d{4} \d{4}")


@dataclass(slots=True, kw_only=True)
class Telling:
    """One person on the way to a receipt."""

    crowd: Crowd
    phone: Phone
    mode: Mode
    updates: int = 0
    receipt: str = ""
    _pressed: set[str] = field(default_factory=set)

    async def through(self, story: str) -> "Telling":
        """Tell *story*, answer what is asked, and send it."""
        self.updates += 1
        await self.crowd.tell(self.phone, story)
        while not self._has_receipt():
            chosen = self._next()
            if chosen is None:
                # What is on the screen was answered; the rest is still to come.
                await self.crowd.hear(self.phone)
                continue
            message, button = chosen
            self._pressed.add(button)
            self.updates += 1
            await self.crowd.press(self.phone, button, message)
        return self

    def _has_receipt(self) -> bool:
        for message in self.phone.received:
            if found := _RECEIPT.search(message.text):
                self.receipt = found[0].replace(" ", "")
        return bool(self.receipt)

    def _next(self) -> tuple[Message, str] | None:
        """Return the button to press: send if there is one, else an answer, else no answer."""
        mode = f"|mode|{self.mode}"
        first = ("|send|", "|safe|", "|pending|same", mode)
        wanted = (*first, "|when|now", "|enough|", "|skip|", "|kind|")
        shown = [(m, button) for m in self.phone.received for button in _buttons(m)]
        for part in wanted:
            for message, button in shown:
                if part in (button.data or "") and button.data not in self._pressed:
                    return message, button.data or ""
        return None


def _buttons(message: Message) -> list[Button]:
    return [button for row in message.buttons for button in row]
