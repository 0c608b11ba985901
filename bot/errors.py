"""What can go wrong in the shell, as one tree; each message is meant for the person who can mend it."""

from __future__ import annotations


class HoidapError(Exception):
    """Anything that stops the bot and that a person can mend; its text is shown as it is."""


class SettingError(HoidapError):
    """A setting cannot be used: it names the setting and what is expected."""
