import os
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from unittest import mock

import pyrage
import pytest

from storage import keyfiles, keys, recovery, rotation, sealing
from storage.faults import KeyFault
from storage.keys import SEALING, KeyName, Keyring
from storage.rotation import Part
from tests.support import NOON, Installation

MEI = 5_200_000_001
PLACE = "a.b:1"
PHRASE = "a passphrase of the tests"


@pytest.fixture
def folder(installation: Installation) -> Path:
    return installation.folder / "keys"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return tmp_path / "recovery" / "keys.age"


@pytest.fixture
def _quick() -> Iterator[None]:
    with mock.patch.object(recovery, "sealed", return_value=b"a copy"):
        yield


def stage(folder: Path, part: Part = Part.SEALS) -> None:
    rotation.stage(folder, folder.parent / "copy.age", PHRASE, part, NOON)


def rotate(folder: Path, part: Part = Part.SEALS) -> None:
    stage(folder, part)
    rotation.put_in_use(folder, part)


def version_now(ring: Keyring, name: KeyName = KeyName.CONTENT) -> int:
    return sealing.version_of(ring.seal(name).close(b"words", PLACE))


def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let processes look at their files whenever they seal."""
    monkeypatch.setattr(keys, "LOOK_EVERY", 0.0)


@pytest.mark.usefixtures("_quick")
def test_a_staged_version_opens_and_does_not_seal(folder: Path) -> None:
    stage(folder)
    other = keys.load(folder)
    rotation.put_in_use(folder, Part.SEALS)
    sealed = keys.load(folder).seal(KeyName.CONTENT).close(b"words", PLACE)

    assert sealing.version_of(sealed) == 2
    assert version_now(other) == 1
    assert other.seal(KeyName.CONTENT).open(sealed, PLACE) == b"words"


@pytest.mark.usefixtures("_quick")
def test_every_key_that_seals_gets_a_version_and_no_other(folder: Path) -> None:
    before = {name: (folder / f"{name}.key").read_text() for name in KeyName}

    stage(folder)

    changed = {name for name in KeyName if (folder / f"{name}.key").read_text() != before[name]}
    assert changed == set(SEALING) == set(rotation.staged(folder, Part.SEALS))
    assert rotation.staged(folder, Part.LOOKUPS) == []


@pytest.mark.usefixtures("_quick")
def test_a_running_process_opens_what_a_new_version_sealed(folder: Path) -> None:
    running = keys.load(folder)
    seal = running.seal(KeyName.IDENTITY)

    rotate(folder)

    sealed = keys.load(folder).seal(KeyName.IDENTITY).close(b"words", PLACE)
    assert seal.open(sealed, PLACE) == b"words"
    assert running.seal(KeyName.IDENTITY).open(sealed, PLACE) == b"words"


@pytest.mark.usefixtures("_quick")
def test_a_running_process_soon_seals_under_the_new_version(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once(monkeypatch)
    running = keys.load(folder)

    rotate(folder)

    assert {version_now(running, name) for name in SEALING} == {2}


@pytest.mark.usefixtures("_quick")
def test_a_version_that_no_file_has_is_a_fault(folder: Path) -> None:
    running = keys.load(folder)
    sealed = sealing.prefix(7) + bytes(40)

    with pytest.raises(KeyFault, match="version 7"):
        running.seal(KeyName.CONTENT).open(sealed, PLACE)


@pytest.mark.parametrize("damage", ["gone", "bad", "foreign"])
def test_a_running_process_keeps_its_keys_when_the_files_go_bad(
    folder: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    at_once(monkeypatch)
    running = keys.load(folder)
    sealed = running.seal(KeyName.CONTENT).close(b"words", PLACE)
    path = folder / "content.key"

    if damage == "gone":
        path.unlink()
    else:
        path.write_text("v1 ?" if damage == "bad" else keys.new_line(1).text())

    assert running.seal(KeyName.CONTENT).open(sealed, PLACE) == b"words"
    assert running.seal(KeyName.CONTENT).close(b"", PLACE)[:2] == sealing.prefix(1)


@pytest.mark.usefixtures("_quick")
def test_many_threads_may_meet_the_new_version_at_once(folder: Path) -> None:
    running = keys.load(folder)
    rotate(folder)
    sealed = keys.load(folder).seal(KeyName.CONTENT).close(b"words", PLACE)
    opened: list[bytes] = []

    def meet() -> None:
        opened.extend(running.seal(KeyName.CONTENT).open(sealed, PLACE) for _ in range(50))

    threads = [threading.Thread(target=meet) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert opened == [b"words"] * 400


@pytest.mark.usefixtures("_quick")
def test_old_versions_are_dropped_and_people_stay_known(folder: Path) -> None:
    person = keys.load(folder).person(MEI)
    rotate(folder)
    settled(folder)

    rotation.retire(folder)

    ring = keys.load(folder)
    assert ring.person(MEI) == person == ring.lookups(MEI)[0]
    assert {ring.seal(name).versions for name in SEALING} == {frozenset({2})}
    assert not any(rotation.old_versions(folder).values())
    # The secret stays, the key from which it was derived does not.
    lines = keyfiles.read(folder / "identity.key").lines
    assert [(line.number, line.is_lookup) for line in lines] == [(2, False), (1, True)]


@pytest.mark.usefixtures("_quick")
def test_people_stay_known_however_often_keys_are_renewed(folder: Path) -> None:
    person = keys.load(folder).person(MEI)

    for _ in range(3):
        rotate(folder)
        settled(folder)
        rotation.retire(folder)

    assert keys.load(folder).person(MEI) == person
    assert version_now(keys.load(folder)) == 4


@pytest.mark.usefixtures("_quick")
def test_versions_are_not_dropped_while_a_process_may_still_seal_under_them(folder: Path) -> None:
    rotate(folder)

    with pytest.raises(KeyFault, match="wait for one"):
        rotation.retire(folder)

    assert rotation.old_versions(folder)[KeyName.CONTENT] == {1}


@pytest.mark.usefixtures("_quick")
def test_a_process_that_slept_through_it_all_takes_the_new_keys(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once(monkeypatch)
    asleep = keys.load(folder)
    rotate(folder)
    settled(folder)
    rotation.retire(folder)

    assert version_now(asleep) == 2


@pytest.mark.usefixtures("_quick")
def test_a_new_look_up_is_tried_first_by_some_and_found_by_all(folder: Path) -> None:
    (old,) = keys.load(folder).lookups(MEI)
    stage(folder, Part.LOOKUPS)
    waiting = keys.load(folder).lookups(MEI)

    rotation.put_in_use(folder, Part.LOOKUPS)

    using = keys.load(folder).lookups(MEI)
    assert waiting[0] == old == using[1]
    assert waiting[1] == using[0] != old
    assert (len(old), len(using[0])) == (32, 34)
    assert keys.load(folder).person(MEI) == old
    assert keyfiles.read(folder / "index.key").current == 2


@pytest.mark.usefixtures("_quick")
def test_a_running_process_uses_the_new_look_up_at_once(folder: Path) -> None:
    running = keys.load(folder)
    rotate(folder, Part.LOOKUPS)

    assert running.lookups(MEI) == keys.load(folder).lookups(MEI)


def test_the_recovery_copy_holds_the_new_versions_and_the_earlier_one_stays(
    folder: Path, copy: Path
) -> None:
    before = b"".join((folder / f"{name}.key").read_bytes() for name in KeyName)
    copy.parent.mkdir()
    copy.write_bytes(pyrage.passphrase.encrypt(before, "the earlier one"))

    rotation.stage(folder, copy, PHRASE, Part.SEALS, NOON)
    earlier = copy.with_name("keys-until-2026-11-20T040000Z.age")

    assert {path.name for path in copy.parent.iterdir()} == {copy.name, earlier.name}
    assert pyrage.passphrase.decrypt(earlier.read_bytes(), "the earlier one") == before
    files = keys.copied(copy, PHRASE)
    rotation.put_in_use(folder, Part.SEALS)
    assert {name: keyfiles.read(folder / f"{name}.key") for name in KeyName} == files


def test_a_copy_comes_back_where_nothing_is_and_never_over_other_keys(
    folder: Path, tmp_path: Path, copy: Path
) -> None:
    rotation.stage(folder, copy, PHRASE, Part.SEALS, NOON + timedelta(days=1))
    rotation.put_in_use(folder, Part.SEALS)
    files = keys.copied(copy, PHRASE)
    there = tmp_path / "there"

    assert set(keys.restore(there, files)) == set(KeyName)
    (there / "content.key").unlink()
    assert keys.restore(there, files) == [KeyName.CONTENT]
    (there / "identity.key").write_text(keys.new_line(1).text())
    (there / "content.key").unlink()
    with pytest.raises(KeyFault, match="differs from the copy"):
        keys.restore(there, files)

    assert not (there / "content.key").exists()


@pytest.mark.parametrize("content", [b"words", b"\xff", b"# Maple Bridge, key 'content'.\nv1 ?\n"])
def test_what_is_no_copy_of_keys_is_told_so(copy: Path, content: bytes) -> None:
    copy.parent.mkdir()
    copy.write_bytes(pyrage.passphrase.encrypt(content, PHRASE))

    with pytest.raises(KeyFault, match="copy"):
        keys.copied(copy, PHRASE)
    with pytest.raises(KeyFault, match="does not open"):
        keys.copied(copy, f"{PHRASE}?")


def settled(folder: Path) -> None:
    """Make the files as old as a retirement wants them."""
    for path in folder.glob("*.key"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
