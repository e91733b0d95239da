"""The use cases of officers, the last verb that each writes, and how each is played."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from casework import (
    asking,
    calling,
    cards,
    deeds,
    dossier,
    figures,
    handling,
    seizing,
    settling,
    staffing,
    talks,
    twin,
)
from casework.deeds import Wish
from casework.officers import Officer
from casework.staffing import Scope
from casework.work import Resident, Work
from storage import desk
from tests.officers_play import GAS, OFFICIAL, hired, told, working
from tests.stage import Stage
from triage.figures import GroupedBy
from triage.languages import Language
from triage.leads import LeadAct
from triage.notes import NoteKind
from triage.permissions import Role
from triage.routing import Queue

Use = Callable[[Work, Officer, bytes, bytes], Awaitable[object]]
REPLY = "when.still"
ITEM = "enough.place"
_SCOPE = Scope(roles=frozenset({Role.VERIFIER}))


async def settled(work: Work, officer: Officer, case_id: bytes, report_id: bytes) -> Resident:
    """Bring a case to its end; return its reporter, who has a talk about it."""
    for act, words in ((LeadAct.CHECK, ""), (LeadAct.FIND_UNFOUNDED, "a licence was shown")):
        await deeds.do(work, officer, Wish(act=act, case_id=case_id, words=words))
    user = 5_200_000_001
    del report_id
    return Resident(
        person=work.house.keyring.person(user),
        user_id=user,
        chat_id=user,
        language=Language.ZH_HANS,
    )


async def said_solved(work: Work, officer: Officer, case_id: bytes, report_id: bytes) -> None:
    mei = await settled(work, officer, case_id, report_id)
    await settling.say_solved(work, await settling.demand_own(work, mei, report_id))


async def rated(work: Work, officer: Officer, case_id: bytes, report_id: bytes) -> None:
    mei = await settled(work, officer, case_id, report_id)
    await settling.rate(work, await settling.demand_own(work, mei, report_id), 4)


async def said_not_solved(work: Work, officer: Officer, case_id: bytes, report_id: bytes) -> None:
    mei = await settled(work, officer, case_id, report_id)
    talk: talks.Talk = await settling.demand_own(work, mei, report_id)
    await settling.say_not_solved(work, talk)


async def reopened(work: Work, officer: Officer, case_id: bytes, report_id: bytes) -> None:
    await settled(work, officer, case_id, report_id)
    await deeds.reopen_for_reporter(work, case_id)


async def expired(work: Work, officer: Officer, case_id: bytes, report_id: bytes) -> None:
    del officer, report_id
    found = await desk.one(work.tx, case_id)
    assert found
    await deeds.expire(work, found)


async def charged(work: Work, officer: Officer, case_id: bytes, report_id: bytes) -> None:
    del report_id
    day = (work.now + timedelta(days=7)).date()
    await handling.charge(work, officer, case_id, day, "too long")


async def enrolled(work: Work, officer: Officer, case_id: bytes, report_id: bytes) -> None:
    del officer, case_id, report_id
    invited = await staffing.invite(work, _SCOPE, "operator", Language.EN)
    person = work.house.keyring.person(77)
    bao = Resident(person=person, user_id=77, chat_id=77, language=Language.EN)
    await staffing.enrol(work, bao, invited.token)


# The case is claimed by the officer, who is a supervisor as well.
USES: dict[str, tuple[str, Use]] = {
    "asking.ask": ("reporter.asked", lambda w, o, c, r: asking.ask(w, o, c, r, "Which floor?")),
    "asking.reply": (
        "reporter.asked",
        lambda w, o, c, r: asking.reply(w, o, c, r, REPLY),
    ),
    "cards.bind": (
        "topic.bound",
        lambda w, o, c, _: cards.bind(w, o, Queue.VERIFICATION, "gas", (-1, 7)),
    ),
    "deeds.do": (
        "case.release",
        lambda w, o, c, _: deeds.do(
            w, o, Wish(act=LeadAct.RELEASE, case_id=c, words="nothing done")
        ),
    ),
    "deeds.expire": ("case.expire", expired),
    "deeds.reopen_for_reporter": ("case.reopen", reopened),
    "dossier.read": ("report.read", lambda w, o, c, _: dossier.read(w, o, c)),
    "figures.of_week": ("figures.read", lambda w, o, c, _: figures.of_week(w, o)),
    "figures.table": (
        "figures.read",
        lambda w, o, c, _: figures.table(w, "operator", GroupedBy.QUEUE, None),
    ),
    "handling.charge": ("case.take_charge", charged),
    "handling.note": (
        "note.written",
        lambda w, o, c, _: handling.note(w, o, c, NoteKind.NOTE, "went there"),
    ),
    "handling.reroute": (
        "case.rerouted",
        lambda w, o, c, _: handling.reroute(w, o, c, (Queue.VERIFICATION, "review"), "again"),
    ),
    "handling.snooze": (
        "case.snoozed",
        lambda w, o, c, _: handling.snooze(w, o, c, timedelta(hours=1)),
    ),
    "handling.tick": ("checklist.ticked", lambda w, o, c, _: handling.tick(w, o, c, ITEM)),
    "seizing.seize": (
        "cylinders.seized",
        lambda w, o, c, _: seizing.seize(w, o, c, "15kg empty 3"),
    ),
    "settling.rate": ("report.rated", rated),
    "settling.say_not_solved": ("report.unsolved", said_not_solved),
    "settling.say_solved": ("report.solved", said_solved),
    "staffing.change": (
        "staff.changed",
        lambda w, o, c, _: staffing.change(w, o.number, _SCOPE, "operator"),
    ),
    "staffing.enrol": ("staff.enrolled", enrolled),
    "staffing.give_back": ("case.expire", lambda w, o, c, _: staffing.give_back(w, o.id)),
    "staffing.invite": (
        "staff.invited",
        lambda w, o, c, _: staffing.invite(w, _SCOPE, "operator", Language.EN),
    ),
    "staffing.invite_again": (
        "staff.invited",
        lambda w, o, c, _: staffing.invite_again(w, o.number, "operator"),
    ),
    "staffing.set_duty": (
        "case.expire",
        lambda w, o, c, _: staffing.set_duty(w, o, on_duty=False),
    ),
    "staffing.withdraw": (
        "staff.withdrawn",
        lambda w, o, c, _: staffing.withdraw(w, o.number, "operator"),
    ),
}
# What others are made of, and what only looks.
OTHERS = {
    "asking.answered",
    "asking.unanswered",
    "asking.tell_withdrawn",
    "calling.look",
    "calling.new",
    "cards.chat_of",
    "cards.moved",
    "cards.refresh",
    "cards.seen",
    "cards.sent",
    "cards.view",
    "caseload.called",
    "caseload.current",
    "caseload.mine",
    "caseload.next_of",
    "caseload.waiting",
    "codenames.of_reports",
    "deeds.allowed",
    "deeds.demand_able",
    "deeds.given",
    "deeds.look",
    "deeds.look_at",
    # These two write an event of their own: tests/officers/test_files.py.
    "dossier.contact",
    "dossier.demand_file",
    "dossier.reporters",
    "errands.begin",
    "errands.end",
    "handling.checklist",
    "notes.keep",
    "notes.of_case",
    # Through handling.note.
    "notes.write",
    "officers.may",
    "officers.of_user",
    "outbox.offer_staff_commands",
    "outbox.show_card",
    "outbox.tell_officer",
    "seizing.seized",
    "settling.demand_own",
    "judging.stands_in",
    "staffing.called",
    "staffing.everybody",
    "telling.apologise",
    "telling.ask",
    "telling.of_state",
    "timekeeping.of_case",
    "timekeeping.set_anew",
    # Needs a sealed case: below.
    "twin.confirm",
    # In a sweep, where there is a chat for it: tests/officers/test_anchors.py.
    "anchoring.anchor",
}


async def played(stage: Stage, name: str) -> None:
    """Play a use case on a claimed case."""
    ((case_id, report_id),) = await told(stage, GAS)
    officer = await hired(stage, Role.SUPERVISOR, Role.VERIFIER, unit="a")
    async with working(stage) as work:
        await deeds.do(work, officer, Wish(act=LeadAct.CLAIM, case_id=case_id))
    async with working(stage) as work:
        await USES[name][1](work, officer, case_id, report_id)


async def confirmed(stage: Stage) -> None:
    """Want a sealed case opened."""
    ((case_id, _),) = await told(stage, OFFICIAL)
    officer = await hired(stage, Role.INTEGRITY, unit="police")
    async with working(stage) as work:
        await twin.confirm(work, officer, case_id)


async def looked(stage: Stage) -> None:
    """Let clocks come further by themselves."""
    await told(stage, GAS)
    await calling.look(stage.house, stage.now + timedelta(days=30))
