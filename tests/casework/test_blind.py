"""Whoever steals the database reads no word in what reports are found by."""

import hashlib
import zlib
from collections.abc import Iterator
from pathlib import Path

from casework import comparing
from storage import keys
from storage.matching_tables import COUNTS, POSTINGS, indexed, link
from tests.casework.grouping_play import told
from tests.casework.test_placing import AGAIN, STORY
from tests.casework.test_searching import OFFICIAL
from tests.stage import Stage
from triage.matching.reading import Told
from triage.realms import Realm

DISTRESS = "我不想活了，欠了很多钱，每天睡不着，在南联社区"
PIECES = ("回龙埔", "三轮", "煤气", "阿伯", "3390", "huilongpu", "sanlun", "派出所", "不想活")


def unkeyed(feature: str) -> Iterator[int]:
    """Yield the numbers that a feature would stand under without a key."""
    raw = feature.encode()
    yield zlib.crc32(raw) >> 1
    yield zlib.adler32(raw) >> 1
    for name in ("md5", "sha1", "sha256", "sha3_256", "blake2s"):
        digest = hashlib.new(name, raw).digest()
        for part in (digest[:4], digest[-4:]):
            for order in ("big", "little"):
                whole = int.from_bytes(part, order)
                yield from (whole >> 1, whole & 0x7FFFFFFF)
    for size in (4, 8, 16, 32, 64):
        yield int.from_bytes(hashlib.blake2b(raw, digest_size=size).digest()[:4]) >> 1


def features_of(stage: Stage, text: str) -> set[str]:
    source = comparing.source_of_told(stage.house, Told(id="", time=stage.now, text=text))
    return set(comparing.read(source, None).features)


async def numbers(stage: Stage, realm: Realm) -> set[int]:
    rows = [*await stage.rows(POSTINGS[realm]), *await stage.rows(COUNTS[realm])]
    return {int(row["feature"]) for row in rows}


async def test_no_feature_stands_under_a_number_that_needs_no_key(stage: Stage) -> None:
    stories = (STORY, AGAIN, OFFICIAL, DISTRESS)
    await told(stage, *stories)
    known = set().union(*(features_of(stage, story) for story in stories))
    guessed = {number for feature in known for number in unkeyed(feature)}
    assert len(known) > 100

    for realm in Realm:
        found = await numbers(stage, realm)
        assert found
        # One in a thousand runs meets by chance: 31 bits, some ten thousand guesses.
        assert len(found & guessed) <= 1


async def test_nothing_kept_for_comparing_tells_a_word(stage: Stage) -> None:
    await told(stage, STORY, AGAIN, OFFICIAL)

    sealed = [row["sealed_reading"] for row in await stage.rows(indexed)]
    sealed += [row["sealed_reasons"] for row in await stage.rows(link)]

    assert len(sealed) >= 4
    for piece in PIECES:
        for encoding in ("utf-8", "utf-16-le", "gb18030"):
            assert not [one for one in sealed if piece.encode(encoding) in one]


async def test_another_key_is_another_index(stage: Stage, tmp_path: Path) -> None:
    await told(stage, STORY)
    features = features_of(stage, STORY)
    keys.create(tmp_path / "keys", tmp_path / "recovery.age", "a passphrase of the tests")
    others = keys.load(tmp_path / "keys")

    (own,) = stage.house.keyring.feature_keys(Realm.ORDINARY)
    (other,) = others.feature_keys(Realm.ORDINARY)
    found = await numbers(stage, Realm.ORDINARY)

    assert found <= set(own.hashes(features).values())
    assert len(found & set(other.hashes(features).values())) <= 1


async def test_each_realm_has_a_secret_of_its_own(stage: Stage) -> None:
    hashed = [
        set(stage.house.keyring.feature_keys(realm)[0].hashes(features_of(stage, STORY)).values())
        for realm in Realm
    ]

    assert all(len(one & other) <= 1 for one in hashed for other in hashed if one is not other)
