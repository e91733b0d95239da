"""What residents do about reports they have sent: look, add, withdraw, a new receipt."""

from dataclasses import replace
from datetime import datetime

from casework import adding, asking, outbox, renewing, settling, status, talks, withdrawing
from casework.asking import Asked
from casework.filing import FreshReceipt
from casework.sayings import Button, Manner, Saying, Text
from casework.status import Shown
from casework.talks import Talk
from casework.work import House, Resident, Work
from handlers import talk_buttons
from handlers.residents import standing
from handlers.residents import talk as conversation
from handlers.talk_buttons import TalkPress, TalkVerb
from triage import receipts


async def own_status(work: Work, resident: Resident) -> None:
    """Say how this resident's reports stand, a message each, and how to ask with a receipt."""
    found = await status.own(work, resident)
    head = Text(key="status.yours" if found else "status.none")
    texts = (head, Text(key="status.by_receipt"))
    await outbox.answer(work, resident, Saying(language=resident.language, texts=texts))
    for shown in found:
        await _show(work, resident, shown)


async def status_by_receipt(work: Work, resident: Resident, receipt_hash: bytes | None) -> None:
    """Say how the report with this receipt stands."""
    shown = await status.by_receipt(work, resident, receipt_hash)
    await _show(work, resident, shown)


async def wants_receipt(house: House, person: bytes, data: str, now: datetime) -> bool:
    """Return whether a receipt must be drawn before this button is acted on.

    Raises:
        Outdated: If it is not one of this release's buttons.
    """
    pressed = talk_buttons.talk_press(data)
    if pressed.verb is not TalkVerb.RECEIPT:
        return False
    return await renewing.is_renewable(house, person, pressed.talk, now)


async def press(
    work: Work,
    resident: Resident,
    pressed: TalkPress,
    message_id: int | None,
    fresh: FreshReceipt | None,
) -> None:
    """Do what a button about a report stands for.

    Raises:
        TalkOver: If the button has had its time, or is somebody else's.
    """
    if pressed.verb is TalkVerb.DONE:
        await _done(work, resident, message_id)
        return
    talk = await talks.demand(work, resident, pressed.talk)
    match pressed.verb:
        case TalkVerb.ADD:
            await begin_adding(work, resident, talk)
        case TalkVerb.RECEIPT:
            await _renew(work, resident, talk, message_id, fresh)
        case TalkVerb.NOT_SOLVED:
            await _not_solved(work, resident, talk, message_id)
        case TalkVerb.WITHDRAW:
            await _ask_withdrawal(work, resident, talk, message_id)
        case TalkVerb.WITHDRAW_NOW:
            await _withdraw(work, resident, talk, message_id)
        case _:
            await _show_now(work, resident, talk, instead_of=message_id)


async def begin_adding(work: Work, resident: Resident, talk: Talk) -> None:
    """Ask for what is to be added to the report of *talk*."""
    going_on, known = await adding.begin(work, resident, talk)
    text = Text(key="add.begin", params={"reference": known.reference})
    await outbox.answer(
        work,
        resident,
        Saying(
            language=resident.language,
            texts=(text,),
            buttons=(done_row(going_on),),
            talk=going_on.id,
        ),
    )


def done_row(talk: Talk) -> tuple[Button, ...]:
    """Return the button that ends adding."""
    return (talk_buttons.of_talk(Text(key="add.finish"), talk.id, TalkVerb.DONE),)


async def _done(work: Work, resident: Resident, message_id: int | None) -> None:
    was_adding = await talks.leave_adding(work, resident)
    await talks.mark_sent(work, resident, None)
    text = Text(key="add.finished" if was_adding else "add.not_adding")
    await outbox.answer(
        work,
        resident,
        Saying(
            language=resident.language,
            texts=(text,),
            manner=Manner.EDIT if message_id else Manner.SAY,
            message_id=message_id,
        ),
    )
    await conversation.go_on(work, resident)


async def _renew(
    work: Work,
    resident: Resident,
    talk: Talk,
    message_id: int | None,
    fresh: FreshReceipt | None,
) -> None:
    renewed = await renewing.renew(work, resident, talk, fresh)
    if renewed is None or fresh is None:
        # Not in its place: there the other phone may just be reading its receipt.
        await _show_now(work, resident, talk)
        return
    shown = await status.shown(work, resident, renewed)
    params = {"reference": renewed.reference, "receipt": receipts.shown(fresh.receipt)}
    await outbox.answer(
        work,
        resident,
        Saying(
            language=resident.language,
            texts=(Text(key="receipt.renewed", params=dict(params)),),
            buttons=(standing.WIPE,),
            manner=Manner.EDIT if message_id else Manner.SAY,
            message_id=message_id,
            talk=shown.talk,
        ),
    )


async def _ask_withdrawal(
    work: Work, resident: Resident, talk: Talk, message_id: int | None
) -> None:
    known = await talks.standing_of(work, talk)
    if known.is_withdrawn:
        await _show_now(work, resident, talk)
        return
    yes = talk_buttons.of_talk(Text(key="withdraw.yes"), talk.id, TalkVerb.WITHDRAW_NOW)
    no = talk_buttons.of_talk(Text(key="withdraw.no"), talk.id, TalkVerb.KEEP)
    saying = Saying(
        language=resident.language,
        texts=(
            Text(key="withdraw.ask", params={"reference": known.reference}),
            Text(key="withdraw.stays"),
        ),
        buttons=((yes,), (no,)),
        manner=Manner.EDIT if message_id else Manner.SAY,
        message_id=message_id,
        talk=talk.id,
    )
    await outbox.answer(work, resident, saying)


async def _withdraw(work: Work, resident: Resident, talk: Talk, message_id: int | None) -> None:
    if not await withdrawing.withdraw(work, resident, talk):
        await _show_now(work, resident, talk)
        return
    known = await talks.standing_of(work, talk)
    done = Text(key="withdraw.done", params={"reference": known.reference})
    await _show_now(work, resident, talk, done, instead_of=message_id)


async def _show_now(
    work: Work, resident: Resident, talk: Talk, *texts: Text, instead_of: int | None = None
) -> None:
    known = await talks.standing_of(work, talk)
    shown = await status.shown(work, resident, known)
    await _show(work, resident, shown, *texts, instead_of=instead_of)


async def _show(
    work: Work, resident: Resident, shown: Shown, *texts: Text, instead_of: int | None = None
) -> None:
    saying = standing.saying(work, resident, shown, *texts, instead_of=instead_of)
    asked = await asking.unanswered(work, shown.standing.id)
    await outbox.answer(work, resident, replace(saying, texts=(*saying.texts, *_asked(asked))))


def _asked(asked: list[Asked]) -> tuple[Text, ...]:
    """Return what officers asked and still wait for."""
    if not asked:
        return ()
    questions = (Text(key="plain", params={"text": one.text}) for one in reversed(asked))
    return (Text(key="asked.waiting"), *questions, Text(key="asked.how_by_receipt"))


async def _not_solved(work: Work, resident: Resident, talk: Talk, message_id: int | None) -> None:
    await settling.say_not_solved(work, talk)
    await _show_now(work, resident, talk, Text(key="solved.reopened"), instead_of=message_id)
