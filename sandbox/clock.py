"""The sandbox's time: the machine's, moved forward at will."""

import time


class Clock:
    """Tells the time; tests may advance it to make messages old."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> float:
        """Return seconds since 1970."""
        return time.time() + self._ahead

    def advance(self, seconds: float) -> None:
        """Move the time forward by *seconds*."""
        self._ahead += seconds
