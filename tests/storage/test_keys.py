import base64
import shutil
import stat
from pathlib import Path

import pyrage
import pytest

from storage import keys, sealing
from storage.faults import KeyFault
from storage.keys import KeyName
from tests.support import Installation

PASSPHRASE = "a passphrase of the tests"


@pytest.fixture
def folder(installation: Installation) -> Path:
    return installation.folder / "keys"


@pytest.fixture
def recovery(template: Path) -> Path:
    return template.parent / "recovery" / "keys.age"


def test_every_key_has_a_file_of_its_own_with_32_random_bytes(folder: Path) -> None:
    lines = [(folder / f"{name}.key").read_text().splitlines()[-1] for name in KeyName]
    found = {base64.b64decode(line.removeprefix("v1 ")) for line in lines}

    assert {path.name for path in folder.iterdir()} == {f"{name}.key" for name in KeyName}
    assert len(found) == len(KeyName)
    assert {len(key) for key in found} == {32}


def test_only_their_owner_can_read_keys_and_copy(template: Path, recovery: Path) -> None:
    files = [*(template / "keys").iterdir(), recovery]
    folders = [template / "keys", recovery.parent]

    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in folders} == {0o700}


def test_the_recovery_copy_opens_with_its_passphrase_and_holds_every_key(
    folder: Path, recovery: Path
) -> None:
    opened = pyrage.passphrase.decrypt(recovery.read_bytes(), PASSPHRASE).decode()

    assert opened == "\n".join((folder / f"{name}.key").read_text() for name in KeyName)


def test_the_recovery_copy_stays_shut_without_its_passphrase(recovery: Path) -> None:
    with pytest.raises(pyrage.DecryptError):
        pyrage.passphrase.decrypt(recovery.read_bytes(), f"{PASSPHRASE}?")


def test_keys_are_never_written_over_others(folder: Path, tmp_path: Path) -> None:
    before = (folder / "content.key").read_bytes()

    with pytest.raises(KeyFault):
        keys.create(folder, tmp_path / "copy.age", PASSPHRASE)

    assert (folder / "content.key").read_bytes() == before


def test_a_recovery_copy_is_never_written_over_another(tmp_path: Path) -> None:
    copy = tmp_path / "copy.age"
    copy.write_bytes(b"the last copy of other keys")

    with pytest.raises(KeyFault):
        keys.create(tmp_path / "keys", copy, PASSPHRASE)

    assert copy.read_bytes() == b"the last copy of other keys"
    assert not (tmp_path / "keys").exists()


@pytest.mark.parametrize("name", KeyName)
@pytest.mark.parametrize("damage", ["", "v1 !!", "v1 AAAA", "1", "vv AAAA", "\udc80", None])
def test_a_damaged_key_file_is_a_fault_that_does_not_tell_the_key(
    folder: Path, name: KeyName, damage: str | None
) -> None:
    path = folder / f"{name}.key"
    key = path.read_text().split()[-1]
    path.unlink()
    if damage is not None:
        path.write_bytes(f"v1 {key[:-4]}{damage}".encode(errors="surrogateescape"))

    with pytest.raises(KeyFault) as fault:
        keys.load(folder)

    assert path.name in str(fault.value)
    assert key[:10] not in str(fault.value)
    assert fault.value.__cause__ is None


def test_loading_twice_gives_keys_that_open_each_other(folder: Path) -> None:
    sealed = keys.load(folder).seal(KeyName.CONTENT).close(b"words", "table.column:1")

    assert keys.load(folder).seal(KeyName.CONTENT).open(sealed, "table.column:1") == b"words"


def test_an_older_version_still_opens_and_the_newest_seals(folder: Path) -> None:
    old = keys.load(folder)
    sealed = old.seal(KeyName.CONTENT).close(b"words", "a.b:1")
    key = base64.b64encode(bytes(range(32))).decode()
    with (folder / "content.key").open("a") as file:
        file.write(f"v2 {key}\n")

    new = keys.load(folder).seal(KeyName.CONTENT)

    assert new.open(sealed, "a.b:1") == b"words"
    assert sealing.version_of(new.close(b"more", "a.b:1")) == 2


def test_a_new_identity_key_keeps_knowing_the_same_people(folder: Path) -> None:
    before = keys.load(folder).person(5_200_000_001)
    key = base64.b64encode(bytes(range(32))).decode()
    with (folder / "identity.key").open("a") as file:
        file.write(f"v2 {key}\n")

    assert keys.load(folder).person(5_200_000_001) == before


def test_people_are_known_by_different_hashes_in_every_installation(
    folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    (other / "identity.key").write_text(f"v1 {base64.b64encode(bytes(32)).decode()}\n")

    assert keys.load(other).person(7) != keys.load(folder).person(7) != keys.load(folder).person(8)


def test_what_the_house_has_no_seal_for_is_refused(folder: Path) -> None:
    with pytest.raises(KeyFault, match="signing"):
        keys.load(folder).seal(KeyName.SIGNING)


def test_a_keyring_does_not_show_its_keys(folder: Path) -> None:
    ring = keys.load(folder)

    secrets = [(folder / f"{name}.key").read_text().split()[-1] for name in KeyName]
    assert not [secret for secret in secrets if secret in repr(vars(ring))]
