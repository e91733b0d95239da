"""What is said when words of danger stand in something that could not be taken."""

from casework import danger_post, limiting, outbox
from casework.sayings import Saying
from casework.work import Resident, Work
from handlers.residents import gate
from triage import languages


async def warn(work: Work, resident: Resident, text: str) -> None:
    """Say whom to call, in the language of *text*, if it speaks of danger.

    A story that is full and a file that is too big are refused; what to do now
    is said all the same, and people are woken where a draft would wake them.
    """
    found = await limiting.danger_in_refused(work, resident, text)
    if found is None:
        return
    language = languages.language_of(text, resident.language)
    duty = gate.on_duty([found], is_heard=danger_post.is_heard(work.house))
    texts = (gate.line_by_line(found.words[language]), *duty)
    await outbox.warn(work, resident, Saying(language=language, texts=texts))
