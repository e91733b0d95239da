"""What officers answered about links, as pairs to learn from."""

from casework import comparing
from casework.work import House
from storage import indexed, links
from storage.links import Link
from triage.links import LinkState
from triage.matching import learning
from triage.matching.learning import Labelled, Sample
from triage.realms import Realm

# Answers that are learned from at most, the latest.
_ANSWERS = 5_000
# Reports among which they are seen again, as when they came in.
_AMONG = 5_000


async def sample(house: House) -> Sample:
    """Return the pairs that officers judged, of ordinary reports.

    A confirmed link is one incident, a refused or related one is not. What
    officers of integrity and care answered is not learned from: weights are a
    file that everybody may read.
    """
    async with house.database.steady() as tx:
        answers = await links.judged(tx, _ANSWERS)
        kept = await indexed.with_latest(tx, Realm.ORDINARY, _reports(answers), _AMONG)
    known = {one.report_id: one.reference for one in kept}
    pairs: dict[tuple[str, str], Labelled] = {}
    for answer in answers:
        one, other = known.get(answer.report_id), known.get(answer.beside_id or b"")
        if one and other:
            same = answer.state is LinkState.CONFIRMED
            # The latest answer about two reports is the one that counts.
            pairs.setdefault((one, other), Labelled(one=one, other=other, same=same))
    readings = [comparing.opened(house, one) for one in kept]
    return learning.sample(readings, list(pairs.values()), house.data.matching.background)


def _reports(answers: list[Link]) -> set[bytes]:
    return {id_ for one in answers for id_ in (one.report_id, one.beside_id) if id_}
