"""What this channel is called in settings, rows and lanes, and how long its texts may be."""

from __future__ import annotations

NAME = "zalo_bot"
MESSAGE = 2000  # "characters" by the manual; UTF-16 units are the strictest reading that a letter allows
