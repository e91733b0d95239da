"""Tell reporters how their report goes on: the reference and the state, nothing else.

Whoever sees the phone by chance learns no more than that somebody wrote to us.
"""

from casework import outbox, report_buttons
from casework.report_buttons import Verb
from casework.sayings import Button, Saying, Text
from casework.work import Work
from storage import reporters
from storage.reporters import Told
from triage import disputes
from triage.cases import DeskCase
from triage.categories import CaseKind
from triage.leads import LeadAct, LeadState

# What is passed from one officer to another is no news for a reporter.
_NEWS = {
    LeadAct.CLAIM: "claimed",
    LeadAct.CHECK: "checking",
    LeadAct.VERIFY: "verified",
    LeadAct.FIND_UNFOUNDED: "unfounded",
    LeadAct.FIND_TOO_LITTLE: "not_enough",
    LeadAct.HAND_OVER: "handed_over",
    LeadAct.CONCLUDE: "concluded",
    LeadAct.REOPEN: "reopened",
    LeadAct.AGREE: "agreed",
    LeadAct.FIND_NO_AGREEMENT: "not_agreed",
    LeadAct.FINISH: "done",
}
KEYS = tuple(
    f"{kind}.{_NEWS[act]}"
    for kind in CaseKind
    for act in dict.fromkeys(move.act for move in disputes.moves_of(kind))
    if act in _NEWS
)
"""Every piece of news there can be, of each kind of case."""
ENDED = frozenset(
    {
        LeadState.UNFOUNDED,
        LeadState.NOT_ENOUGH,
        LeadState.CONCLUDED,
        LeadState.AGREED,
        LeadState.NOT_AGREED,
        LeadState.DONE,
    }
)
"""The states after which a reporter may say that it is not solved."""


async def of_state(work: Work, before: DeskCase, after: DeskCase, act: LeadAct) -> None:
    """Tell the reporters of a case what was done, if it is news for them."""
    news = _NEWS.get(act)
    if news is None or (act is LeadAct.CLAIM and before.answered_at is not None):
        return
    ended = after.state in ENDED
    for told in await reporters.of_case(work.tx, after.id):
        await _tell(work, told, f"told.{after.kind}.{news}", ended=ended)


async def apologise(work: Work, found: DeskCase) -> None:
    """Tell the reporters of a case that a term they were told was not kept."""
    for told in await reporters.of_case(work.tx, found.id):
        await _tell(work, told, "told.late")


async def ask(work: Work, told: Told, words: str) -> None:
    """Put an officer's question to a reporter, by day."""
    saying = Saying(
        language=told.language,
        texts=(
            Text(key="asked.head", params={"reference": told.reference}),
            Text(key="plain", params={"text": words}),
            Text(key="asked.how"),
        ),
        buttons=((_button("asked.answer", told, Verb.ANSWER),),),
        report=told.report_id,
        asks=True,
    )
    await outbox.tell_reporter(work, told.reporter_id, saying)


async def _tell(work: Work, told: Told, key: str, *, ended: bool = False) -> None:
    rows = (
        (
            (
                _button("told.solved", told, Verb.SOLVED),
                _button("told.not_solved", told, Verb.NOT_SOLVED),
            ),
        )
        if ended
        else ()
    )
    text = Text(key=key, params={"reference": told.reference})
    saying = Saying(language=told.language, texts=(text,), buttons=rows, report=told.report_id)
    await outbox.tell_reporter(work, told.reporter_id, saying)


def _button(key: str, told: Told, verb: Verb) -> Button:
    return Button(label=Text(key=key), data=report_buttons.data(told.report_id, verb))
