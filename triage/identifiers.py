"""Phones, plates, doors, names and amounts that a story tells.

An identity card is found so that people can be warned: nobody should send one.
"""

from triage import accounts, amounts, doors, marks, nicknames, phones, plates, tradenames, words
from triage.marks import Identifier, IdentifierKind

__all__ = ["Identifier", "IdentifierKind", "find"]


def find(text: str) -> tuple[Identifier, ...]:
    """Return what *text* identifies, in order; longer readings win over shorter.

    Values are in one spelling: phones and cards in digits (a Hong Kong number
    with 852), plates in capitals, buildings and floors in digits or capitals,
    floors below ground as B1, amounts in yuan, names in plain form.
    """
    plain = words.plain(text)
    found = [
        *phones.scan(plain),
        *plates.scan(plain),
        *doors.scan(plain),
        *amounts.scan(plain),
        *accounts.scan(plain),
        *nicknames.scan(plain),
        *tradenames.scan(plain),
    ]
    return marks.apart(found)
