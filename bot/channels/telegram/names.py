"""What this channel is called in settings, rows and lanes, and how long its texts may be."""

from __future__ import annotations

NAME = "telegram"
MESSAGE = 4096  # UTF-16 units
CAPTION = 1024
