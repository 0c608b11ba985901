"""The arguments of one call, however they were sent: query, form, multipart or JSON."""

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.fakes.telegram.errors import bad_request
from tests.fakes.telegram.shapes import Json

_INTEGERS = {
    "chat_id", "from_chat_id", "icon_color", "limit", "max_connections", "message_id",
    "message_thread_id", "offset", "reply_to_message_id", "timeout", "user_id",
}  # fmt: skip
_STRUCTURED = {
    "allowed_updates", "caption_entities", "commands", "entities", "link_preview_options",
    "message_ids", "reply_markup", "reply_parameters", "scope",
}  # fmt: skip
_TRUE = {"true", "yes", "1"}


@dataclass(frozen=True)
class Upload:
    """A file that came with a multipart call."""

    filename: str
    content: bytes


@dataclass(frozen=True)
class Params:
    """Typed access to the arguments of a call; wrong ones raise the server's own error."""

    values: Json
    uploads: dict[str, Upload] = field(default_factory=dict)

    def integer(self, name: str) -> int | None:
        """The whole number under `name`, None where it is absent."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, int):
            return value
        raise bad_request(f'field "{name}" must be a valid Number')

    def text(self, name: str) -> str:
        """The string under `name`, empty where it is absent."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def flag(self, name: str) -> bool:
        """Whether `name` is switched on."""
        return str(self.values.get(name, "")).lower() in _TRUE

    def structure(self, name: str, kind: type) -> Any:
        """The JSON object or array under `name`, None where it is absent."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, kind):
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object")
        return value

    def upload(self, name: str) -> Upload | None:
        """The file sent as field `name`, directly or as attach://."""
        reference = self.text(name).removeprefix("attach://")
        return self.uploads.get(name) or self.uploads.get(reference)


async def read_params(request: web.Request) -> Params:
    """Read all the arguments of a call; values of known fields are decoded."""
    values: Json = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json":
        values |= await _json_body(request)
    elif request.can_read_body:
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                uploads[name] = Upload(value.filename, value.file.read())
            else:
                values[name] = value if isinstance(value, str) else bytes(value).decode()
    _require_utf8(values)
    return Params({name: _decoded(name, value) for name, value in values.items()}, uploads)


async def _json_body(request: web.Request) -> Json:
    try:
        body = json.loads(await request.read() or b"{}")
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise bad_request("can't parse JSON object")
    return body


def _require_utf8(values: Json) -> None:
    try:
        json.dumps(values, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None


def _decoded(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if name in _INTEGERS:
        return int(value) if value.removeprefix("-").isdecimal() else value
    if name in _STRUCTURED:
        return _parsed(value)
    return value


def _parsed(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value
