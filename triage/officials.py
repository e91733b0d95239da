"""Whether a story accuses an official, so that it must not reach his office.

Cautious: a story that is taken for such a one costs a question, one that is
missed may cost its writer's safety.
"""

import re
from collections.abc import Iterable

from triage.lexicon import Hit, Lexicon

_UMBRELLA = "lead.umbrella"
# Topics of data/topics.csv.
_ACCUSED = {"official", "official_misdeed"}
_END = re.compile(r"[。！？!?;；\n]+|\.\s")


def named(plain: str, lexicon: Lexicon, hits: Iterable[Hit], topics: set[str]) -> bool:
    """Return whether a text in *plain* form tells in words of an official's misdeed.

    Taking money, tipping off, shielding, threatening: an official and such a
    deed in one sentence, or a word that says it all (保护伞). That somebody
    called the police and nobody came is none. *hits* and *topics* are those of
    the text.
    """
    if any(hit.term.category == _UMBRELLA and not hit.term.weak for hit in hits):
        return True
    return topics >= _ACCUSED and any(
        lexicon.topics.named(sentence) >= _ACCUSED for sentence in _END.split(plain)
    )
