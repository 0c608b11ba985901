"""What this channel is called in settings, rows and lanes, how long its texts may be, where its pages are."""

from __future__ import annotations

NAME = "zalo_oa"
MESSAGE = 2000  # UTF-16 units, the strictest reading of "characters"
CONSENT_PATH = "/zalo_oa/consent"
