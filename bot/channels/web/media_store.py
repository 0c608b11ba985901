"""Files that people send, kept under the digest of their bytes; only images and PDF are taken."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

LARGEST = 10 * 1024 * 1024
_KEEP_FREE = 200 * 1024 * 1024
_REF = re.compile(r"[0-9a-f]{64}")
_SNIFFED = 16
_KINDS = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypheix", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (0, b"%PDF-", "application/pdf"),
)


class FileTooBigError(Exception):
    """The file is larger than 10 MB."""


class WrongKindError(Exception):
    """The bytes are neither an image nor a PDF, whatever the name says."""


class DiskFullError(Exception):
    """There is not enough room on the disk to take files."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that is safely on the disk: its ref, what it is, how many bytes."""

    ref: str
    mime: str
    size: int


def sniff(head: bytes) -> str | None:
    """The type told by the first bytes: an image's, PDF's, or None for anything else."""
    return next((mime for at, mark, mime in _KINDS if head[at : at + len(mark)] == mark), None)


class MediaStore:
    """A folder of files named by their digests."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def save(self, chunks: AsyncIterator[bytes]) -> Stored:
        """Keep the bytes; a FileTooBigError, WrongKindError or DiskFullError leaves nothing behind."""
        content = await _gather(chunks)
        mime = sniff(content[:_SNIFFED])
        if mime is None:
            raise WrongKindError
        ref = hashlib.sha256(content).hexdigest()
        await asyncio.to_thread(self._write, ref, content)
        return Stored(ref, mime, len(content))

    async def keep_foreign(self, channel: str, ref: str, content: bytes) -> None:
        """Keep what another channel brought, to be found again by `find(foreign_ref(channel, ref))`."""
        await asyncio.to_thread(self._write, foreign_ref(channel, ref), content)

    async def find(self, ref: str, *, limit: int) -> bytes | None:
        """The bytes behind a ref; None if there are none or they are more than `limit`."""
        if not _REF.fullmatch(ref):
            return None
        return await asyncio.to_thread(self._read, ref, limit)

    async def forget(self, before: datetime) -> int:
        """Delete the files that nobody has sent since `before`; how many they were."""
        return await asyncio.to_thread(self._forget, before.timestamp())

    def _forget(self, before: float) -> int:
        old = [path for path in self._folder.glob("??/*") if path.stat().st_mtime < before]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _path(self, ref: str) -> Path:
        return self._folder / ref[:2] / ref

    def _write(self, ref: str, content: bytes) -> None:
        path = self._path(ref)
        if path.exists():
            # Files are forgotten by age: what is sent again is young again.
            os.utime(path)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(self._folder).free < _KEEP_FREE:
            raise DiskFullError
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)

    def _read(self, ref: str, limit: int) -> bytes | None:
        path = self._path(ref)
        return path.read_bytes() if path.is_file() and path.stat().st_size <= limit else None


def foreign_ref(channel: str, ref: str) -> str:
    """The name under which a file of another channel is kept here."""
    return hashlib.sha256(f"{channel}:{ref}".encode()).hexdigest()


async def _gather(chunks: AsyncIterator[bytes]) -> bytes:
    content = bytearray()
    async for chunk in chunks:
        content += chunk
        if len(content) > LARGEST:
            raise FileTooBigError
    return bytes(content)
