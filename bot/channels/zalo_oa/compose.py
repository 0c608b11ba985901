"""A parcel put into calls of the OpenAPI: plain text, buttons beside the numbered menu, photos and files uploaded."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.channels.base import Parcel
from bot.channels.split import split
from bot.channels.web.media_store import sniff
from bot.channels.wording import text_of, words_instead
from bot.channels.zalo_oa import buttons
from bot.channels.zalo_oa.names import MESSAGE, NAME
from handlers.messages import Media

PRIVATE = "/v3.0/oa/message/cs"
GROUP = "/v3.0/oa/group/message"
PLACE = "Vị trí: {latitude}, {longitude}"

_MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that Zalo must have before it can be sent: where it goes, what it is, and how it is then named."""

    path: str
    name: str
    mime: str
    content: bytes
    gives: str


@dataclass(frozen=True, slots=True)
class Call:
    """One message; `optional` if the parcel has arrived without it, `upload` if its attachment goes up first."""

    message: Mapping[str, Any]
    upload: Upload | None = None
    optional: bool = False


def calls_for(parcel: Parcel) -> list[Call]:
    """The calls that put the parcel into the world, in order; none for what Zalo has no notion of."""
    match parcel.kind:
        case "text":
            return _text(parcel)
        case "media" if parcel.media is not None:
            return _media(parcel, parcel.media)
        case _:
            return []


def without_media(parcel: Parcel) -> list[Call]:
    """The words in place of media that Zalo does not take."""
    return _messages(words_instead(parcel, parcel.media)) if parcel.media else []


def place(parcel: Parcel) -> tuple[str, dict[str, str]]:
    """Where a message goes: the path and the recipient."""
    return (GROUP, {"group_id": parcel.chat_id}) if parcel.group else (PRIVATE, {"user_id": parcel.chat_id})


def _text(parcel: Parcel) -> list[Call]:
    """The numbered menu is in the words; a few choices are buttons under them, more are a list after them.

    Groups have no buttons. How much a list may hold is not sure, so that it may be refused without harm.
    """
    calls = _messages(text_of(parcel))
    if parcel.group or not parcel.choices or not calls:
        return calls
    if len(parcel.choices) <= buttons.MOST:
        payload = {"buttons": [buttons.button(choice) for choice in parcel.choices]}
        return [*calls[:-1], Call({**calls[-1].message, "attachment": _template(payload)})]
    return [*calls, *_list(parcel)]


def _list(parcel: Parcel) -> list[Call]:
    first, rest = parcel.choices[: buttons.MOST], parcel.choices[buttons.MOST :]
    if len(rest) > buttons.MOST:
        return []
    payload = {
        "template_type": "list",
        "elements": [buttons.element(choice) for choice in first],
        "buttons": [buttons.button(choice) for choice in rest],
    }
    return [Call({"attachment": _template(payload)}, optional=True)]


def _media(parcel: Parcel, media: Media) -> list[Call]:
    """A photo with the words under it, a file with the words before it, or all in words."""
    if media.kind == "photo" and parcel.content is None and media.ref and parcel.origin in (None, NAME):
        return _photo(parcel, {"media_type": "gif" if media.mime == "image/gif" else "image", "url": media.ref})
    upload = _upload(media, parcel.content) if parcel.content is not None else None
    if upload is None:
        return _messages(_in_words(parcel, media))
    if upload.gives == "token":
        return [*_messages(text_of(parcel)), Call({"attachment": {"type": "file", "payload": {}}}, upload)]
    kind = "gif" if upload.mime == "image/gif" else "image"
    return _photo(parcel, {"media_type": kind}, upload)


def _photo(parcel: Parcel, shown: dict[str, str], upload: Upload | None = None) -> list[Call]:
    first, *more = _parts(text_of(parcel)) or [""]
    attachment = _template({"template_type": "media", "elements": [shown]})
    caption = {"text": first} if first else {}
    return [Call({**caption, "attachment": attachment}, upload), *(Call({"text": part}) for part in more)]


def _upload(media: Media, content: bytes) -> Upload | None:
    """Where these bytes may go up; None for what Zalo does not take, or not in this size."""
    mime = sniff(content[:16]) or _document(content[:8], media.name or "")
    match mime:
        case "image/jpeg" | "image/png" if len(content) <= _MEBIBYTE:
            name = "anh.jpg" if mime == "image/jpeg" else "anh.png"
            return Upload("/v2.0/oa/upload/image", name, mime, content, "attachment_id")
        case "image/gif" if len(content) <= 5 * _MEBIBYTE:
            return Upload("/v2.0/oa/upload/gif", "anh.gif", mime, content, "attachment_id")
        case "application/pdf" | "application/msword" | "application/zip" if len(content) <= 5 * _MEBIBYTE:
            return Upload("/v2.0/oa/upload/file", media.name or "tep.pdf", mime, content, "token")
        case _:
            return None


def _document(head: bytes, name: str) -> str | None:
    """What Word writes, known by its first bytes and its name."""
    if head.startswith(b"\xd0\xcf\x11\xe0") and name.lower().endswith(".doc"):
        return "application/msword"
    return "application/zip" if head.startswith(b"PK\x03\x04") and name.lower().endswith(".docx") else None


def _in_words(parcel: Parcel, media: Media) -> str:
    if media.latitude is None or media.longitude is None:
        return words_instead(parcel, media)
    there = PLACE.format(latitude=media.latitude, longitude=media.longitude)
    return "\n\n".join(filter(None, [text_of(parcel), media.name, there]))


def _template(payload: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "template", "payload": payload}


def _messages(text: str) -> list[Call]:
    return [Call({"text": part}) for part in _parts(text)]


def _parts(text: str) -> list[str]:
    return split(unicodedata.normalize("NFC", text), MESSAGE)
