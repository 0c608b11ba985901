"""The aiohttp application: every route of the site, and what holds for all of them."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import ip_address

from aiohttp import web

from bot.channels.web import security, texts
from bot.channels.web.doorway import Doorway
from bot.channels.web.pages import Pages
from bot.channels.web.procedures import ProcedurePages
from bot.channels.web.replies import RefusedError, refusal
from bot.channels.web.resident import ResidentPage
from bot.channels.web.site import Health, Metrics, Site
from bot.channels.web.staff import StaffRoom
from bot.channels.web.writing import Writing

# The webhooks of platforms need 1 MiB; our own pages' bodies are bounded where they are read.
_LARGEST_BODY = 1024 * 1024

_log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def build_app(site: Site, *, health: Health, metrics: Metrics, extra_routes: Sequence[web.RouteDef]) -> web.Application:
    """The whole site, ready to be run."""
    pages = Pages()
    app = web.Application(
        client_max_size=_LARGEST_BODY, middlewares=[_kindly, security.same_origin_only(site.public_url)]
    )
    for part in (ResidentPage, ProcedurePages, Writing, StaffRoom, Doorway):
        app.add_routes(part(site, pages).routes())
    app.add_routes(extra_routes)
    app.add_routes(_plain_routes(pages, health, metrics))
    app.on_response_prepare.append(security.protect)

    async def end_streams(_: web.Application) -> None:
        site.hub.close()

    app.on_shutdown.append(end_streams)
    return app


def _plain_routes(pages: Pages, health: Health, metrics: Metrics) -> list[web.RouteDef]:
    """What machines ask for."""

    async def alive(request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def ready(request: web.Request) -> web.Response:
        state = dict(await health())
        return web.json_response(state, status=200 if state.get("ready") else 503)

    async def figures(request: web.Request) -> web.Response:
        if not _is_this_machine(request):
            raise web.HTTPNotFound
        return web.Response(body=metrics(), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})

    async def robots(request: web.Request) -> web.Response:
        return web.Response(text="User-agent: *\nDisallow: /staff\nDisallow: /api/\nDisallow: /media/\n")

    async def favicon(request: web.Request) -> web.Response:
        return pages.file("icon.svg")

    return [
        web.get("/health", alive),
        web.get("/health/ready", ready),
        web.get("/metrics", figures),
        web.get("/robots.txt", robots),
        web.get("/favicon.ico", favicon),
        web.get(r"/static/{version:\w+}/{name:[\w./-]+}", pages.serve),
    ]


def _is_this_machine(request: web.Request) -> bool:
    """Whether the caller itself is on this machine, and does not speak for somebody behind a proxy."""
    if request.headers.keys() & {"Forwarded", "X-Forwarded-For", "X-Real-Ip", "X-Real-IP"}:
        return False
    try:
        return ip_address(request.remote or "").is_loopback
    except ValueError:
        return False


@web.middleware
async def _kindly(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn refusals, and whatever nobody foresaw, into sentences; log the kind of a fault, never its text."""
    try:
        return await handler(request)
    except RefusedError as refused:
        return refused.response
    except web.HTTPException as error:
        return error if error.status != 404 else refusal(404, texts.NOT_FOUND)
    except ConnectionResetError:
        raise
    except Exception as error:
        _log.error("%s %s failed: %s", request.method, _route(request), type(error).__name__)
        return refusal(500, texts.NOT_STORED)


def _route(request: web.Request) -> str:
    """The route's pattern: the address itself may hold a secret."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "?"
