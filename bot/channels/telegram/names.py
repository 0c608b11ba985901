"""What this channel is called in settings, rows and lanes."""

from __future__ import annotations

NAME = "telegram"
