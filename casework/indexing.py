"""Make reports findable, and findable no more: the blind index and what is kept beside it."""

from casework import comparing
from casework.linking import Side
from casework.work import Work
from storage import blind_index, indexed, sealing
from storage.features import FeatureKey
from storage.indexed import Kept, NewIndexed
from triage.matching import packed
from triage.matching.index import breadth
from triage.matching.reading import Reading
from triage.matching.weighed import Weighed
from triage.realms import Realm


async def add(work: Work, realm: Realm, new: Weighed, side: Side, arrival: int) -> None:
    """Let later reports of *realm* find this one."""
    key = work.house.keyring.feature_keys(realm)[0]
    await add_postings(work, realm, arrival, key, new.reading)
    await indexed.add(work.tx, _row(realm, key, new, side, arrival))


async def remove(work: Work, realm: Realm, kept: Kept) -> None:
    """Destroy what was computed from the words of a report.

    Comes before its data key is destroyed: without the words nobody knows what
    to look for.
    """
    key = _key_of(work, realm, kept)
    await _remove_postings(work, realm, kept.arrival, key, comparing.opened(work.house, kept))
    await indexed.remove(work.tx, kept.arrival)


async def renew(work: Work, realm: Realm, kept: Kept) -> None:
    """Put a report under the newest version of its realm's key."""
    old, new = _key_of(work, realm, kept), work.house.keyring.feature_keys(realm)[0]
    weighed = comparing.weighed(work.house, kept)
    await _remove_postings(work, realm, kept.arrival, old, weighed.reading)
    await add_postings(work, realm, kept.arrival, new, weighed.reading)
    side = Side(report_id=kept.report_id, seal=comparing.seal_of(work.house, kept))
    await indexed.renew(work.tx, _row(realm, new, weighed, side, kept.arrival))


def _key_of(work: Work, realm: Realm, kept: Kept) -> FeatureKey:
    keys = work.house.keyring.feature_keys(realm)
    return next(key for key in keys if key.version == kept.version)


def _row(realm: Realm, key: FeatureKey, new: Weighed, side: Side, arrival: int) -> NewIndexed:
    place = sealing.place("indexed.sealed_reading", side.report_id)
    return NewIndexed(
        arrival=arrival,
        report_id=side.report_id,
        realm=realm,
        version=key.version,
        breadth=breadth(new.totals.handles),
        sealed_reading=side.seal.close(packed.packed(new), place),
    )


async def add_postings(
    work: Work, realm: Realm, arrival: int, key: FeatureKey, reading: Reading
) -> None:
    """Put a report under the hashes of its features."""
    hashes = key.hashes(reading.features)
    handles = {hashes[handle] for handle in reading.handles}
    await blind_index.add(work.tx, realm, arrival, handles=handles, features=set(hashes.values()))


async def _remove_postings(
    work: Work, realm: Realm, arrival: int, key: FeatureKey, reading: Reading
) -> None:
    hashes = key.hashes(reading.features)
    handles = {hashes[handle] for handle in reading.handles}
    await blind_index.remove(
        work.tx, realm, arrival, handles=handles, features=set(hashes.values())
    )
