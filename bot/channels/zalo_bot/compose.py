"""A parcel put into calls of the Zalo Bot Platform: plain text without markup, photos by their address."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from bot.channels.base import Parcel
from bot.channels.split import split
from bot.channels.wording import text_of, words_instead
from bot.channels.zalo_bot.names import MESSAGE, NAME
from handlers.messages import Media

VOICE = "Tin thoại: {address}"
PLACE = "Vị trí: {latitude}, {longitude}"

Offer = Callable[[bytes], str | None]


@dataclass(frozen=True, slots=True)
class Call:
    """One send: its method and what it says, beside the chat."""

    method: str
    params: dict[str, str]


def calls_for(parcel: Parcel, offer: Offer) -> list[Call]:
    """The calls that put the parcel into the world, in order; none for what Zalo has no notion of."""
    match parcel.kind:
        case "text":
            return _messages(text_of(parcel))
        case "media" if parcel.media is not None:
            return _media(parcel, parcel.media, offer)
        case _:
            return []


def without_photo(parcel: Parcel) -> list[Call]:
    """The words in place of a photo that Zalo does not take."""
    return _messages(words_instead(parcel, parcel.media)) if parcel.media else []


def _media(parcel: Parcel, media: Media, offer: Offer) -> list[Call]:
    photo = _photo_address(parcel, media, offer)
    if photo is None:
        return _messages(_in_words(parcel, media))
    first, *more = _parts(text_of(parcel)) or [""]
    caption = {"caption": first} if first else {}
    return [Call("sendPhoto", {"photo": photo, **caption}), *(Call("sendMessage", {"text": part}) for part in more)]


def _photo_address(parcel: Parcel, media: Media, offer: Offer) -> str | None:
    if media.kind != "photo":
        return None
    if parcel.content is not None:
        return offer(parcel.content)
    return media.ref if _is_ours(parcel) else None


def _in_words(parcel: Parcel, media: Media) -> str:
    if media.latitude is not None and media.longitude is not None:
        place = PLACE.format(latitude=media.latitude, longitude=media.longitude)
        return "\n\n".join(filter(None, [text_of(parcel), media.name, place]))
    if media.kind == "voice" and media.ref and _is_ours(parcel):
        return "\n\n".join(filter(None, [text_of(parcel), VOICE.format(address=media.ref)]))
    return words_instead(parcel, media)


def _is_ours(parcel: Parcel) -> bool:
    return parcel.origin in (None, NAME)


def _messages(text: str) -> list[Call]:
    return [Call("sendMessage", {"text": part}) for part in _parts(text)]


def _parts(text: str) -> list[str]:
    return split(unicodedata.normalize("NFC", text), MESSAGE)
