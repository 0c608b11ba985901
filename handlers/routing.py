"""Which of several routes decides on a message."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from handlers.messages import Decision
from handlers.turn import Route, Turn


def decisions(routes: Sequence[Route], turn: Turn) -> Iterator[Decision]:
    """What the routes decide that decide, in their order, each under its name; the next is only tried when asked for.

    A route that goes by routes of its own has named the one of them already.
    """
    for route in routes:
        decided = route(turn)
        if decided is not None:
            yield replace(decided, route=decided.route or route_name(route))


def route_name(route: Route) -> str:
    """The module of handlers that a route is of, and its own name."""
    return f"{route.__module__.rpartition('.')[2]}.{route.__name__}"
