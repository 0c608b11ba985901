"""What the fake promises beyond the shared script: the wire, the queue, faults, limits, process."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.fakes.telegram import TOKEN, FakeTelegram, Json, TelegramProcess, Toxic
from tests.integration.webhook_receiver import WebhookReceiver

LAN = 7_654_321_001
HUNG = 7_654_321_002


class RawBot:
    """Calls the Bot API without a library."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self._base = f"{url}/bot{TOKEN}"
        self._session = session

    async def call(self, method: str, **params: Any) -> Json:
        """The whole envelope of a JSON call."""
        async with self._session.post(f"{self._base}/{method}", json=params) as answer:
            envelope: Json = await answer.json()
            assert envelope["ok"] == (answer.status == 200)
            assert envelope.get("error_code", 200) == answer.status
            return envelope

    async def said(self, **params: Any) -> list[str]:
        """The texts of the waiting messages."""
        updates = (await self.call("getUpdates", **params))["result"]
        messages = [update.get("message", {}) for update in updates]
        return [message["text"] for message in messages if "text" in message]


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as running:
        running.people.add_user(LAN, "Lan")
        running.people.add_user(HUNG, "Hùng")
        yield running


@pytest.fixture
async def bot(fake: FakeTelegram) -> AsyncIterator[RawBot]:
    timeout = aiohttp.ClientTimeout(total=5)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        yield RawBot(fake.url, session)


@pytest.mark.parametrize(
    ("path", "status", "description"),
    [
        (f"/bot{TOKEN}/getMe", 200, None),
        (f"/bot{TOKEN}/GETME", 200, None),
        (f"/bot{TOKEN}/flyToTheMoon", 404, "Not Found"),
        ("/botnonsense/getMe", 404, "Not Found"),
        ("/bot42:nobody/getMe", 401, "Unauthorized"),
        (f"/file/bot{TOKEN}/photos/none.jpg", 404, "Not Found"),
    ],
)
async def test_paths_and_tokens(fake: FakeTelegram, path: str, status: int, description: str | None) -> None:
    """The right token and a known method are needed; each failure has its own envelope."""
    async with aiohttp.ClientSession() as session, session.get(fake.url + path) as answer:
        assert answer.status == status
        assert (await answer.json()).get("description") == description


async def test_every_encoding_means_the_same(fake: FakeTelegram) -> None:
    """Query, form, multipart and JSON calls give the same message."""
    fake.people.say(LAN, "chào")
    url = f"{fake.url}/bot{TOKEN}/sendMessage"
    markup = {"inline_keyboard": [[{"text": "Có", "callback_data": "co"}]]}
    fields = {"chat_id": str(LAN), "text": "Dạ", "reply_markup": json.dumps(markup)}
    parts = aiohttp.FormData(fields, default_to_multipart=True)
    encodings: list[dict[str, Any]] = [
        {"params": fields},
        {"data": fields},
        {"data": parts},
        {"json": {"chat_id": LAN, "text": "Dạ", "reply_markup": markup}},
    ]
    async with aiohttp.ClientSession() as session:
        for encoding in encodings:
            async with session.post(url, **encoding) as answer:
                assert (await answer.json())["result"]["reply_markup"] == markup
    assert [call.params["chat_id"] for call in fake.sends(LAN)] == [LAN] * 4


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"chat_id": 1, "text": "\\ud800"}'])
async def test_a_broken_body_is_a_bad_request(fake: FakeTelegram, body: bytes) -> None:
    """What is no JSON object of UTF-8 strings is refused, not crashed on."""
    headers = {"Content-Type": "application/json"}
    url = f"{fake.url}/bot{TOKEN}/sendMessage"
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=body, headers=headers) as answer,
    ):
        assert answer.status == 400
        assert (await answer.json())["description"].startswith("Bad Request: ")


async def test_only_the_offset_confirms(fake: FakeTelegram, bot: RawBot) -> None:
    """Updates come again until a higher offset is asked for; limit and negative offsets work."""
    for text in ("một", "hai", "ba"):
        fake.people.say(LAN, text)
    assert await bot.said() == ["một", "hai", "ba"]
    assert await bot.said(limit=2) == ["một", "hai"]
    first = (await bot.call("getUpdates"))["result"][0]["update_id"]
    assert await bot.said(offset=first + 1) == ["hai", "ba"]
    assert await bot.said(offset=-1) == ["ba"]
    assert await bot.said() == ["ba"]


async def test_allowed_updates_stick(fake: FakeTelegram, bot: RawBot) -> None:
    """The choice of kinds holds until another one; unknown kinds fall back to the default."""
    await bot.call("getUpdates", allowed_updates=["callback_query"])
    fake.people.say(LAN, "không ai nghe")
    assert await bot.said() == []
    await bot.call("getUpdates", allowed_updates=["no_such_kind"])
    fake.people.say(LAN, "nghe rồi")
    assert await bot.said() == ["nghe rồi"]


async def test_a_test_can_wait_for_a_send(fake: FakeTelegram, bot: RawBot) -> None:
    """`wait_for` finds the send whether it came before or comes later, and gives up in time."""
    fake.people.say(LAN, "chào")
    soon = asyncio.create_task(fake.history.wait_for("sendMessage", chat_id=LAN, containing="hai"))
    await bot.call("sendMessage", chat_id=LAN, text="một")
    await bot.call("sendMessage", chat_id=LAN, text="hai")
    assert (await soon).result["text"] == "hai"
    assert (await fake.history.wait_for("sendMessage")).result["text"] == "một"
    with pytest.raises(TimeoutError):
        await fake.history.wait_for("sendMessage", containing="ba", seconds=0.05)


async def test_updates_live_one_day(fake: FakeTelegram, bot: RawBot) -> None:
    """After a day of outage old updates are gone."""
    fake.people.say(LAN, "hôm qua")
    fake.clock.advance(86_401)
    fake.people.say(LAN, "hôm nay")
    assert await bot.said() == ["hôm nay"]


async def test_a_known_update_can_come_again(fake: FakeTelegram, bot: RawBot) -> None:
    """The same press may arrive under its own id, or under a new one."""
    fake.people.say(LAN, "một lần")
    update_id = (await bot.call("getUpdates"))["result"][0]["update_id"]
    assert await bot.said(offset=update_id + 1) == []
    fake.world.updates.again(update_id)
    fake.world.updates.again(update_id, new_id=True)
    again = (await bot.call("getUpdates"))["result"]
    assert [update["update_id"] for update in again] == [update_id, update_id + 1]


async def test_nobody_tells_the_bot_of_deletions(fake: FakeTelegram, bot: RawBot) -> None:
    """A deleted message makes no update; its update in the queue stays."""
    said = fake.people.say(LAN, "nói nhầm")
    fake.people.delete(said["message_id"], LAN)
    assert await bot.said() == ["nói nhầm"]
    assert fake.people.messages(LAN) == []


async def test_message_ids_are_unique_only_within_a_peer(fake: FakeTelegram) -> None:
    """Each supergroup counts for itself; private chats and plain groups share one counter."""
    plain = fake.people.add_group("Nhóm", [HUNG], kind="group")["id"]
    large = fake.people.add_group("Siêu nhóm", [HUNG])["id"]
    said = [fake.people.say(HUNG, "a", chat)["message_id"] for chat in (plain, large)]
    assert said == [2, 2]
    assert fake.people.say(LAN, "a")["message_id"] == 3


@pytest.mark.parametrize(
    ("text", "to_bot", "delivered"),
    [
        ("chuyện riêng", False, False),
        ("@hoidap_bot giúp với", False, False),
        ("/dong@other_bot", False, False),
        ("/dong", False, True),
        ("/dong@hoidap_bot", False, True),
        ("trả lời thẻ", True, True),
    ],
)
@pytest.mark.parametrize("freed", ["", "admin", "privacy off"])
async def test_privacy_mode(
    fake: FakeTelegram, bot: RawBot, text: str, to_bot: bool, delivered: bool, freed: str
) -> None:
    """In groups the bot hears commands and replies; as administrator or freed, everything."""
    status = "administrator" if freed == "admin" else "member"
    group = fake.people.add_group("Tổ một cửa", [HUNG], bot_status=status)["id"]
    fake.people.set_privacy(freed != "privacy off")
    card = (await bot.call("sendMessage", chat_id=group, text="Thẻ"))["result"]["message_id"]
    await bot.call("getUpdates", offset=-1)
    fake.people.say(HUNG, text, group, reply_to=card if to_bot else None)
    assert (text in await bot.said()) == (delivered or freed != "")


async def test_replies_carry_a_thread_id_without_being_topics(fake: FakeTelegram) -> None:
    """A plain supergroup numbers threads of replies, but they are no topic messages."""
    group = fake.people.add_group("Tổ một cửa", [HUNG])["id"]
    first = fake.people.say(HUNG, "đầu", group)
    reply = fake.people.say(HUNG, "sau", group, reply_to=first["message_id"])
    assert reply["message_thread_id"] == first["message_id"]
    assert "is_topic_message" not in reply


async def test_topics_need_the_right(fake: FakeTelegram, bot: RawBot) -> None:
    """Topics need a forum and can_manage_topics; General has no thread id."""
    group = fake.people.add_group("Tổ", [HUNG], bot_status="administrator")["id"]
    topic = {"chat_id": group, "name": "T-1"}
    refused = await bot.call("createForumTopic", **topic)
    assert refused["description"] == "Bad Request: the chat is not a forum"
    fake.people.enable_topics(group)
    refused = await bot.call("createForumTopic", **topic)
    assert refused["description"] == "Bad Request: not enough rights to create a topic"
    fake.people.set_bot_member(group, "administrator", ["can_manage_topics"])
    assert (await bot.call("createForumTopic", **topic))["result"]["name"] == "T-1"
    general = {"chat_id": group, "text": "chung"}
    assert (await bot.call("sendMessage", **general))["ok"]
    refused = await bot.call("sendMessage", message_thread_id=1, **general)
    assert refused["description"] == "Bad Request: message thread not found"


@pytest.mark.parametrize(
    ("status", "description"),
    [
        ("kicked", "Forbidden: bot was kicked from the supergroup chat"),
        ("left", "Forbidden: bot is not a member of the supergroup chat"),
    ],
)
async def test_a_bot_outside_the_group(fake: FakeTelegram, bot: RawBot, status: str, description: str) -> None:
    """A bot that was removed may not write, and hears nothing."""
    group = fake.people.add_group("Tổ", [HUNG])["id"]
    fake.people.set_bot_member(group, status)
    await bot.call("getUpdates", offset=-1)
    fake.people.say(HUNG, "/nghe", group)
    assert await bot.said(offset=-1) == []
    refused = await bot.call("sendMessage", chat_id=group, text="Dạ")
    assert refused == {"ok": False, "error_code": 403, "description": description}


@pytest.mark.parametrize(
    ("extra", "outcome"),
    [
        ({"text": "<b>Dạ</b> &lt;3", "parse_mode": "HTML"}, "Dạ <3"),
        ({"text": "<b>Dạ", "parse_mode": "HTML"}, "can't parse entities: Can't find end tag"),
        ({"text": "Dạ <x>", "parse_mode": "HTML"}, "can't parse entities: Unsupported start tag"),
        ({"text": "😀 Dạ", "entities": [{"type": "bold", "offset": 3, "length": 2}]}, "😀 Dạ"),
        ({"text": "😀 Dạ", "entities": [{"type": "bold", "offset": 1, "length": 2}]}, "in a middle"),
        ({"text": "Dạ", "entities": [{"type": "bold", "offset": 0, "length": 9}]}, "after the end"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "<b>" + "a" * 4096 + "</b>", "parse_mode": "HTML"}, "a" * 4096),
    ],
)
async def test_entities(fake: FakeTelegram, bot: RawBot, extra: Json, outcome: str) -> None:
    """Markup is parsed, entities are checked in UTF-16 units, limits apply to what is left."""
    fake.people.say(LAN, "chào")
    envelope = await bot.call("sendMessage", chat_id=LAN, **extra)
    seen = envelope["result"]["text"] if envelope["ok"] else envelope["description"]
    assert outcome in seen


@pytest.mark.parametrize(
    ("limits", "chats", "accepted"),
    [
        ({}, [LAN] * 4, 4),
        ({"chat_per_second": 1}, [LAN, LAN, HUNG], 2),
        ({"bot_per_second": 2}, [LAN, HUNG, LAN], 2),
        ({"group_per_minute": 2}, [-1000, -1000, -1000, LAN, LAN, LAN], 5),
    ],
)
async def test_limits(fake: FakeTelegram, bot: RawBot, limits: dict[str, int], chats: list[int], accepted: int) -> None:
    """Each limit is a switch of its own, and a refusal names the seconds to wait."""
    fake.people.say(LAN, "chào")
    fake.people.say(HUNG, "chào")
    fake.people.add_group("Tổ", [HUNG], chat_id=-1000)
    fake.world.limits.set(**limits)
    answers = [await bot.call("sendMessage", chat_id=chat, text="Dạ") for chat in chats]
    refused = [answer for answer in answers if not answer["ok"]]
    assert len(answers) - len(refused) == accepted
    for answer in refused:
        seconds = answer["parameters"]["retry_after"]
        assert answer["description"] == f"Too Many Requests: retry after {seconds}"
    fake.clock.advance(60)
    assert (await bot.call("sendMessage", chat_id=chats[0], text="Dạ"))["ok"]


@pytest.mark.parametrize(
    ("toxic", "error", "arrived"),
    [
        (Toxic("reset"), aiohttp.ClientOSError, False),
        (Toxic("hang"), TimeoutError, False),
        (Toxic("lose_reply"), aiohttp.ClientOSError, True),
        (Toxic("truncate"), aiohttp.ClientPayloadError, True),
        (Toxic("slow", seconds=9), TimeoutError, True),
        (Toxic("error", status=502, html=True), aiohttp.ContentTypeError, False),
        (Toxic("reset", lasts=60), aiohttp.ClientOSError, False),
    ],
)
async def test_faults(fake: FakeTelegram, toxic: Toxic, error: type[Exception], arrived: bool) -> None:
    """Each fault hurts the caller in its own way; the chat shows whether the send took place."""
    fake.people.say(LAN, "chào")
    fake.toxics.add(toxic)
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=0.3)) as session:
        bot = RawBot(fake.url, session)
        with pytest.raises(error):
            await bot.call("sendMessage", chat_id=LAN, text="Dạ")
        assert (len(fake.people.messages(LAN)) == 2) == arrived
        assert fake.history.calls[-1].toxic == toxic.kind
        fake.toxics.clear()
        assert (await bot.call("sendMessage", chat_id=LAN, text="Dạ"))["ok"]


async def test_a_fault_can_be_aimed(fake: FakeTelegram, bot: RawBot) -> None:
    """A fault acts on its method and chat, after `skip` calls, `times` times, while it `lasts`."""
    fake.people.say(LAN, "chào")
    fake.people.say(HUNG, "chào")
    fake.toxics.add(Toxic("error", method="sendMessage", chat_id=LAN, skip=1, times=1))
    answers = [(await bot.call("sendMessage", chat_id=chat, text="Dạ"))["ok"] for chat in (HUNG, LAN, HUNG, LAN, LAN)]
    assert answers == [True, True, True, False, True]
    fake.toxics.add(Toxic("error", lasts=30))
    assert not (await bot.call("getMe"))["ok"]
    fake.clock.advance(31)
    assert (await bot.call("getMe"))["ok"]


async def test_a_failing_chat_does_not_stop_the_webhook_of_others() -> None:
    """Webhook order is kept within a chat, and a chat that fails delays only itself."""
    async with FakeTelegram(speed=10) as fake, WebhookReceiver() as receiver:
        fake.people.add_user(LAN, "Lan")
        fake.people.add_user(HUNG, "Hùng")
        receiver.statuses = [500, 500]
        fake.world.webhook.set(receiver.url, "", 40)
        fake.people.say(LAN, "một")
        await receiver.received.until(lambda: len(receiver.bodies) == 2)
        fake.people.say(LAN, "hai")
        fake.people.say(HUNG, "ba")
        await receiver.received.until(lambda: len(receiver.bodies) == 5)
        await fake.world.updates.changed.until(lambda: not fake.world.updates.waiting())
        texts = [body["message"]["text"] for body in receiver.bodies]
        assert texts == ["một", "một", "ba", "một", "hai"]
        assert [status for _, status in fake.world.webhook.attempts] == [500, 500, 200, 200, 200]


POLLER = """
import json, sys, urllib.request
base = sys.argv[1]
def call(method, **params):
    body = json.dumps(params).encode()
    request = urllib.request.Request(f"{base}/{method}", body, {"Content-Type": "application/json"})
    return json.load(urllib.request.urlopen(request))["result"]
update = call("getUpdates", timeout=10)[0]
call("sendMessage", chat_id=update["message"]["chat"]["id"], text="Dạ")
call("getUpdates", timeout=50)
"""


async def test_the_process_outlives_a_killed_bot() -> None:
    """A bot killed with SIGKILL gets its unconfirmed update again, and the history shows both."""
    async with TelegramProcess() as remote:
        await remote.do("add_user", user_id=LAN, first_name="Lan")
        for run in (1, 2):
            bot = await asyncio.create_subprocess_exec(sys.executable, "-c", POLLER, f"{remote.url}/bot{TOKEN}")
            if run == 1:
                await remote.do("say", user_id=LAN, text="chào")
            sent = await remote.history(method="sendMessage", count=run, wait=5)
            bot.kill()
            await bot.wait()
        assert [call["params"]["text"] for call in sent] == ["Dạ", "Dạ"]
        assert sent[0]["at"] < sent[1]["at"]
        assert len((await remote.state())["pending_updates"]) == 1


async def test_the_control_endpoint_refuses_nonsense() -> None:
    """An unknown action or a wrong argument is an error with a reason."""
    async with TelegramProcess() as remote:
        with pytest.raises(ValueError, match="no such action"):
            await remote.do("fly")
        with pytest.raises(ValueError, match="unexpected keyword"):
            await remote.do("say", user_id=LAN, words="chào")
        assert (await remote.do("add_toxic", kind="reset", times=1))["kind"] == "reset"
