"""What is said to somebody in danger, before anything else, and the two ways on."""

import re

from casework.intake import Step
from casework.sayings import Button, Saying, Text
from handlers import buttons
from settings.datafiles import DistrictData
from triage.danger import Danger
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


def _texts(step: Step, data: DistrictData) -> tuple[Text, ...]:
    if not step.warnings:
        return (Text(key="danger.waiting"),)
    rows = [data.dangers[danger] for danger in step.warnings]
    said = dict.fromkeys(row.words[step.language] for row in rows)
    texts = [line_by_line(words) for words in list(said)[:_SAID]]
    if any(row.alert for row in rows):
        texts.append(Text(key="danger.told_duty"))
    return tuple(texts)


def _ways(step: Step) -> Rows:
    ticket = ticket_of(step.draft)
    # Who may want to die is asked whether somebody may write to them, not to "report".
    is_own_wish = step.draft.danger == Danger.SUICIDE
    tell = Text(key="danger.contact" if is_own_wish else "danger.tell")
    return (
        (buttons.of_draft(tell, ticket, buttons.TELL),),
        (buttons.of_draft(Text(key="danger.safe"), ticket, "safe"),),
    )
