"""The checklist of a lead as buttons: a press ticks an item or takes that back."""

from casework import handling, outbox, seizing
from casework.officers import Officer
from casework.sayings import Manner, Params, Saying, Text
from casework.work import Resident, Work
from handlers.officers import buttons
from handlers.officers.buttons import Verb
from triage.cases import DeskCase


async def show(
    work: Work,
    officer: Officer,
    resident: Resident,
    found: DeskCase,
    *,
    instead_of: int | None = None,
) -> None:
    """Say what has to be done before a lead counts as verified, and what of it is."""
    items = await handling.checklist(work, officer, found.id)
    case = (found.id, found.version)
    rows = []
    for item, is_done in items:
        mark = "☑" if is_done else "☐"
        text = f"{mark} {item.names[resident.language]}"
        label = Text(key="plain", params={"text": text})
        rows.append((buttons.of_case(label, case, Verb.TICK, item.code),))
    back = buttons.of_case(Text(key="desk.button.back"), case, Verb.SHOW)
    params: Params = {
        "reference": found.reference,
        "done": sum(is_done for _, is_done in items),
        "of": len(items),
    }
    texts = [Text(key="desk.checklist", params=params)]
    seized = await seizing.seized(work, found.id)
    if seized.cylinders:
        texts.append(Text(key="desk.seized", params={"n": seized.cylinders}))
    saying = Saying(
        language=resident.language,
        texts=tuple(texts),
        buttons=(*rows, (back,)),
        manner=Manner.EDIT if instead_of else Manner.SAY,
        message_id=instead_of,
    )
    await outbox.answer(work, resident, saying)
