"""What is kept of a report to compare it again, as bytes that are sealed.

Not its words as they were written, but their normal form; who wrote it, and
when, stands elsewhere.
"""

import json
from dataclasses import astuple, fields
from datetime import datetime

from triage.matching import reading
from triage.matching.reading import Hints, Source
from triage.matching.weighed import Totals, Weighed

_TOTALS = tuple(one.name for one in fields(Totals))


def packed(weighed: Weighed) -> bytes:
    """Return what is kept of a report that was *weighed* as it came in."""
    source = weighed.reading.source
    hints = source.hints
    kept = {
        "text": [source.title, source.body, source.place],
        "hints": [
            sorted(one)
            for one in (hints.concepts, hints.communities, hints.towns, hints.identifiers)
        ],
        "totals": [round(one, 3) for one in astuple(weighed.totals)],
    }
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def unpacked(kept: bytes, *, id_: str, time: datetime, category: str, user: str) -> Weighed:
    """Return the report again, read anew from its normal form.

    Args:
        kept: What `packed` returned.
        id_: What the report is called.
        time: When it came in.
        category: Its kind.
        user: Something that is the same for two reports of one person, or empty.
    """
    found = json.loads(kept.decode("utf-8", "surrogatepass"))
    title, body, place = found["text"]
    concepts, communities, towns, identifiers = map(frozenset, found["hints"])
    source = Source(
        id=id_,
        time=time,
        title=title,
        body=body,
        place=place,
        category=category,
        user=user,
        hints=Hints(
            concepts=concepts, communities=communities, towns=towns, identifiers=identifiers
        ),
    )
    totals = Totals(**dict(zip(_TOTALS, found["totals"], strict=True)))
    return Weighed(reading=reading.of_source(source), totals=totals)
