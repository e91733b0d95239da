"""Answer what is said to the bot and not into the report, and buttons that are typed."""

from casework import intake, pressing
from casework.sayings import Text
from casework.steps import Step
from casework.work import Resident, Work
from handlers import buttons
from handlers.buttons import DraftPress
from handlers.guards import Told
from handlers.residents import commands, questions, talk
from locales.catalogue import label
from settings.datafiles import DistrictData
from triage import asides
from triage.asides import Aside
from triage.categories import OTHER
from triage.drafts import ticket_of
from triage.languages import Language
from triage.questions import Question, may_skip

# Longer than any label but those of a few kinds.
_LABEL = 30
_MOVES = {
    Aside.SKIP: pressing.SKIP,
    Aside.ENOUGH: pressing.ENOUGH,
    Aside.BACK: pressing.BACK,
}
# Without a question these are no answers: whoever begins with them tells something.
_ONLY_WHEN_ASKED = {*_MOVES, Aside.THANKS}


async def heard(work: Work, resident: Resident, told: Told) -> bool:
    """Answer *told* if it is said to the bot or is a button's label; return whether it was."""
    data = work.house.data
    aside = data.asides.meant(told.text)
    if aside is Aside.GREETING:
        await commands.start(work, resident)
        return True
    if aside is None and len(told.text) > _LABEL:
        return False
    step = await intake.current(work, resident)
    if step is None:
        return await _without_draft(work, resident, aside)
    meant = _typed_button(step, told.text, data)
    if meant is None and aside in _MOVES:
        meant = _move(step, _MOVES[aside], data)
    if meant is not None and meant.verb not in buttons.FILING:
        await talk.press(work, resident, meant, None, None)
    elif meant is not None or aside is not None:
        await talk.answer(work, resident, _answer(step, aside))
    return meant is not None or aside is not None


async def _without_draft(work: Work, resident: Resident, aside: Aside | None) -> bool:
    if aside is None or aside in _ONLY_WHEN_ASKED:
        return False
    invites = () if aside is Aside.MAY else (Text(key="question.story"),)
    await talk.say(work, resident, Text(key=f"aside.{aside}"), *invites)
    return True


def _answer(step: Step, aside: Aside | None) -> Text:
    """Return the sentence for an *aside*, or for one that cannot be done at this question."""
    if step.question is Question.NAME and aside in {Aside.SKIP, Aside.ENOUGH, Aside.ANONYMOUS}:
        return Text(key="note.no_name")
    if aside in _MOVES:
        return Text(key="note.choose")
    # What makes a report is pressed, with the card before one's eyes.
    if step.question is Question.CARD and aside in {Aside.SEND, None}:
        return Text(key="note.press_send")
    return Text(key=f"aside.{aside or Aside.SEND}")


def _move(step: Step, verb: str, data: DistrictData) -> DraftPress | None:
    """Return the press that *verb* stands for, None where the question does not offer it."""
    if step.question is Question.KIND and verb != pressing.BACK:
        # Who cannot say what kind it is leaves that to people.
        known = data.categories.category(OTHER)
        return DraftPress(ticket=ticket_of(step.draft), verb="kind", value=OTHER) if known else None
    if verb == pressing.BACK:
        offered = bool(step.draft.settled) and step.question not in {
            Question.SAFE,
            Question.PENDING,
        }
    else:
        offered = may_skip(step.question)
        verb = verb if step.question is Question.DETAIL else pressing.SKIP
    return DraftPress(ticket=ticket_of(step.draft), verb=verb, value="") if offered else None


def _typed_button(step: Step, text: str, data: DistrictData) -> DraftPress | None:
    """Return the button of the open question whose label *text* is, in any language."""
    wanted = asides.bare(text)
    for language in Language:
        for row in questions.asking(step, language, data).buttons:
            for button in row:
                name = label(button.label.key, language, **button.label.params)
                # "Perhaps: Noise" is typed as "noise".
                named = (name, *map(str, button.label.params.values()))
                if wanted in map(asides.bare, named):
                    return buttons.draft_press(button.data)
    return None
