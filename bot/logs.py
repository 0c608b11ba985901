"""One line per record, without a person in it: ids are hashed, texts and tokens never get this far."""

from __future__ import annotations

import hashlib
import logging
import re
import secrets
import sys
from types import TracebackType

_Triple = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
_SALT = secrets.token_bytes(16)
_TOKEN = re.compile(r"\d{6,}:[A-Za-z0-9_-]{10,}")


def hashed(identity: str) -> str:
    """The same short name for the same id until the process ends, and no way back to the id."""
    return hashlib.blake2s(identity.encode("utf-8", "replace"), key=_SALT, digest_size=5).hexdigest()


class OneLine(logging.Formatter):
    """Line breaks become signs, whatever looks like a bot token or is a known secret is struck out."""

    def __init__(self, secret_values: tuple[str, ...] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = tuple(value for value in secret_values if value)

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        line = super().format(record)
        for value in self._secrets:
            line = line.replace(value, "***")
        return _TOKEN.sub("***", line).replace("\r", "").replace("\n", " | ")

    def formatException(self, ei: _Triple) -> str:  # noqa: N802 - logging's own name
        """The frames of a traceback and the kind of its error; its text may quote what a person wrote."""
        kind, _error, trace = ei
        frames: list[str] = []
        while trace is not None:
            code = trace.tb_frame.f_code
            frames.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno} {code.co_name}")
            trace = trace.tb_next
        return f"{kind.__name__ if kind else '?'} ({' < '.join(reversed(frames))})"


def set_up(level: str, secret_values: tuple[str, ...] = ()) -> None:
    """Send all records to standard error; libraries speak up only from warnings on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine(secret_values))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    for ours in ("bot", "handlers", "knowledge"):
        logging.getLogger(ours).setLevel(level)
