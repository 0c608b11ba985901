"""Starts `hoidap run` as often as it is told, each time as a process of its own that has imported everything already.

On standard input: `start` prints the new process's id; `reap` waits for its end and prints its exit code.
"""

from __future__ import annotations

import io
import os
import sys

import bot.bootstrap
import bot.channels.telegram
from bot.cli import main


def start() -> int:
    """A new process of the bot."""
    process = os.fork()
    if process == 0:
        sys.stdin = io.StringIO()  # the launcher's own input is not the bot's
        code = 70
        try:
            main(["run"])
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            os._exit(code)
    return process


def serve() -> None:
    """Obey until the input ends."""
    assert bot.bootstrap
    assert bot.channels.telegram
    process = 0
    for line in sys.stdin:
        if line.strip() == "start":
            process = answer = start()
        else:
            answer = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        os.write(1, f"\nlauncher {answer}\n".encode())


if __name__ == "__main__":
    serve()
