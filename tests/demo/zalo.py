"""`make demo-zalo`: the real bot between fake platforms; residents ask on Zalo, an officer answers in Telegram.

Ends by itself; the exit code is 0 only if both residents have read the officer's answer.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

from tests.demo.bot import consent, running, settings_for
from tests.demo.transcript import Chat, Transcript
from tests.fakes import telegram, zalo_bot, zalo_oa
from tests.fakes.waiting import until

SECONDS = 28.0
HUNG, ROOM = 7, -1_004_200_000_000
MINH = "2512523625412515"
CODE, SEND_IT = r"#([A-Z0-9]{4})", r"(\d+)\. Gửi cán bộ"
JPEG = b"\xff\xd8\xff\xe0" + b"x" * 1000


class Stage:
    """The platforms, the people on them, and what is seen of it."""

    def __init__(self) -> None:
        self.telegram = telegram.FakeTelegram()
        self.zalo_bot = zalo_bot.FakeZaloBot()
        self.zalo_oa = zalo_oa.FakeZaloOa()
        self.lan = self.zalo_bot.people.add_user("Bà Lan")
        self.zalo_oa.people.add_user(MINH, "Ông Minh")
        self.telegram.people.add_user(HUNG, "Hùng")
        self.telegram.people.add_group("Cán bộ phường", [HUNG], bot_status="administrator", chat_id=ROOM)
        self.transcript = Transcript(
            Chat("Bà Lan (Zalo Bot)", self.lan_reads),
            Chat("Ông Minh (Zalo OA)", self.minh_reads),
            Chat("nhóm cán bộ (Telegram)", self.room_reads),
        )

    def lan_reads(self) -> list[str]:
        """What stands in Lan's chat."""
        return self.zalo_bot.world.texts(self.lan)

    def minh_reads(self) -> list[str]:
        """What stands in Minh's chat, with the buttons."""
        sent = self.zalo_oa.sent(MINH)
        return [one.text + "".join(f"\n[ {button['title']} ]" for button in one.buttons) for one in sent]

    def room_reads(self) -> list[str]:
        """What the bot wrote in the officers' group."""
        messages = self.telegram.people.messages(ROOM)
        by_bot = [one for one in messages if one["from"]["is_bot"] and ("text" in one or "photo" in one)]
        return [one.get("text", "(ảnh)") for one in by_bot]

    async def comes(self, reads: Callable[[], list[str]], words: str) -> str:
        """The newest message with these words, once it is there."""
        await until(lambda: any(words in text for text in reads()), SECONDS)
        self.transcript.look()
        return next(text for text in reversed(reads()) if words in text)

    async def lan_says(self, words: str) -> str:
        """Lan writes, and reads the answer."""
        self.transcript.act("Bà Lan", "Zalo Bot", words)
        before = len(self.lan_reads())
        self.zalo_bot.people.say(self.lan, words)
        return await self._next(self.lan_reads, before)

    async def minh_does(self, shown: str, deed: Callable[[], Awaitable[int]]) -> str:
        """Minh does something with the Official Account, and reads the answer."""
        self.transcript.act("Ông Minh", "Zalo OA", shown)
        before = len(self.minh_reads())
        if await deed() != 200:
            raise RuntimeError("the webhook of the Official Account was refused")
        return await self._next(self.minh_reads, before)

    async def _next(self, reads: Callable[[], list[str]], before: int) -> str:
        await until(lambda: len(reads()) > before, SECONDS)
        self.transcript.look()
        return reads()[-1]

    async def hung_answers(self, code: str, words: str) -> None:
        """The officer replies to the card of a ticket."""
        await self.comes(self.room_reads, f"Phiếu #{code}")
        cards = [one for one in self.telegram.people.messages(ROOM) if f"Phiếu #{code}" in one.get("text", "")]
        self.transcript.act("Hùng", f"Telegram, trả lời vào thẻ #{code}", words)
        self.telegram.people.say(HUNG, words, chat_id=ROOM, reply_to=cards[0]["message_id"])


async def play() -> None:
    """The whole story; TimeoutError where somebody waits for an answer in vain."""
    stage = Stage()
    async with AsyncExitStack() as stack:
        for fake in (stage.telegram, stage.zalo_bot, stage.zalo_oa):
            await stack.enter_async_context(fake)
        settings = settings_for(
            Path(stack.enter_context(tempfile.TemporaryDirectory())),
            stage.telegram,
            stage.zalo_bot,
            stage.zalo_oa,
            f"telegram:{ROOM}",
        )
        stage.transcript.note("chủ OA đồng ý cho bot (hoidap zalo-login)")
        await consent(stage.zalo_oa, settings)
        stage.transcript.note("bật bot (hoidap run) giữa ba nền tảng giả: Zalo Bot, Zalo OA, Telegram")
        await stack.enter_async_context(running(settings))
        stage.zalo_oa.webhook.url = f"{settings['HOIDAP_PUBLIC_URL']}/zalo_oa/{zalo_oa.OA_ID}"
        await until(lambda: bool(stage.zalo_bot.world.webhook_url), SECONDS)
        try:
            await _story(stage)
        finally:
            stage.transcript.look()


async def _story(stage: Stage) -> None:
    await stage.lan_says("lam giay khai sinh cho chau can giay to gi")
    await stage.lan_says("gặp cán bộ")
    offer = await stage.lan_says("nhà tôi bên cạnh kho hàng, đêm nào cũng bốc xếp ồn, ai xử lý giúp tôi")
    code = _found(CODE, await stage.lan_says(_found(SEND_IT, offer)))
    people = stage.zalo_oa.people
    await stage.minh_does("gặp cán bộ", lambda: people.say(MINH, "gặp cán bộ"))
    photo = {"url": stage.zalo_oa.file("don.jpg", JPEG)}
    await stage.minh_does(
        "[ảnh] tờ đơn này điền thế nào ạ",
        lambda: people.send_media(MINH, "image", photo, "tờ đơn này điền thế nào ạ"),
    )
    other = _found(CODE, await stage.minh_does("[bấm nút Gửi cán bộ]", lambda: people.tap(MINH, "Gửi cán bộ")))
    await stage.comes(stage.room_reads, "(ảnh)")
    await stage.hung_answers(code, "Dạ, tổ trưởng dân phố sẽ cùng công an sang nhắc kho đó tối nay ạ.")
    await stage.comes(stage.lan_reads, "tối nay")
    await stage.hung_answers(other, "Ông điền mục 1 và mục 3, phần còn lại để trống ạ.")
    await stage.comes(stage.minh_reads, "mục 3")
    stage.transcript.note("cả hai người dân đã đọc câu trả lời của cán bộ")


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    if match is None:
        raise RuntimeError(f"not in the answer: {pattern}")
    return match[1]


async def main() -> int:
    """The exit code."""
    try:
        async with asyncio.timeout(SECONDS):
            await play()
    except (TimeoutError, RuntimeError, asyncio.IncompleteReadError) as error:
        sys.stdout.write(f"KHÔNG XONG: {type(error).__name__} {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
