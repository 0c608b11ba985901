"""Rows as the pages show them: plain dictionaries, the same for templates and for JSON."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.channels.web import texts
from bot.channels.web.formatting import blocks, href_of, plain
from bot.channels.web.queries import Listed, Strip
from bot.db.models import ConversationRow, MessageRow, OutboxRow, TicketNoteRow, TicketRow
from knowledge.model import Ward

_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
_MEDIA = {
    "photo": "Ảnh",
    "voice": "Tin thoại",
    "video": "Video",
    "sticker": "Nhãn dán",
    "file": "Tệp",
    "location": "Vị trí",
    "contact": "Danh thiếp",
    "other": "Đính kèm",
    "withheld": "Tin không đọc được",
}
_OWN_PAGE = re.compile(r"/p/[a-z0-9-]+(?:\?c=[\w.,-]+)?")

View = dict[str, Any]


def moment(at: datetime) -> View:
    """A time as people here read it: `at` for machines, `day` and `time` for the eye."""
    local = at.astimezone(_ZONE)
    day = f"{_WEEKDAYS[local.weekday()]}, {local:%d/%m/%Y}"
    return {"at": at.isoformat(), "day": day, "time": f"{local:%H:%M}"}


def message_view(row: MessageRow, ward: Ward, media_path: str) -> View:
    """A message: who, when, tidy blocks, the buttons, allowed links, files under `media_path`."""
    hosts, is_resident = ward.allowed_hosts, row.author == "resident"
    labels = [choice["label"] for choice in row.choices]
    return {
        "id": row.id,
        "author": row.author,
        "name": row.author_name or (ward.signature if row.author == "staff" else ""),
        "blocks": plain(row.text, hosts=hosts) if is_resident else blocks(row.text, hosts=hosts, labels=labels),
        "choices": [{"id": choice["id"], "label": choice["label"]} for choice in row.choices],
        "links": [link for link in row.links if _OWN_PAGE.fullmatch(link["url"]) or href_of(link["url"], hosts)],
        "media": [_media_view(one, f"{media_path}/{row.id}/{number}") for number, one in enumerate(row.media)],
        "edited": row.edited_at.isoformat() if row.edited_at else None,
        "client_id": row.origin_id if is_resident else None,
        **moment(row.at),
    }


def line_view(row: MessageRow, ward: Ward) -> View:
    """A message in the officers' timeline; an answer with its very words, so that it can be corrected."""
    view = message_view(row, ward, "/staff/media")
    return {**view, "text": row.text} if row.author == "staff" else view


def _media_view(media: View, path: str) -> View:
    kind = media.get("kind", "other")
    name = media.get("name") or _MEDIA.get(kind, _MEDIA["other"])
    if kind == "location" and media.get("latitude") is not None:
        name = f"Vị trí {media['latitude']:.5f}, {media['longitude']:.5f}"
    return {"kind": kind, "name": name, "href": path if media.get("ref") else None}


def ticket_strip(ticket: TicketRow | Strip | None) -> View | None:
    """What the resident's page says about the open ticket."""
    return None if ticket is None else {"code": ticket.code, "state": ticket.state}


def listed_view(one: Listed, due: datetime | None) -> View:
    """A ticket in the officers' list, and until when it is to be answered."""
    ticket = one.ticket
    return {
        "code": ticket.code,
        "state": ticket.state,
        "channel": texts.CHANNELS.get(one.channel, one.channel),
        "question": ticket.question[:300],
        "claimed_name": ticket.claimed_name,
        "waiting_since": (one.waiting_since or ticket.opened_at).isoformat(),
        "due": due and moment(due),
        "answered": ticket.answered_at and moment(ticket.answered_at),
        "closed": ticket.closed_at and moment(ticket.closed_at),
        "last": {"author": one.last_author, "text": one.last_text[:160]},
    }


def ticket_view(ticket: TicketRow, conversation: ConversationRow, officer_id: int) -> View:
    """A ticket as opened on an officer's screen."""
    return {
        "code": ticket.code,
        "state": ticket.state,
        "channel": texts.CHANNELS.get(conversation.channel, conversation.channel),
        "user_name": conversation.user_name,
        "reachable": conversation.reachable,
        "question": ticket.question,
        "claimed_name": ticket.claimed_name,
        "mine": ticket.claimed_by == f"web:{officer_id}",
        "opened": moment(ticket.opened_at),
        "guesses": [
            {"id": guess["id"], "name": guess["name"], "percent": round(100 * guess["confidence"])}
            for guess in ticket.guesses
        ],
    }


def note_view(note: TicketNoteRow, ward: Ward) -> View:
    """Something among officers, as it stands in the timeline."""
    text = plain(note.text, hosts=ward.allowed_hosts)
    return {"id": f"n{note.id}", "kind": note.kind, "name": note.author_name, "blocks": text, **moment(note.at)}


def timeline(messages: Sequence[View], notes: Sequence[View]) -> list[View]:
    """Messages and notes in the order in which they came."""
    return sorted([*messages, *notes], key=lambda one: one["at"])


def notice_view(row: OutboxRow) -> View:
    """Something every officer should read, even if nobody was there when it was said."""
    return {"id": row.id, "text": row.parcel.get("text", ""), **moment(row.created_at)}


def room_word(parcel: View, code: str | None) -> View:
    """What the bot says into the room: about which ticket, or in answer to which act of an officer's page."""
    return {"text": parcel.get("text", ""), "code": code, "act": parcel.get("message_id")}
