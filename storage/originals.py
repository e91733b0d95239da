"""Originals of files, so encrypted that it takes both custodians to open one.

age inside age (https://age-encryption.org/v1): without this program, the second
custodian's `age -d` comes first, then the first one's.
"""

from collections.abc import Sequence

import pyrage

from storage.faults import KeyFault

_CUSTODIANS = 2


def sealed(data: bytes, custodians: Sequence[str]) -> bytes:
    """Return *data* encrypted to each of the public keys *custodians*, one inside the other.

    20 MB take about 0.1 s.
    """
    for key in custodians:
        data = pyrage.encrypt(data, [pyrage.x25519.Recipient.from_str(key)])
    return data


def opened(sealed_original: bytes, identities: Sequence[str]) -> bytes:
    """Return what was sealed to the custodians with these private keys, in either order.

    Raises:
        KeyFault: If one of them is missing or another's.
    """
    left = [_identity(line) for line in identities]
    if len(left) != _CUSTODIANS:
        raise KeyFault("it takes the private keys of both custodians")
    data = sealed_original
    while left:
        data = _one_layer(data, left)
    return data


def _one_layer(data: bytes, left: list[pyrage.x25519.Identity]) -> bytes:
    for identity in left:
        try:
            inner: bytes = pyrage.decrypt(data, [identity])
        except pyrage.DecryptError:
            continue
        left.remove(identity)
        return inner
    raise KeyFault("these private keys do not open the original")


def _identity(line: str) -> pyrage.x25519.Identity:
    try:
        return pyrage.x25519.Identity.from_str(line.strip())
    except pyrage.IdentityError:
        raise KeyFault("this is no private key of age (AGE-SECRET-KEY-...)") from None
