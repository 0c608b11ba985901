"""The tables. Times are aware UTC; texts are clean (no NUL, no lone surrogates) before they get here."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

Key = BigInteger().with_variant(Integer, "sqlite")
"""A 64-bit key; SQLite counts up by itself only in a column declared INTEGER."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime in and out, on every database (SQLite would give it back naive)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive time and store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone must not reach the database")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the time back as aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The tables' common base."""


class InboxRow(Base):
    """A raw event, committed before it is acknowledged; the unique key makes a repeat harmless."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "account", "event_id", name="uq_inbox_event"),
        Index("ix_inbox_lane", "lane", "state", "id"),
        Index("ix_inbox_waiting", "state", "channel", "account"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    account: Mapped[str] = mapped_column(String(64))
    event_id: Mapped[str] = mapped_column(String(128))
    lane: Mapped[str] = mapped_column(String(200))
    raw: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(16), default="waiting")  # waiting done poisoned quarantined
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
    error: Mapped[str | None] = mapped_column(String(200))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ConversationRow(Base):
    """One chat with one resident on one channel, and what the bot remembers of it."""

    __tablename__ = "conversations"
    __table_args__ = (UniqueConstraint("channel", "account", "chat_id", name="uq_conversation_chat"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    account: Mapped[str] = mapped_column(String(64))
    chat_id: Mapped[str] = mapped_column(String(128))
    user_name: Mapped[str] = mapped_column(String(128), default="")
    state: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    reachable: Mapped[bool] = mapped_column(Boolean, default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)
    wrote_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # by the platform's clock: its windows begin here


class TicketRow(Base):
    """A question in the officers' hands; `open_for` holds the conversation while the ticket is not closed."""

    __tablename__ = "tickets"
    __table_args__ = (
        UniqueConstraint("code", name="uq_ticket_code"),
        UniqueConstraint("open_for", name="uq_ticket_open_for"),
        Index("ix_ticket_state", "state", "opened_at"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    code: Mapped[str] = mapped_column(String(8))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), index=True)
    open_for: Mapped[int | None] = mapped_column(Key)
    state: Mapped[str] = mapped_column(String(16), default="open")
    question: Mapped[str] = mapped_column(Text)
    guesses: Mapped[list[Any]] = mapped_column(JSON, default=list)
    claimed_by: Mapped[str | None] = mapped_column(String(128))
    claimed_name: Mapped[str | None] = mapped_column(String(128))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class MessageRow(Base):
    """One line of a conversation as the resident sees it; `ticket_id` once officers have a part in it."""

    __tablename__ = "messages"
    __table_args__ = (Index("ix_message_conversation", "conversation_id", "id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"), index=True)
    author: Mapped[str] = mapped_column(String(16))  # resident bot staff
    author_name: Mapped[str] = mapped_column(String(128), default="")
    text: Mapped[str] = mapped_column(Text)
    choices: Mapped[list[Any]] = mapped_column(JSON, default=list)
    links: Mapped[list[Any]] = mapped_column(JSON, default=list)
    media: Mapped[list[Any]] = mapped_column(JSON, default=list)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    origin_id: Mapped[str | None] = mapped_column(String(128))  # the channel's id of the message it was


class TicketNoteRow(Base):
    """What officers said among themselves or did with a ticket; never shown to a resident."""

    __tablename__ = "ticket_notes"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    # note claimed closed reopened sent corrected undeliverable doubtful kept window due overdue
    kind: Mapped[str] = mapped_column(String(16))
    author_name: Mapped[str] = mapped_column(String(128), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class StaffRoomRow(Base):
    """A room where officers answer; `chat_id` follows a group that got a new id."""

    __tablename__ = "staff_rooms"
    __table_args__ = (UniqueConstraint("spec", name="uq_staff_room_spec"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    spec: Mapped[str] = mapped_column(String(64))  # as in HOIDAP_STAFF_ROOM
    channel: Mapped[str] = mapped_column(String(32))
    account: Mapped[str] = mapped_column(String(64))
    chat_id: Mapped[str] = mapped_column(String(128))
    is_forum: Mapped[bool | None] = mapped_column(Boolean)
    active: Mapped[bool] = mapped_column(Boolean, default=True)  # False once the setting no longer names it


class TicketPostRow(Base):
    """Where a ticket stands in one staff room: its topic, if the room has topics, and its card."""

    __tablename__ = "ticket_posts"
    __table_args__ = (UniqueConstraint("ticket_id", "room_id", name="uq_ticket_post"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    room_id: Mapped[int] = mapped_column(ForeignKey("staff_rooms.id"))
    thread: Mapped[str | None] = mapped_column(String(64))
    card_id: Mapped[str | None] = mapped_column(String(64))


class LinkRow(Base):
    """Which ticket, and which line of it, a message in a chat belongs to: how replies and edits find their way."""

    __tablename__ = "links"
    __table_args__ = (
        UniqueConstraint("channel", "account", "chat_id", "message_id", name="uq_link"),
        Index("ix_link_ticket", "ticket_id"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    account: Mapped[str] = mapped_column(String(64))
    chat_id: Mapped[str] = mapped_column(String(128))
    message_id: Mapped[str] = mapped_column(String(64))
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"))
    kind: Mapped[str] = mapped_column(String(16))  # card resident reply note bot
    message_pk: Mapped[int | None] = mapped_column(ForeignKey("messages.id"))


class OutboxRow(Base):
    """A parcel for the relay; rows of one lane leave in the order of their ids."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_waiting", "state", "channel", "account", "lane", "id"),
        Index("ix_outbox_ticket", "ticket_id", "room_id"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    account: Mapped[str] = mapped_column(String(64))
    chat_id: Mapped[str] = mapped_column(String(128))
    lane: Mapped[str] = mapped_column(String(200))
    parcel: Mapped[dict[str, Any]] = mapped_column(JSON)
    role: Mapped[str] = mapped_column(String(16))  # see bot.db.outbox.ROLES
    room_id: Mapped[int | None] = mapped_column(ForeignKey("staff_rooms.id"))
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"))
    message_pk: Mapped[int | None] = mapped_column(ForeignKey("messages.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    # waiting, sending, delivered, possibly_sent, undeliverable, rejected, superseded
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    remote_id: Mapped[str | None] = mapped_column(String(64))
    error: Mapped[str | None] = mapped_column(String(200))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class OfficerRow(Base):
    """Someone who signed in to the web staff room."""

    __tablename__ = "officers"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(String(128))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class StaffSessionRow(Base):
    """A signed-in browser; only the token's digest is kept."""

    __tablename__ = "staff_sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignInLinkRow(Base):
    """A one-time link into the staff room; only the token's digest is kept."""

    __tablename__ = "sign_in_links"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class NoticeRow(Base):
    """A thing that staff were told once, and must not be told again."""

    __tablename__ = "notices"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class AskedRow(Base):
    """How often an entry was asked on a day, by decision; no person and no text."""

    __tablename__ = "asked"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    entry_id: Mapped[str] = mapped_column(String(128), primary_key=True)
    decision: Mapped[str] = mapped_column(String(16), primary_key=True)
    count: Mapped[int] = mapped_column(Integer, default=0)


class MonthlySendsRow(Base):
    """How many messages an account has sent in a month, where its plan counts them."""

    __tablename__ = "monthly_sends"

    channel: Mapped[str] = mapped_column(String(32), primary_key=True)
    account: Mapped[str] = mapped_column(String(64), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)  # 2026-11, local time
    count: Mapped[int] = mapped_column(Integer, default=0)


class ZaloTokensRow(Base):
    """The access and refresh token of an Official Account; the refresh token is good for one use only."""

    __tablename__ = "zalo_tokens"

    account: Mapped[str] = mapped_column(String(64), primary_key=True)
    access_token: Mapped[str] = mapped_column(Text)
    refresh_token: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    refused: Mapped[str | None] = mapped_column(String(200))  # why Zalo takes the refresh token no more


class ReceiptRow(Base):
    """What the bot said about a procedure, under the code that stands below the answer; it names no person."""

    __tablename__ = "receipts"
    __table_args__ = (Index("ix_receipt_at", "at"),)

    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    procedure_id: Mapped[str] = mapped_column(String(128))
    version: Mapped[str] = mapped_column(String(64))  # of the facts, as KnowledgeBase.version
    aspect: Mapped[str | None] = mapped_column(String(16))
    answers: Mapped[str] = mapped_column(Text, default="")  # about one's own case, as handlers.case_link
    question: Mapped[str] = mapped_column(Text)  # masked
    said: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    rated: Mapped[str | None] = mapped_column(String(16))  # the last verdict, see handlers.useful


class RatingRow(Base):
    """How many answers about a procedure got this verdict on a day, by the version of the facts; no person, no text."""

    __tablename__ = "ratings"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    procedure_id: Mapped[str] = mapped_column(String(128), primary_key=True)
    version: Mapped[str] = mapped_column(String(64), primary_key=True)
    verdict: Mapped[str] = mapped_column(String(16), primary_key=True)
    count: Mapped[int] = mapped_column(Integer, default=0)


class LeaseRow(Base):
    """Which process may do what only one may do; it lasts unless renewed."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(128), primary_key=True)
    holder: Mapped[str] = mapped_column(String(64))
    until: Mapped[datetime] = mapped_column(UtcDateTime)
