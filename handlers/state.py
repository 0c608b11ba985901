"""What the bot remembers of a conversation, to JSON and back; unknown and missing keys are no error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any, TypeVar

from handlers.messages import Asked, Choice, Conversation, Guess, Media, OwnCase, Pending, Topic

Json = dict[str, Any]
_T = TypeVar("_T")


def conversation_to_json(conversation: Conversation) -> Json:
    """Plain JSON; times are ISO texts."""
    return {name: _plain(value) for name, value in asdict(conversation).items()}


def conversation_from_json(data: Mapping[str, Any]) -> Conversation:
    """The conversation as far as it can be read; a part that cannot be read is forgotten, nothing is raised."""
    return Conversation(
        greeted=bool(data.get("greeted", False)),
        pending=_try(_pending, data.get("pending")),
        topic=_try(_topic, data.get("topic")),
        misses=_try(int, data.get("misses")) or 0,
        told_ticket_at=_try(datetime.fromisoformat, data.get("told_ticket_at")),
        asked=_try(_asked, data.get("asked")),
        rated=tuple(map(str, data.get("rated") or ())),
        back=_try(_pending, data.get("back")),
        warned_at=_try(datetime.fromisoformat, data.get("warned_at")),
        english=data.get("english") is True,
        case=_try(_own_case, data.get("case")),
        album=_try(str, data.get("album")),
        topics=_try(_topics, data.get("topics")) or (),
        later=_try(_pending, data.get("later")),
        receipt=str(data.get("receipt") or ""),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def _try(read: Any, data: Any) -> Any:
    """What `read` makes of the data; None if there is none or it makes no sense."""
    if data is None:
        return None
    try:
        return read(data)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _known(kind: type[_T], data: Mapping[str, Any]) -> Json:
    """The keys of `data` that `kind` has today."""
    names = {field.name for field in fields(kind)}  # type: ignore[arg-type] # every kind here is a dataclass
    return {key: value for key, value in data.items() if key in names}


def _many(kind: type[_T], data: Any) -> tuple[_T, ...]:
    return tuple(kind(**_known(kind, item)) for item in data or ())


def _pending(data: Mapping[str, Any]) -> Pending:
    return Pending(
        **{
            **_known(Pending, data),
            "choices": _many(Choice, data.get("choices")),
            "asked_at": datetime.fromisoformat(data["asked_at"]),
            "guesses": _many(Guess, data.get("guesses")),
            "media": _many(Media, data.get("media")),
        }
    )


def _topic(data: Mapping[str, Any]) -> Topic:
    at, said = datetime.fromisoformat(data["at"]), _pairs(data.get("said"))
    return Topic(**{**_known(Topic, data), "at": at, "said": said})


def _topics(data: Any) -> tuple[Topic, ...]:
    return tuple(map(_topic, data))


def _own_case(data: Mapping[str, Any]) -> OwnCase:
    at, answers = datetime.fromisoformat(data["at"]), _pairs(data["answers"])
    return OwnCase(**{**_known(OwnCase, data), "at": at, "answers": answers})


def _pairs(data: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(one), str(other)) for one, other in data or ())


def _asked(data: Mapping[str, Any]) -> Asked:
    return Asked(**_known(Asked, data))
