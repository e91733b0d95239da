"""Features of texts as keyed hashes: whoever has the database alone reads no word in them.

31 bits: enough that two features in a hundred thousand meet, and a number that
both engines keep in four bytes.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_BYTES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureKey:
    """One version of the key of a realm's index."""

    version: int
    secret: bytes = field(repr=False)

    def hashes(self, features: Iterable[str]) -> Mapping[str, int]:
        """Return the hash of each of *features*, from 0 to 2^31 - 1."""
        blake, key = hashlib.blake2b, self.secret
        return {
            one: int.from_bytes(
                blake(one.encode("utf-8", "surrogatepass"), digest_size=_BYTES, key=key).digest()
            )
            >> 1
            for one in features
        }
