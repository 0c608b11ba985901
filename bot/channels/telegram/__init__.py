"""Telegram by the Bot API."""

from bot.channels.telegram.channel import TelegramChannel

__all__ = ["TelegramChannel"]
