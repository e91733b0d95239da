"""How staff speak of reporters within one case; a name stays when cases are merged."""

import secrets
from collections.abc import Mapping, Sequence

from casework.work import Work
from storage import codenames
from storage.cases import Held
from triage.codenames import COUNT


async def of_reports(work: Work, held: Sequence[Held]) -> Mapping[bytes, int]:
    """Return the number of a name for each of the reports of one case.

    One person has one name among them; that a report is of the same person as one
    of another case, no name tells.
    """
    known = dict(await codenames.of_reports(work.tx, [one.id for one in held]))
    by_person = {
        one.reporter_id: known[one.id] for one in held if one.reporter_id and one.id in known
    }
    for one in held:
        if one.id in known:
            continue
        name = by_person.get(one.reporter_id) if one.reporter_id else None
        if name is None:
            name = _free(set(known.values()))
        known[one.id] = name
        if one.reporter_id:
            by_person[one.reporter_id] = name
        await codenames.give(work.tx, one.id, name)
    return known


def _free(used: set[int]) -> int:
    while True:
        name = secrets.randbelow(COUNT)
        if name not in used or len(used) >= COUNT:
            return name
