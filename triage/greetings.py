"""Tell a greeting from the beginning of a story."""

from triage import words
from triage.lexicon import Lexicon

# Rows of the lexicon under this category are greetings.
GREETING = "meta.greeting"


def is_greeting(text: str, lexicon: Lexicon) -> bool:
    """Return whether *text* is a greeting and nothing else.

    Whoever says hello first wants to be greeted, not to find "hello" in their
    report.
    """
    letters = "".join(c if c.isalnum() else " " for c in words.plain(text))
    bare = " ".join(letters.split())
    hits = lexicon.hits(bare)
    return any(hit.term.category == GREETING and hit.span.phrase == bare for hit in hits)
