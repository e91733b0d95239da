"""What is said to somebody in danger, before anything else, and the two ways on."""

import re
from collections.abc import Sequence

from casework.sayings import Button, Saying, Text
from casework.steps import Step
from handlers import buttons
from settings.datafiles import DistrictData
from triage.danger import Danger, DangerText
from triage.drafts import ticket_of

Rows = tuple[tuple[Button, ...], ...]

# Nobody in danger reads more: the most urgent two.
_SAID = 2
# Between two sentences.
_END = re.compile(r"(?<=[。？！])(?=.)|(?<=[.?!]) ")


def saying(step: Step, data: DistrictData) -> Saying:
    """Return what to do and whom to call, in the language of what was written.

    Once that has been said, what comes next is only asked again in short.
    """
    return Saying(language=step.language, texts=_texts(step, data), buttons=_ways(step))


def line_by_line(words: str) -> Text:
    """Return *words* with a line for each sentence: who is in fear reads no paragraph."""
    return Text(key="plain", params={"text": _END.sub("\n", words)})


def on_duty(rows: Sequence[DangerText], *, is_heard: bool) -> tuple[Text, ...]:
    """Return what is said of people on duty, where one of the dangers must be told to them."""
    alerts = [row.trigger for row in rows if row.alert]
    if not alerts:
        return ()
    if is_heard:
        return (Text(key="danger.told_duty"),)
    own_wish = Danger.SUICIDE in alerts
    return (Text(key="danger.nobody.care" if own_wish else "danger.nobody"),)


def _texts(step: Step, data: DistrictData) -> tuple[Text, ...]:
    if not step.warnings:
        return (Text(key="danger.waiting"),)
    rows = [data.dangers[danger] for danger in step.warnings]
    said = dict.fromkeys(row.words[step.language] for row in rows)
    texts = [line_by_line(words) for words in list(said)[:_SAID]]
    texts += on_duty(rows, is_heard=step.is_heard)
    if step.can_tell and step.draft.danger == Danger.SUICIDE:
        texts.append(Text(key="danger.may_contact"))
    return tuple(texts)


def _ways(step: Step) -> Rows:
    ticket = ticket_of(step.draft)
    return (
        (buttons.of_draft(_tell(step), ticket, buttons.TELL),),
        (buttons.of_draft(Text(key="danger.safe"), ticket, "safe"),),
    )


def _tell(step: Step) -> Text:
    if not step.can_tell:
        return Text(key="danger.send_now")
    # Who may want to die is asked whether somebody may write to them, not to "report".
    is_own_wish = step.draft.danger == Danger.SUICIDE
    return Text(key="danger.contact" if is_own_wish else "danger.tell")
