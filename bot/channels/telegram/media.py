"""Everything but text in a message: photos, voices, files, places, and what else people send."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from aiogram.types import (
    Animation,
    Audio,
    Contact,
    Document,
    Location,
    Message,
    Sticker,
    Venue,
    Video,
    VideoNote,
    Voice,
)

from bot.channels.clean import LONGEST_NAME, one_line
from bot.channels.split import clip
from handlers.messages import Media, MediaKind

# Sent by people, but neither text nor anything that a ward can use: it gets a fitting reply all the same.
OTHER = frozenset(
    {"checklist", "dice", "game", "gift", "invoice", "live_photo", "paid_media", "poll", "rich_message", "story"}
)

_File = Animation | Audio | Document | Video | VideoNote | Voice


def media_of(message: Message, raw: Mapping[str, Any]) -> tuple[Media, ...]:
    """What the message shows beside its text; at most one thing, as Telegram's albums are many messages."""
    for name, read in _READERS.items():
        if shown := getattr(message, name):
            return (read(shown),)
    return (Media("other"),) if OTHER & raw.keys() else ()


def _photo(sizes: Any) -> Media:
    largest = max(sizes, key=lambda size: size.width * size.height)
    return Media("photo", largest.file_id, mime="image/jpeg", size=largest.file_size)


def _file(kind: MediaKind, mime: str | None) -> Callable[[_File], Media]:
    def read(file: _File) -> Media:
        name = getattr(file, "file_name", None)
        given = getattr(file, "mime_type", None)
        return Media(
            kind,
            file.file_id,
            name=clip(one_line(name), LONGEST_NAME) if name else None,
            mime=one_line(given)[:LONGEST_NAME] if given else mime,
            size=file.file_size,
        )

    return read


def _sticker(sticker: Sticker) -> Media:
    return Media("sticker", sticker.file_id, name=sticker.emoji, size=sticker.file_size)


def _venue(venue: Venue) -> Media:
    name = clip(one_line(f"{venue.title}, {venue.address}"), LONGEST_NAME)
    return Media("location", name=name, latitude=venue.location.latitude, longitude=venue.location.longitude)


def _location(location: Location) -> Media:
    return Media("location", latitude=location.latitude, longitude=location.longitude)


def _contact(contact: Contact) -> Media:
    name = one_line(f"{contact.first_name} {contact.last_name or ''}")
    return Media("contact", name=clip(f"{name}: {one_line(contact.phone_number)}", LONGEST_NAME))


# In this order: an animation is also given as a document, a venue also as a location.
# A round video message has no MIME type, and that is how `compose` knows that it takes no caption.
_READERS: dict[str, Callable[[Any], Media]] = {
    "photo": _photo,
    "animation": _file("video", "video/mp4"),
    "video": _file("video", "video/mp4"),
    "video_note": _file("video", None),
    "voice": _file("voice", "audio/ogg"),
    "audio": _file("voice", "audio/mpeg"),
    "document": _file("file", None),
    "sticker": _sticker,
    "venue": _venue,
    "location": _location,
    "contact": _contact,
}
KINDS = frozenset(_READERS)
