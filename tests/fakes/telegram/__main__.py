"""`python -m tests.fakes.telegram --port N --token T`: the fake in a process of its own."""

import argparse
import asyncio
import signal
import sys

from tests.fakes.telegram.server import TOKEN, FakeTelegram


async def _serve(token: str, port: int, speed: float) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with FakeTelegram(token, port, speed) as fake:
        sys.stdout.write(f"{fake.url}\n")  # the first line tells where it listens
        sys.stdout.flush()
        await stopped.wait()


def _main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.telegram", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--speed", type=float, default=1.0, help="Telegram seconds in a real one")
    arguments = parser.parse_args()
    asyncio.run(_serve(arguments.token, arguments.port, arguments.speed))


if __name__ == "__main__":
    _main()
