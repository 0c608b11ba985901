"""The pages by which officers come in and go out."""

from __future__ import annotations

from aiohttp import web

from bot.channels.web import bodies, security, signin, texts
from bot.channels.web.pages import Pages
from bot.channels.web.replies import RefusedError
from bot.channels.web.site import Site
from bot.channels.web.throttle import is_shared


class Doorway:
    """Signing in with a one-time link, and signing out."""

    def __init__(self, site: Site, pages: Pages) -> None:
        self._site = site
        self._pages = pages

    def routes(self) -> list[web.RouteDef]:
        """The addresses of the doorway."""
        return [
            web.get("/staff/sign-in", self.ask_name),
            web.post("/staff/sign-in", self.sign_in),
            web.post("/staff/sign-out", self.sign_out),
        ]

    async def ask_name(self, request: web.Request) -> web.Response:
        """The form behind a link; a mere look, such as a chat's link preview, does not use the link up."""
        token = request.query.get("k", "")[:100]
        if not await signin.is_good(self._site.database, token, self._site.now()):
            return self._page(token, problem=texts.LINK_USED, usable=False, status=410)
        return self._page(token)

    async def sign_in(self, request: web.Request) -> web.StreamResponse:
        """Use the link, remember the officer in this browser."""
        self._keep_pace(request)
        fields, _ = await bodies.read_form(request)
        token, name = fields.get("k", "")[:100], " ".join(fields.get("name", "").split())[: signin.MAX_NAME]
        if not name:
            return self._page(token, problem=texts.NAME_NEEDED, status=422)
        secret = await signin.sign_in(self._site.database, token, name, self._site.now())
        if secret is None:
            return self._page(token, problem=texts.LINK_USED, usable=False, status=410)
        response = web.Response(status=303, headers={"Location": "/staff"})
        days = signin.SESSION_DAYS
        security.set_cookie(response, security.STAFF_COOKIE, secret, days=days, secure=self._site.secure)
        return response

    async def sign_out(self, request: web.Request) -> web.StreamResponse:
        """Forget the officer in this browser."""
        await signin.sign_out(self._site.database, request.cookies.get(security.STAFF_COOKIE, ""))
        response = web.Response(status=303, headers={"Location": "/staff"})
        response.del_cookie(security.STAFF_COOKIE, path="/")
        return response

    def _page(self, token: str, *, problem: str = "", usable: bool = True, status: int = 200) -> web.Response:
        ward = self._site.desk().kb.ward
        values = {"app_name": texts.APP_NAME, "ward": ward, "token": token, "max_name": signin.MAX_NAME}
        return self._pages.render("sign_in.html", status=status, problem=problem, usable=usable, **values)

    def _keep_pace(self, request: web.Request) -> None:
        """Nobody may try links by the thousand."""
        limits = self._site.limits
        by_address = limits.shared_address if is_shared(request.remote) else limits.address
        wait = by_address.wait(f"sign-in {request.remote}")
        if wait:
            raise RefusedError(429, texts.TOO_FAST, retry_after=wait)
