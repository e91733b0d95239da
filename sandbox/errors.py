"""The one error of the stand-in: a call that Telegram would refuse."""

from typing import Any

from sandbox.wire import Json


class ApiError(Exception):
    """Telegram refuses a call, with a status, a sentence and hints.

    *parameters* are the hints a client may act on: `retry_after` in seconds,
    `migrate_to_chat_id`.
    """

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(f"{code}")
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> Json:
        """Return the JSON object that a client is answered with."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(reason: str) -> ApiError:
    """Return the refusal of a call that can never succeed as it is."""
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    """Return the refusal of a call by someone who shut the bot out."""
    return ApiError(403, f"Forbidden: {reason}")


def too_many(retry_after: int) -> ApiError:
    """Return the refusal of a call that came too soon, in whole seconds."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)
