"""The figures of the desks, in chat."""

from casework import figures, outbox
from casework.officers import Officer
from casework.sayings import Saying, Text
from casework.work import Resident, Work


async def show(work: Work, officer: Officer, resident: Resident, given: str) -> None:
    """Say the figures of this week, to those who may know them."""
    del given
    found = await figures.of_week(work, officer)
    texts = [Text(key="figures.head", params={"week": found.week})]
    texts += [
        Text(key=f"figures.{name}", params={"count": count}, close=True)
        for name, count in found.lines()
    ]
    await outbox.answer(work, resident, Saying(language=resident.language, texts=tuple(texts)))
