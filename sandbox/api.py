"""The Bot API over HTTP: reads a call, spoils or does it, answers."""

from typing import Any

from sandbox import parameters, polling, signatures, wire
from sandbox.asgi import Answer, Receive, Scope, Send, body_of, hang_up, header, reply, silence
from sandbox.errors import ApiError, forbidden, too_many
from sandbox.faults import UPDATE_FAULTS, Fault, FaultKind
from sandbox.methods import WORK
from sandbox.signatures import Method
from sandbox.state import State
from sandbox.throttle import PACED
from sandbox.wire import Json

_BAD_GATEWAY = Answer(
    502,
    b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    b"<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n"
    b"</html>\r\n",
    b"text/html",
)
_WORKING = frozenset({FaultKind.LOST_ANSWER, *UPDATE_FAULTS})
"""Faults under which the call is done all the same."""


class BotApi:
    """An ASGI application for `/bot<token>/<method>` and `/file/bot...`."""

    def __init__(self, state: State) -> None:
        self.state = state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path: str = scope["path"]
        if path.startswith("/file/"):
            await self._hand_out(scope, receive, send, path.removeprefix("/file/bot"))
            return
        token, _, name = path.removeprefix("/bot").partition("/")
        raw: Json = {}
        try:
            method = self._method(token, name)
            body, kind = await body_of(receive), header(scope, b"content-type")
            raw = parameters.decoded(body, kind, scope["query_string"].decode())
            params = parameters.checked(raw, method)
        except ApiError as error:
            await reply(send, self._refuse(name, raw, error))
        else:
            await self._answer(scope, receive, send, method.name, params)

    def _method(self, token: str, name: str) -> Method:
        if token != self.state.token:
            raise ApiError(401, "Unauthorized")
        method = signatures.methods().get(name.lower())
        if method is None:
            raise ApiError(404, "Not Found")
        return method

    async def _answer(
        self, scope: Scope, receive: Receive, send: Send, method: str, params: Json
    ) -> None:
        fault = self.state.faults.pick(method, params.get("chat_id"))
        if fault is None or fault.kind in UPDATE_FAULTS:
            await reply(send, await self._done(method, params, fault))
            return
        answer = await self._spoilt(method, params, fault)
        if answer is not None:
            await reply(send, answer)
            return
        if fault.kind is FaultKind.TIMEOUT:
            await silence(self.state, receive, fault.seconds)
        await hang_up(scope, receive)

    async def _spoilt(self, method: str, params: Json, fault: Fault) -> Answer | None:
        """Return what a spoilt call is answered with, None for nothing."""
        if fault.kind in _WORKING or fault.works:
            await self._done(method, params, fault)
            return None
        match fault.kind:
            case FaultKind.TOO_MANY:
                return self._refuse(method, params, too_many(fault.retry_after), fault)
            case FaultKind.SERVER_ERROR:
                return self._refuse(method, params, ApiError(500, "Internal Server Error"), fault)
            case FaultKind.BLOCKED:
                blocked = forbidden("bot was blocked by the user")
                return self._refuse(method, params, blocked, fault)
            case FaultKind.BAD_GATEWAY:
                self._log(method, params, _BAD_GATEWAY.status, None, fault)
                return _BAD_GATEWAY
            case _:
                self._log(method, params, 0, None, fault)
                return None

    async def _done(self, method: str, params: Json, fault: Fault | None) -> Answer:
        """Do the call and return its answer; a lost one is logged as 0."""
        try:
            result = await self._work(method, params, fault)
        except ApiError as error:
            return self._refuse(method, params, error, fault)
        answered = fault is None or fault.kind in UPDATE_FAULTS
        self._log(method, params, 200 if answered else 0, None, fault)
        return Answer(200, wire.dump({"ok": True, "result": result}))

    async def _work(self, method: str, params: Json, fault: Fault | None) -> Any:
        if method == "getUpdates":
            return await polling.get_updates(self.state, params, fault)
        if self.state.throttle.enforced and method in PACED:
            chat_id = params.get("chat_id")
            if isinstance(chat_id, int):
                self.state.throttle.count(chat_id, self.state.clock.now())
        return WORK[method](self.state, params)

    def _refuse(
        self, method: str, params: Json, error: ApiError, fault: Fault | None = None
    ) -> Answer:
        self._log(method, params, error.code, error.description, fault)
        return Answer(error.code, wire.dump(error.body()))

    def _log(
        self, method: str, params: Json, status: int, description: str | None, fault: Fault | None
    ) -> None:
        name = None if fault is None else fault.kind.value
        self.state.calls.add(
            at=self.state.clock.now(),
            method=method,
            params=params,
            status=status,
            description=description,
            fault=name,
        )

    async def _hand_out(self, scope: Scope, receive: Receive, send: Send, path: str) -> None:
        """Hand out a file, unless a switch for the method `file` is on."""
        fault = self.state.faults.pick("file", None)
        if fault is None or fault.kind in UPDATE_FAULTS:
            await reply(send, self._file(path))
        elif fault.kind is FaultKind.BAD_GATEWAY:
            await reply(send, _BAD_GATEWAY)
        elif fault.kind is FaultKind.TOO_MANY:
            error = too_many(fault.retry_after)
            await reply(send, Answer(error.code, wire.dump(error.body())))
        else:
            await hang_up(scope, receive)

    def _file(self, path: str) -> Answer:
        token, _, name = path.partition("/")
        if token != self.state.token:
            return Answer(401, wire.dump(ApiError(401, "Unauthorized").body()))
        stored = self.state.files.by_path.get(name)
        if stored is None:
            return Answer(404, wire.dump(ApiError(404, "Not Found").body()))
        return Answer(200, stored.data, b"application/octet-stream")
