"""Send an officer what a case says: each report by itself, and nothing that can be passed on."""

import base64

from casework import dossier, names, outbox
from casework.dossier import Dossier, Told
from casework.files import Described
from casework.officers import Officer
from casework.sayings import Button, Manner, Params, Saying, Text
from casework.work import Resident, Work
from handlers.officers import buttons, words
from handlers.officers.buttons import Verb
from triage import codenames
from triage.drafts import Mode

# Under Telegram's 4,096, with room for the line above.
_PIECE = 3_500


async def read(work: Work, officer: Officer, resident: Resident, case_id: bytes) -> None:
    """Send all reports of a case and the notes on it to whoever may read it.

    Raises:
        BridgeError: As `dossier.read` does.
    """
    whole = await dossier.read(work, officer, case_id)
    for told in whole.told:
        await _report(work, officer, resident, whole, told)
    for note in whole.notes:
        params: Params = {
            "officer": note.officer,
            "when": words.moment(work.house, note.written_at, resident.language, work.now),
        }
        head = Text(key=f"desk.note.{note.kind}", params=params)
        await _say(work, resident, (head, _plain(note.text)))


async def contact(
    work: Work, officer: Officer, resident: Resident, case_id: bytes, report: str
) -> None:
    """Send the name that a reporter gave to be called by."""
    found = await dossier.contact(work, officer, report_of(report), case_id)
    params: Params = {"name": found.name, "reach": found.reach}
    await _say(work, resident, (Text(key="desk.contact", params=params),))


async def file(
    work: Work, officer: Officer, resident: Resident, case_id: bytes, value: str
) -> None:
    """Send the clean copy of a file to whoever may read its case."""
    file_id = report_of(value)
    await dossier.demand_file(work, officer, case_id, file_id)
    saying = Saying(language=resident.language, manner=Manner.FILE, protected=True, file=file_id)
    await outbox.answer(work, resident, saying)


def report_of(value: str) -> bytes:
    """Return the id that a button carries in 22 characters."""
    return base64.urlsafe_b64decode(value + "==")


def carried(id_: bytes) -> str:
    """Return an id as buttons carry it."""
    return base64.urlsafe_b64encode(id_).decode().rstrip("=")


def named(told: Told, resident: Resident) -> str:
    """Return how a report is called within its case."""
    return f"{codenames.name(told.codename, resident.language)} · {told.reference}"


async def _report(
    work: Work, officer: Officer, resident: Resident, whole: Dossier, told: Told
) -> None:
    language = resident.language
    params: Params = {
        "name": codenames.name(told.codename, language),
        "reference": told.reference,
        "when": words.moment(work.house, told.received_at, language, work.now),
        "kind": names.kind(work.house.data, told.category, language),
    }
    head = [Text(key="desk.report.head", params=params)]
    head.append(Text(key=f"desk.report.mode.{told.mode}", close=True))
    if told.is_withdrawn:
        head.append(Text(key="desk.report.withdrawn", close=True))
    if told.place:
        head.append(Text(key="desk.report.place", params={"text": told.place}, close=True))
    if told.when:
        head.append(Text(key="desk.report.when", params={"text": told.when}, close=True))
    await _say(work, resident, tuple(head))
    for line in told.lines:
        at = {"when": words.moment(work.house, line.written_at, language, work.now)}
        said = Text(key="desk.line.ours" if line.is_ours else "desk.line.theirs", params=dict(at))
        for start in range(0, max(len(line.text), 1), _PIECE):
            await _say(work, resident, (said, _plain(line.text[start : start + _PIECE])))
    rows = _below(whole, officer, told)
    if told.answers or rows:
        texts = tuple(_plain(answer) for answer in told.answers) or (Text(key="desk.report.more"),)
        await _say(work, resident, texts, rows)


def _below(whole: Dossier, officer: Officer, told: Told) -> tuple[tuple[Button, ...], ...]:
    case = (whole.case.id, whole.case.version)
    rows = [(_file(case, one, number),) for number, one in enumerate(told.files, 1)]
    if told.mode is Mode.NAMED and whole.case.claimant == officer.id:
        label = Text(key="desk.button.contact")
        rows.append((buttons.of_case(label, case, Verb.CONTACT, carried(told.report_id)),))
    return tuple(rows)


def _file(case: tuple[bytes, int], one: Described, number: int) -> Button:
    key = "desk.button.voice" if one.voice_may_identify else "desk.button.file"
    label = Text(key=key, params={"number": number})
    return buttons.of_case(label, case, Verb.FILE, carried(one.id))


def _plain(text: str) -> Text:
    return Text(key="plain", params={"text": text})


async def _say(
    work: Work,
    resident: Resident,
    texts: tuple[Text, ...],
    rows: tuple[tuple[Button, ...], ...] = (),
) -> None:
    saying = Saying(language=resident.language, texts=texts, buttons=rows, protected=True)
    await outbox.answer(work, resident, saying)
