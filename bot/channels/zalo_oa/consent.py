"""The page on which the owner of the account ends up after agreeing, and what its address holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from aiohttp import web

TEXT = (
    "Zalo đã ghi nhận.\n\nAnh/chị chép toàn bộ địa chỉ (dòng https://… trên đầu trình duyệt) của trang này, "
    "dán vào cửa sổ đang chạy lệnh hoidap zalo-login rồi bấm Enter. Địa chỉ này chỉ dùng được một lần, trong 10 phút."
)
VERIFIER = (
    '<!DOCTYPE html><html><head><meta name="zalo-platform-site-verification" '
    'property="zalo-platform-site-verification" content="{code}"></head><body></body></html>'
)


@dataclass(frozen=True, slots=True)
class Consented:
    """What the address says: the code to trade for tokens, for which account, in answer to which question."""

    code: str = field(repr=False)
    oa_id: str
    state: str


def read_address(address: str) -> Consented | None:
    """The consent in the address; None if it holds none."""
    query = parse_qs(urlsplit(address.strip()).query)
    said = {name: query.get(name, [""])[0] for name in ("code", "oa_id", "state")}
    return Consented(**said) if said["code"] else None


async def show_consent(_request: web.Request) -> web.Response:
    """Tell the owner what to do with the address; the page itself keeps nothing."""
    return web.Response(text=TEXT, headers={"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})


def verifier_route(code: str) -> web.RouteDef:
    """The file by which Zalo knows that the domain is ours."""

    async def show(_request: web.Request) -> web.Response:
        return web.Response(text=VERIFIER.format(code=code), content_type="text/html")

    return web.get(f"/zalo_verifier{code}.html", show)
