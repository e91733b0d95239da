"""Renew keys in tests, without the second that a real recovery copy costs."""

import os
import time
from collections.abc import Mapping
from unittest import mock

from casework import keys
from casework.work import House
from storage import keyfiles, recovery, rotation
from storage import keys as held
from storage.keyfiles import KeyFile
from storage.keys import KeyName
from storage.rotation import Part
from tests.support import NOON


async def staged(house: House, part: Part = Part.SEALS) -> None:
    """Give the keys of *part* a version that is not in use yet."""
    settings = house.settings.keys
    with mock.patch.object(recovery, "sealed", return_value=b"a copy"):
        rotation.stage(settings.folder, settings.recovery, "phrase", part, NOON)


async def put_in_use(house: House, part: Part = Part.SEALS) -> None:
    """Give the keys of *part* a new version and let it seal."""
    await staged(house, part)
    await keys.put_in_use(house, part, NOON)


async def renewed(house: House, part: Part = Part.SEALS) -> keys.Done:
    """Renew what is under older versions, and tell nobody how far it has come."""
    return await keys.renew(house, part, lambda _done, _todo: None)


def age(house: House) -> None:
    """Make the key files as old as a retirement wants them."""
    long_ago = time.time() - 3600
    for file in house.settings.keys.folder.glob("*.key"):
        os.utime(file, (long_ago, long_ago))


def files(house: House) -> Mapping[KeyName, KeyFile]:
    """Return the key files as they are, as out of a recovery copy."""
    folder = house.settings.keys.folder
    return {name: keyfiles.read(held.path_of(folder, name)) for name in KeyName}
