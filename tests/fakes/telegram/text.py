"""Texts as Telegram takes them: HTML or entities, trimmed, counted in UTF-16 units."""

import html
import re
from dataclasses import dataclass, field

from tests.fakes.telegram.errors import bad_request
from tests.fakes.telegram.shapes import Json

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024

_KNOWN_ENTITIES = {
    "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bold",
    "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote",
    "code", "pre", "text_link", "text_mention", "custom_emoji",
}  # fmt: skip
_TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "code": "code", "pre": "pre", "blockquote": "blockquote", "tg-spoiler": "spoiler",
    "a": "text_link",
}  # fmt: skip
_TOKEN = re.compile(r"<(/?)([a-zA-Z-]*)([^<>]*)>|<|[^<]+")
_HREF = re.compile(r"""href\s*=\s*["']([^"']*)["']""")
_FOUND = [
    ("bot_command", re.compile(r"(?<![\w/@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?!\w)")),
    ("url", re.compile(r"https?://[^\s<>]+[^\s<>.,;:!?)]")),
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z0-9_]{4,32}\b")),
]


@dataclass(frozen=True)
class Formatted:
    """A text with its entities, offsets and lengths in UTF-16 units."""

    text: str
    entities: list[Json] = field(default_factory=list)

    def content(self, text_name: str = "text", entities_name: str = "entities") -> Json:
        """The fields of a message; an absent text or list of entities is left out."""
        content: Json = {text_name: self.text} if self.text else {}
        if self.entities:
            content[entities_name] = self.entities
        return content


def utf16_length(text: str) -> int:
    """How many UTF-16 units a text has."""
    return len(text) + sum(1 for letter in text if ord(letter) > 0xFFFF)


def formatted(text: str, parse_mode: str = "", entities: list[Json] | None = None) -> Formatted:
    """Parse, check, trim, and find commands, links and mentions as the server does."""
    if parse_mode.lower() == "html":
        text, entities = _from_html(text)
    elif parse_mode:
        raise bad_request("unsupported parse_mode")
    checked = [_checked(entity, text) for entity in entities or []]
    trimmed, kept = _trimmed(text, checked)
    return Formatted(trimmed, sorted([*kept, *_found(trimmed, kept)], key=_position))


def _position(entity: Json) -> tuple[int, int]:
    return entity["offset"], -entity["length"]


def _checked(entity: Json, text: str) -> Json:
    if not isinstance(entity, dict) or entity.get("type") not in _KNOWN_ENTITIES:
        raise bad_request("can't parse MessageEntity: unsupported type specified")
    offset, length = entity.get("offset"), entity.get("length")
    if not isinstance(offset, int) or not isinstance(length, int) or offset < 0 or length <= 0:
        raise bad_request(f"receive an entity with incorrect offset {offset} or length {length}")
    boundaries = _boundaries(text)
    start = f"entity beginning at UTF-16 offset {offset}"
    if offset + length > max(boundaries):
        end = offset + length
        raise bad_request(f"{start} ends after the end of the text at UTF-16 offset {end}")
    if offset not in boundaries or offset + length not in boundaries:
        raise bad_request(f"{start} begins or ends in a middle of a UTF-16 symbol")
    return dict(entity)


def _boundaries(text: str) -> set[int]:
    position = 0
    boundaries = {0}
    for letter in text:
        position += utf16_length(letter)
        boundaries.add(position)
    return boundaries


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    cut = utf16_length(text) - utf16_length(text.lstrip())
    trimmed = text.strip()
    end = utf16_length(trimmed)
    kept = []
    for entity in entities:
        first = min(max(entity["offset"] - cut, 0), end)
        last = min(max(entity["offset"] - cut + entity["length"], 0), end)
        if last > first:
            kept.append({**entity, "offset": first, "length": last - first})
    return trimmed, kept


def _found(text: str, taken: list[Json]) -> list[Json]:
    found: list[Json] = []
    for kind, pattern in _FOUND:
        for match in pattern.finditer(text):
            entity = {
                "type": kind,
                "offset": utf16_length(text[: match.start()]),
                "length": utf16_length(match.group()),
            }
            if not any(_overlap(entity, other) for other in [*taken, *found]):
                found.append(entity)
    return found


def _overlap(one: Json, other: Json) -> bool:
    return bool(one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"])


def _from_html(source: str) -> tuple[str, list[Json]]:
    text = ""
    entities: list[Json] = []
    opened: list[tuple[str, Json]] = []
    for token in _TOKEN.finditer(source):
        closing, tag, attributes = token.group(1), (token.group(2) or "").lower(), token.group(3)
        if not token.group().startswith("<"):
            text += html.unescape(token.group())
        elif closing:
            entities += _closed(tag, opened, utf16_length(text), token.start())
        elif tag in _TAGS:
            opened.append((tag, _opened(tag, attributes, utf16_length(text))))
        else:
            raise _unparsable(f'Unsupported start tag "{tag}" at byte offset {token.start()}')
    if opened:
        raise _unparsable(f'Can\'t find end tag corresponding to start tag "{opened[-1][0]}"')
    return text, entities


def _opened(tag: str, attributes: str, offset: int) -> Json:
    entity: Json = {"type": _TAGS[tag], "offset": offset, "length": 0}
    if link := _HREF.search(attributes):
        entity["url"] = html.unescape(link.group(1))
    return entity


def _closed(tag: str, opened: list[tuple[str, Json]], end: int, at: int) -> list[Json]:
    if not opened:
        raise _unparsable(f"Unexpected end tag at byte offset {at}")
    expected, entity = opened.pop()
    if tag != expected:
        raise _unparsable(f'Unmatched end tag at byte offset {at}, expected "</{expected}>", found "</{tag}>"')
    entity["length"] = end - entity["offset"]
    return [entity] if entity["length"] else []


def _unparsable(reason: str) -> Exception:
    return bad_request(f"can't parse entities: {reason}")
