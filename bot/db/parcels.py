"""Parcels and media as JSON and back; unknown keys are ignored, so that a downgrade can still send."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from bot.channels.base import Parcel
from handlers.messages import Choice, Link, Media


def parcel_to_json(parcel: Parcel) -> dict[str, Any]:
    """Only what is set; bytes are never stored."""
    return {key: value for key, value in asdict(parcel).items() if value and key != "content"}


def parcel_from_json(stored: Mapping[str, Any]) -> Parcel:
    """The parcel as it was."""
    known = _known(Parcel, stored)
    known["choices"] = tuple(Choice(**choice) for choice in known.get("choices", ()))
    known["links"] = tuple(Link(**link) for link in known.get("links", ()))
    known["media"] = media_from_json(known["media"]) if known.get("media") else None
    known["source"] = tuple(known["source"]) if known.get("source") else None
    return Parcel(**known)


def media_to_json(media: Media) -> dict[str, Any]:
    """Only what is set."""
    return {key: value for key, value in asdict(media).items() if value is not None}


def media_from_json(stored: Mapping[str, Any]) -> Media:
    """The media as it was."""
    return Media(**_known(Media, stored))


def _known(kind: type[Any], stored: Mapping[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(kind)}
    return {key: value for key, value in stored.items() if key in names}
