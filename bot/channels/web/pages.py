"""Server-rendered pages, and the files they use under an address that changes with their content."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined

_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "woff2": "font/woff2",
    "txt": "text/plain; charset=utf-8",
    "webmanifest": "application/manifest+json",
}
_FOREVER = "public, max-age=31536000, immutable"


class Pages:
    """Templates and static files, all read once at start."""

    def __init__(self) -> None:
        self._files = dict(_walk(files(__package__) / "static"))
        digest = hashlib.sha256()
        for name in sorted(self._files):
            digest.update(name.encode() + self._files[name])
        self.static = f"/static/{digest.hexdigest()[:12]}"
        loader = PackageLoader(__package__)
        self._templates = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
        self._templates.globals["static"] = self.static

    def render(self, template: str, *, status: int = 200, **values: Any) -> web.Response:
        """A page."""
        text = self._templates.get_template(template).render(**values)
        return web.Response(text=text, status=status, content_type="text/html")

    def file(self, name: str) -> web.Response:
        """A static file; 404 if there is none of that name."""
        content = self._files.get(name)
        if content is None:
            raise web.HTTPNotFound
        headers = {"Content-Type": _TYPES[name.rpartition(".")[2]], "Cache-Control": _FOREVER}
        response = web.Response(body=content, headers=headers)
        if not name.endswith((".woff2", ".png")):
            response.enable_compression()
        return response

    async def serve(self, request: web.Request) -> web.Response:
        """GET /static/<version>/<name>."""
        return self.file(request.match_info["name"])


def _walk(folder: Traversable, prefix: str = "") -> list[tuple[str, bytes]]:
    """All files under a folder, by their paths inside it."""
    found = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _walk(entry, f"{prefix}{entry.name}/")
        else:
            found.append((prefix + entry.name, entry.read_bytes()))
    return found
