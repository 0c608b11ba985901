"""The queue of those who write: fair, with a line for what is urgent, and never stuck."""

from __future__ import annotations

import asyncio

from bot.db.turn import Turn


async def stand(turn: Turn, name: str, order: list[str], *, urgent: bool = False) -> None:
    async with turn.taken(urgent=urgent):
        order.append(name)
        await asyncio.sleep(0)


async def test_first_come_first_served_and_urgent_before_all() -> None:
    """Each line in its order; who holds the turn learns that somebody urgent waits."""
    turn, order = Turn(), list[str]()
    async with turn.taken():
        tasks = [asyncio.create_task(stand(turn, name, order, urgent=name.isupper())) for name in "abAB"]
        await asyncio.sleep(0)
        assert turn.is_urgently_awaited
    await asyncio.gather(*tasks)
    assert order == ["A", "B", "a", "b"]
    assert not turn.is_urgently_awaited


async def test_nobody_slips_in_between() -> None:
    """Whoever asks while the turn is being handed over stands behind who was woken."""
    turn, order = Turn(), list[str]()
    async with turn.taken():
        first = asyncio.create_task(stand(turn, "first", order))
        await asyncio.sleep(0)
    await asyncio.gather(first, stand(turn, "late", order))
    assert order == ["first", "late"]


async def test_who_goes_away_leaves_no_gap() -> None:
    """Cut off while waiting, or in the very moment of being woken: the next one has the turn."""
    turn, order = Turn(), list[str]()
    async with turn.taken():
        waiting = [asyncio.create_task(stand(turn, str(number), order)) for number in range(3)]
        await asyncio.sleep(0)
        waiting[0].cancel()
        await asyncio.sleep(0)
    waiting[1].cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert order == ["2"]
    async with asyncio.timeout(1), turn.taken():
        pass
