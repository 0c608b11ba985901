"""A public client of the OpenAPI, written by others, gets along with our fake: it is no mere mirror of our own code."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import requests
import zalo_sdk
from zalo_sdk import oa

from bot.clock import SystemClock
from tests.fakes.zalo_oa import APP_ID, APP_SECRET, FakeZaloOa
from tests.integration.zalo_oa_channel import LAN

# The example of RFC 7636: a verifier and its challenge, made by neither side.
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


@pytest.fixture
async def fake(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeZaloOa]:
    """The client has the consent server's address built in: it is led here."""
    async with FakeZaloOa() as platform:
        platform.people.add_user(LAN, "Lan").wrote_at = SystemClock().now()
        post = requests.post

        def here(url: str, **more: Any) -> Any:
            return post(url.replace("https://oauth.zaloapp.com", platform.url), **more)

        monkeypatch.setattr(requests, "post", here)
        yield platform


async def test_another_client_signs_in_renews_and_sends(fake: FakeZaloOa) -> None:
    """Exchange, upload, send with a photo, name, renewal; used-up codes and tokens are refused with Zalo's numbers."""
    address = f"{fake.url}/v4/oa/permission?redirect_uri=http://x&code_challenge={CHALLENGE}&state=s"
    code = fake.oauth.agree(address).split("code=")[1].split("&")[0]
    await asyncio.to_thread(_talk, fake, code)
    assert [sent.text for sent in fake.sent(LAN)] == ["xin chào", "ảnh"]


def _talk(fake: FakeZaloOa, code: str) -> None:
    client = oa.Client(APP_ID, APP_SECRET, endpoint_prefix=fake.url)
    client.get_access_token_from_authorization_code(code, VERIFIER)
    with pytest.raises(zalo_sdk.ZaloOAException, match="-14014"):
        client.get_access_token_from_authorization_code(code, VERIFIER)
    client.send_message(oa.ZaloRecipient(user_id=LAN), oa.ZaloMessageBody(text="xin chào"))
    uploaded = client.upload_file(b"\xff\xd8\xff" + b"x" * 100, "image", "a.jpg", "image/jpeg")
    element = {"media_type": "image", "attachment_id": uploaded["data"]["attachment_id"]}
    photo = oa.ZaloAttachment("template", {"template_type": "media", "elements": [element]})
    client.send_message(oa.ZaloRecipient(user_id=LAN), oa.ZaloMessageBody(text="ảnh", attachment=photo))
    assert client.get_user_detail(LAN)["data"]["display_name"] == "Lan"
    used = client.refresh_token
    client.refresh_acccess_token()
    client.refresh_token = used
    with pytest.raises(zalo_sdk.ZaloOAException, match="-14020"):
        client.refresh_acccess_token()
    client.access_token = "another"
    with pytest.raises(zalo_sdk.ZaloOAException, match="-216"):
        client.send_message(oa.ZaloRecipient(user_id=LAN), oa.ZaloMessageBody(text="xin chào"))
