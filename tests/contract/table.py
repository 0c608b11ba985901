"""The table that a run of the contract prints: behaviour × channel, and channel × staff room."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tests.contract.cells import BEHAVIOURS, CHANNELS, ROOMS

SIGNS = {"passed": "✓", "failed": "✗", "error": "✗"}
NOT_RUN, NOT_MEANT = ".", "–"
_CELL = re.compile(r"tests/contract/test_(?:residents|crossing)\.py::test_(\w+)\[([\w-]+)\]")

Cells = Mapping[tuple[str, str], str]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the tables under the results of any run that had the contract in it."""
    cells = _cells(terminalreporter.stats)
    if cells:
        terminalreporter.section("contract: what every channel does")
        terminalreporter.write("\n".join(lines(cells)) + "\n")


def lines(cells: Cells) -> list[str]:
    """Both tables and the reasons under them; `cells` has a sign for (test, parameters)."""
    crossed = {
        (channel, room): cells.get(("crosses", f"{channel}-{room}"), NOT_RUN) for channel in CHANNELS for room in ROOMS
    }
    told = {(name, channel): _sign(cells, name, channel) for name in BEHAVIOURS for channel in CHANNELS}
    return [
        *_grid("", {name: line.label for name, line in BEHAVIOURS.items()}, CHANNELS, told),
        *_reasons(),
        "",
        *_grid("asked on ↓   answered in →", {channel: channel for channel in CHANNELS}, ROOMS, crossed),
    ]


def _sign(cells: Cells, name: str, channel: str) -> str:
    return NOT_MEANT if channel in BEHAVIOURS[name].not_for else cells.get((name, channel), NOT_RUN)


def _grid(corner: str, rows: Mapping[str, str], columns: Sequence[str], signs: Cells) -> list[str]:
    width = max(len(label) for label in (corner, *rows.values())) + 2
    head = corner.ljust(width) + "".join(column.center(10) for column in columns)
    body = [
        label.ljust(width) + "".join(signs[name, column].center(10) for column in columns)
        for name, label in rows.items()
    ]
    return [line.rstrip() for line in (head, *body)]


def _reasons() -> Iterable[str]:
    """Why a cell is a dash, channels with the same reason together."""
    for line in BEHAVIOURS.values():
        for reason in dict.fromkeys(line.not_for.values()):
            channels = ", ".join(name for name, why in line.not_for.items() if why == reason)
            yield f"  {NOT_MEANT} {line.label}: {channels}: {reason}"


def _cells(stats: Mapping[str, Sequence[Any]]) -> Cells:
    found: dict[tuple[str, str], str] = {}
    for outcome, sign in SIGNS.items():
        for report in stats.get(outcome, ()):
            match = _CELL.search(getattr(report, "nodeid", ""))
            if match:
                found[match[1], match[2]] = sign
    return found
