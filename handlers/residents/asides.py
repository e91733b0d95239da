"""Answer what is said to the bot and not into the report."""

from casework.sayings import Text
from casework.work import Resident, Work
from handlers.residents import talk
from triage.asides import Aside


async def answer(work: Work, resident: Resident, aside: Aside) -> None:
    """Answer in one sentence; the open question stays."""
    await talk.answer(work, resident, Text(key=f"aside.{aside}"))
