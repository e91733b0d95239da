"""Reading a call's parameters, as strictly as Telegram and a little more."""

from email import policy
from email.parser import BytesParser
from typing import Any
from urllib.parse import parse_qsl

from sandbox import wire
from sandbox.errors import bad_request
from sandbox.signatures import Kind, Method
from sandbox.wire import Json

_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "action": "wrong parameter action in request",
    "file_id": "file_id not specified",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    "commands": 'parameter "commands" is required',
}
_NAMES = {"reply_markup": "reply keyboard markup", "reply_parameters": "reply parameters"}
_TRUE = frozenset({"true", "1", "yes", "y", "on", "t"})
_FALSE = frozenset({"false", "0", "no", "n", "off", "f", ""})


def decoded(body: bytes, content_type: str, query: str) -> Json:
    """Return the raw parameters of a request from its query and body.

    Raises:
        ApiError: If the body is not what its content type says.
    """
    raw: Json = dict(parse_qsl(query, keep_blank_values=True)) if query else {}
    if not body:
        return raw
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/json":
        raw.update(_json_object(body))
    elif kind == "multipart/form-data":
        raw.update(_multipart(body, content_type))
    else:
        raw.update(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return raw


def _json_object(body: bytes) -> Json:
    try:
        value = wire.load(body)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise bad_request("can't parse JSON object")
    return value


def _multipart(body: bytes, content_type: str) -> Json:
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    whole = BytesParser(policy=policy.HTTP).parsebytes(head + body)
    fields: Json = {}
    for part in whole.iter_parts() if whole.is_multipart() else ():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):
            continue
        fields[str(name)] = content if part.get_filename() else content.decode("utf-8", "replace")
    return fields


def checked(raw: Json, method: Method) -> Json:
    """Return *raw* with every value of its kind and nothing missing.

    Telegram ignores names it does not know; here they are refused, since in
    our own code such a name is a slip.

    Raises:
        ApiError: If a name is unknown, missing, or its value unreadable.
    """
    kinds = method.kinds
    params: Json = {}
    for name, value in raw.items():
        if name not in kinds:
            raise bad_request(f"unknown parameter {name}")
        if value is not None:
            params[name] = _value(name, value, kinds[name])
    for name in method.required:
        if params.get(name) in (None, ""):
            raise bad_request(_MISSING.get(name, f'parameter "{name}" is required'))
    return params


def _value(name: str, value: Any, kind: Kind) -> Any:
    match kind:
        case Kind.TEXT:
            return _text(name, value)
        case Kind.INTEGER:
            return _integer(name, value)
        case Kind.BOOLEAN:
            return _boolean(name, value)
        case Kind.CHAT:
            return _chat(value)
        case Kind.LIST:
            return _structure(name, value, list)
        case Kind.FILE:
            return value
        case Kind.OBJECT:
            return _structure(name, value, dict)


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise bad_request(f'field "{name}" must be of type String')
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise bad_request("strings must be encoded in UTF-8") from None
    return value


def _integer(name: str, value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        raise bad_request(f'field "{name}" must be of type Integer') from None


def _boolean(name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).lower()
    if word not in _TRUE and word not in _FALSE:
        raise bad_request(f'field "{name}" must be of type Boolean')
    return word in _TRUE


def _chat(value: Any) -> int | str:
    try:
        return int(value)
    except (TypeError, ValueError):
        return str(value)


def _structure(name: str, value: Any, shape: type) -> Any:
    spoken = _NAMES.get(name, name)
    if isinstance(value, str):
        try:
            value = wire.load(value)
        except ValueError:
            raise bad_request(f"can't parse {spoken} JSON object") from None
    if not isinstance(value, shape):
        raise bad_request(
            f"object expected as {spoken}" if shape is dict else f"expected an Array as {spoken}"
        )
    return value
