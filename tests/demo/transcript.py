"""What happens in several chats, written down as it happens."""

from __future__ import annotations

import sys
import textwrap
import time
from collections.abc import Callable
from dataclasses import dataclass

WIDTH = 96
INDENT = " " * 9


@dataclass(frozen=True)
class Chat:
    """A chat to be watched; `messages` are all that the bot has written into it, in order."""

    title: str
    messages: Callable[[], list[str]]


class Transcript:
    """Prints who said what in which chat, and how many seconds after the beginning."""

    def __init__(self, *chats: Chat) -> None:
        self._began = time.monotonic()
        self._chats = chats
        self._shown = dict.fromkeys(chats, 0)

    def note(self, words: str) -> None:
        """A line about what is being done."""
        self._line(f"· {words}")

    def act(self, who: str, where: str, words: str) -> None:
        """Somebody says or does something."""
        self._line(f"{who} ({where}): {words}")

    def look(self) -> None:
        """Write down what the bot has said since the last look."""
        for chat in self._chats:
            messages = chat.messages()
            for text in messages[self._shown[chat] :]:
                self._line(f"BOT → {chat.title}:")
                sys.stdout.write(_block(text))
            self._shown[chat] = len(messages)
        sys.stdout.flush()

    def _line(self, words: str) -> None:
        sys.stdout.write(f"{time.monotonic() - self._began:6.1f} s {words}\n")
        sys.stdout.flush()


def _block(text: str) -> str:
    wrapped = [textwrap.wrap(line, WIDTH) or [""] for line in text.splitlines()]
    return "".join(f"{INDENT}│ {line}".rstrip() + "\n" for lines in wrapped for line in lines)
