import contextlib
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from storage import keyfiles, keys, recovery, rotation
from storage.keys import SEALING
from storage.rotation import Part
from tests.support import NOON, Installation

MEI = 5_200_000_001


@pytest.fixture
def folder(installation: Installation) -> Iterator[Path]:
    """The keys, whose recovery copy costs no second here."""
    with mock.patch.object(recovery, "sealed", return_value=b"a copy"):
        yield installation.folder / "keys"


def stage(folder: Path, part: Part = Part.SEALS) -> None:
    rotation.stage(folder, folder.parent / "copy.age", "phrase", part, NOON)


def versions_now(folder: Path) -> set[int]:
    ring = keys.load(folder)
    return {ring.seal(name).current for name in SEALING}


class Killed(BaseException):
    """What stands for the end of the process."""


@contextlib.contextmanager
def killed_after(files: int) -> Iterator[None]:
    """Let the process end when so many key files are on disk."""
    left, real = iter(range(files)), keyfiles.write

    def write(path: Path, content: bytes, *, like: Path) -> None:
        if path.suffix == ".key" and next(left, None) is None:
            raise Killed
        real(path, content, like=like)

    with mock.patch.object(keyfiles, "write", write), pytest.raises(Killed):
        yield


@pytest.mark.parametrize("files", [1, 2])
def test_killed_between_two_files_staging_goes_on_and_makes_no_third_version(
    folder: Path, files: int
) -> None:
    with killed_after(files):
        stage(folder)

    assert rotation.staged(folder, Part.SEALS) == []
    stage(folder)
    rotation.put_in_use(folder, Part.SEALS)

    for name in SEALING:
        assert set(keyfiles.read(folder / f"{name}.key").numbered()) == {1, 2}
    assert versions_now(folder) == {2}


@pytest.mark.parametrize("files", [1, 2])
def test_killed_between_two_files_putting_in_use_goes_on(folder: Path, files: int) -> None:
    stage(folder)
    with killed_after(files):
        rotation.put_in_use(folder, Part.SEALS)

    assert len(rotation.staged(folder, Part.SEALS)) == len(SEALING) - files
    rotation.put_in_use(folder, Part.SEALS)

    assert rotation.staged(folder, Part.SEALS) == []
    assert versions_now(folder) == {2}


def test_killed_between_two_files_new_look_ups_are_staged_anew_and_no_third(folder: Path) -> None:
    with killed_after(1):
        stage(folder, Part.LOOKUPS)

    assert rotation.staged(folder, Part.LOOKUPS) == []
    stage(folder, Part.LOOKUPS)
    rotation.put_in_use(folder, Part.LOOKUPS)

    assert set(keyfiles.read(folder / "index.key").numbered()) == {1, 2}
    assert len(keys.load(folder).lookups(MEI)) == 2
