"""What a person can do wrong, and how it is said.

    BridgeError
      Invalid         what was sent cannot be read
      NotFound        there is no such thing, or it is not yours: the same answer
      CannotDoThat    it is there, but not in a state that allows this
        AlreadySent   Send was pressed a second time
        Outdated      the button belongs to an earlier question
      TooFast         too many tries; says when to come back

The class says what happened, `text_key` and `params` what people read, `str()`
is the line for the log and never holds words of a report.
"""


class BridgeError(Exception):
    """Something a person did that gets a sentence instead of a fault."""

    text_key = "error.invalid"

    def __init__(self, log_line: str, **params: str | int) -> None:
        super().__init__(log_line)
        self.params = params


class Invalid(BridgeError):
    """What was sent cannot be read as what was asked for."""


class NotFound(BridgeError):
    """There is no such thing, or it belongs to somebody else."""

    text_key = "error.not_found"


class CannotDoThat(BridgeError):
    """The thing exists but does not allow this now."""

    text_key = "error.cannot_do_that"


class AlreadySent(CannotDoThat):
    """Send was pressed a second time."""

    text_key = "error.already_sent"


class Outdated(CannotDoThat):
    """The button belongs to an earlier question or to a draft that is gone."""

    text_key = "error.outdated"


class TooFast(BridgeError):
    """Too many tries in a short time."""

    text_key = "error.too_fast"
