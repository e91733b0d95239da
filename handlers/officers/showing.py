"""Show an officer a case: its card, with a button for each thing they may do with it."""

from casework import cards, deeds, officers, outbox
from casework.cards import View
from casework.officers import Officer
from casework.sayings import Button, Manner, Saying, Text
from casework.work import Resident, Work
from handlers.officers import buttons, words
from handlers.officers.buttons import Verb
from triage.cases import DeskCase
from triage.categories import CaseKind
from triage.leads import LeadAct
from triage.permissions import Act

MOVING = (
    LeadAct.VERIFY,
    LeadAct.AGREE,
    LeadAct.FINISH,
    LeadAct.FIND_UNFOUNDED,
    LeadAct.FIND_TOO_LITTLE,
    LeadAct.FIND_NO_AGREEMENT,
    LeadAct.HAND_OVER,
    LeadAct.CONCLUDE,
    LeadAct.REOPEN,
    LeadAct.GIVE_ON,
    LeadAct.RELEASE,
)
"""What moves a case on, in the order in which it is offered, rows of two."""
_ROW = 2


async def show(
    work: Work,
    officer: Officer,
    resident: Resident,
    found: DeskCase,
    *texts: Text,
    instead_of: int | None = None,
) -> None:
    """Say how a case stands now, after *texts*, with what this officer may do."""
    view = await cards.seen(work.house, work.tx, found)
    language = resident.language
    await outbox.answer(
        work,
        resident,
        Saying(
            language=language,
            texts=(*texts, *words.card(work.house, view, language, work.now)),
            buttons=await _rows(work, officer, view),
            manner=Manner.EDIT if instead_of else Manner.SAY,
            message_id=instead_of,
        ),
    )


def in_group(view: View) -> tuple[tuple[Button, ...], ...]:
    """Return the buttons of a card in a group, where anybody of the desk may press."""
    case = (view.case.id, view.case.version)
    if not view.case.is_live:
        return ()
    claim = buttons.of_case(Text(key="desk.button.claim"), case, Verb.ACT, LeadAct.CLAIM)
    read = buttons.of_case(Text(key="desk.button.private"), case, Verb.SHOW)
    if view.case.claimant is not None:
        return ((read,),)
    snooze = buttons.of_case(Text(key="desk.button.snooze"), case, Verb.SNOOZE)
    reroute = buttons.of_case(Text(key="desk.button.reroute"), case, Verb.REROUTE)
    return ((claim, read), (snooze, reroute))


async def _rows(work: Work, officer: Officer, view: View) -> tuple[tuple[Button, ...], ...]:
    found = view.case
    if not await officers.may(work, officer, found.id, Act.READ):
        confirm = _button(view, "desk.button.open", Verb.CONFIRM)
        return ((confirm,),)
    allowed = await deeds.allowed(work, officer, found)
    mine = found.is_live and found.claimant == officer.id
    row = [_button(view, "desk.button.read", Verb.READ)]
    if LeadAct.CLAIM in allowed:
        row.insert(0, _act(view, LeadAct.CLAIM))
    rows = [row]
    if found.is_live:
        rows.append([_button(view, "desk.button.links", Verb.LINKS)])
    if mine:
        rows += _of_mine(view)
    if LeadAct.CHECK in allowed:
        rows.append([_act(view, LeadAct.CHECK)])
    moving = [_act(view, act) for act in MOVING if act in allowed]
    rows += [moving[at : at + _ROW] for at in range(0, len(moving), _ROW)]
    rows += _of_all(view, allowed)
    return tuple(tuple(row) for row in rows if row)


def _of_mine(view: View) -> list[list[Button]]:
    found = view.case
    rows = [
        [
            _button(view, "desk.button.note", Verb.NOTE),
            _button(view, "desk.button.ask", Verb.ASK),
        ]
    ]
    if found.kind is CaseKind.LEAD:
        rows.append(
            [
                _button(view, "desk.button.evidence", Verb.EVIDENCE),
                _button(view, "desk.button.checklist", Verb.CHECKLIST),
            ]
        )
        if found.category.startswith("gas"):
            rows.append([_button(view, "desk.button.seize", Verb.SEIZE)])
    return rows


def _of_all(view: View, allowed: list[LeadAct]) -> list[list[Button]]:
    if not view.case.is_live:
        return []
    rows = []
    if view.case.claimant is None:
        rows.append(
            [
                _button(view, "desk.button.snooze", Verb.SNOOZE),
                _button(view, "desk.button.reroute", Verb.REROUTE),
            ]
        )
    else:
        rows.append([_button(view, "desk.button.reroute", Verb.REROUTE)])
    last = []
    if LeadAct.RECUSE in allowed:
        last.append(_act(view, LeadAct.RECUSE))
    if LeadAct.TAKE_CHARGE in allowed:
        last.append(_button(view, "desk.button.charge", Verb.CHARGE))
    return [*rows, last]


def _act(view: View, act: LeadAct) -> Button:
    key = f"desk.act.{act}"
    if act is LeadAct.CHECK:
        key = f"desk.act.check.{view.case.kind}"
    return _button(view, key, Verb.ACT, act)


def _button(view: View, key: str, verb: Verb, value: str = "") -> Button:
    return buttons.of_case(Text(key=key), (view.case.id, view.case.version), verb, value)
