"""Put how a report stands into words and buttons; never what it says."""

from casework import danger_post, names, status
from casework.filing import Filed
from casework.sayings import Button, Manner, Saying, Text
from casework.status import Shown
from casework.telling import ENDED
from casework.work import Resident, Work
from handlers import buttons, talk_buttons
from handlers.talk_buttons import TalkVerb
from locales import dates
from triage import receipts, terms
from triage.categories import CaseKind, Severity
from triage.drafts import Mode
from triage.standing import OPEN, Standing

# What helps while somebody waits, besides those in need themselves.
_NEXT_IN_DANGER = {"care.other": "sent.next.other_now", "dispute.family": "sent.next.family_now"}
WIPE = (Button(label=Text(key="button.wipe"), data=buttons.WIPE),)


async def sent(
    work: Work, resident: Resident, filed: Filed, *notes: Text, instead_of: int | None
) -> Saying:
    """Return what is said once after Send: reference, receipt, what is next and by when.

    A reply to the message is added to the report, if its reporter is known.
    """
    shown = await status.just_filed(work, resident, filed.reference)
    is_care = _is_care(work, shown.standing)
    texts = (_sent_care if is_care else _sent)(work, filed, shown.standing, notes)
    return Saying(
        language=resident.language,
        texts=texts,
        buttons=(WIPE,),
        manner=Manner.EDIT if instead_of else Manner.SAY,
        message_id=instead_of,
        talk=shown.talk,
    )


def _sent(
    work: Work, filed: Filed, standing: Standing, notes: tuple[Text, ...]
) -> tuple[Text, ...]:
    keys = (
        Text(key="sent.thanks", params={"reference": filed.reference}),
        Text(key="sent.receipt", params={"receipt": receipts.shown(filed.receipt)}),
    )
    ahead, answer = _next(work, standing, filed.mode), first_answer(work, standing)
    # In danger the numbers to call come before anything else.
    urgent = standing.severity is Severity.S0
    first = (answer, *keys, ahead) if urgent else (*keys, ahead, answer)
    ways = () if filed.mode is Mode.ANONYMOUS else (Text(key="receipt.reply"),)
    return (*first, *ways, *notes)


def _sent_care(
    work: Work, filed: Filed, standing: Standing, notes: tuple[Text, ...]
) -> tuple[Text, ...]:
    """Return thanks first and numbers last: who is in need does not begin with a key."""
    ways = () if filed.mode is Mode.ANONYMOUS else (Text(key="receipt.reply.care"),)
    numbers = {"reference": filed.reference, "receipt": receipts.shown(filed.receipt)}
    return (
        Text(key="sent.thanks.care"),
        first_answer(work, standing),
        _next(work, standing, filed.mode),
        *ways,
        *notes,
        Text(key="sent.receipt.care", params=dict(numbers)),
    )


def _is_care(work: Work, standing: Standing) -> bool:
    category = work.house.data.categories.category(standing.category)
    return category is not None and category.kind is CaseKind.CARE


def _next(work: Work, standing: Standing, mode: Mode) -> Text:
    """Return what happens next: nobody reads yet, so nothing is "checked"."""
    if mode is not Mode.CONFIDENTIAL:
        return Text(key=f"sent.next.{mode}")
    is_urgent = standing.severity is Severity.S0
    if is_urgent and standing.category in _NEXT_IN_DANGER:
        return Text(key=_NEXT_IN_DANGER[standing.category])
    if _is_care(work, standing):
        return Text(key="sent.next.care_now" if is_urgent else "sent.next.care")
    return Text(key=f"sent.next.{mode}")


def saying(
    work: Work, resident: Resident, shown: Shown, *texts: Text, instead_of: int | None = None
) -> Saying:
    """Return the message on one report, with the buttons that make sense for it.

    Args:
        work: The open transaction.
        resident: Whom it is for.
        shown: The report.
        texts: What is said ahead of it.
        instead_of: The message to change into this one; a new one without it.
    """
    return Saying(
        language=resident.language,
        texts=(*texts, *_lines(work, resident, shown.standing)),
        buttons=_buttons(shown),
        manner=Manner.EDIT if instead_of else Manner.SAY,
        message_id=instead_of,
        talk=shown.talk,
    )


def first_answer(work: Work, standing: Standing) -> Text:
    """Return by when somebody means to have read a report: an aim, and said as one.

    "It went to those on duty" is said where there is a chat that it was posted to.
    """
    is_care = _is_care(work, standing)
    if standing.danger and not danger_post.is_heard(work.house, standing.queue):
        return Text(key="danger.nobody.care" if is_care else "receipt.by.nobody")
    if standing.danger and is_care:
        return Text(key="receipt.by.now.care")
    # A kind that is grave by itself woke nobody: it has a term, and is not "with those on duty".
    is_grave = standing.severity is Severity.S0 and not standing.danger
    term = terms.first_answer(standing.category, Severity.S1 if is_grave else standing.severity)
    return Text(key=f"receipt.by.{term.unit}", params={"n": term.n} if term.n else {})


def named(work: Work, resident: Resident, standing: Standing) -> str:
    """Return by what a resident tells their reports apart: reference and kind."""
    kind = names.kind(work.house.data, standing.category, resident.language)
    return f"{standing.reference} · {kind}"


def _lines(work: Work, resident: Resident, standing: Standing) -> tuple[Text, ...]:
    local = work.house.settings.district.local
    day, today = local(standing.received_at), local(work.now).date()
    params: dict[str, str | int] = {
        "reference": standing.reference,
        "kind": names.kind(work.house.data, standing.category, resident.language),
        "day": dates.day(day, resident.language, today),
    }
    if standing.withdrawn_on:
        params["on"] = dates.day(standing.withdrawn_on, resident.language, today)
        return (Text(key="status.withdrawn", params=params),)
    state = Text(key=f"status.{standing.state}", params=params)
    # By when somebody means to read it, as long as nobody has.
    return (state, first_answer(work, standing)) if standing.state == OPEN else (state,)


def _buttons(shown: Shown) -> tuple[tuple[Button, ...], ...]:
    if shown.talk is None or shown.standing.is_withdrawn:
        return ()
    rows = [(_button("status.add", shown.talk, TalkVerb.ADD),)]
    if shown.is_own:
        rows.append((_button("status.new_receipt", shown.talk, TalkVerb.RECEIPT),))
    if shown.standing.state in ENDED:
        rows.append((_button("solved.not", shown.talk, TalkVerb.NOT_SOLVED),))
    rows.append((_button("status.withdraw", shown.talk, TalkVerb.WITHDRAW),))
    return tuple(rows)


def _button(key: str, talk: bytes, verb: TalkVerb) -> Button:
    return talk_buttons.of_talk(Text(key=key), talk, verb)
