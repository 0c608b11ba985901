"""How far a parcel has got, where it takes several calls and none may be made twice."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

from bot.channels.base import Delivered, Parcel, PossiblySent, Receipt

REMEMBERED = 1000

Call = TypeVar("Call")


class Progress(Generic[Call]):
    """The calls of a parcel: those made, by the ids they gave (None while unknown), and those left."""

    def __init__(self, calls: list[Call]) -> None:
        self.left = calls
        self.ids: list[str | None] = []
        self.doubt = ""
        self.failures = 0

    def begin(self) -> Call:
        """The next call, counted as made from now on: an attempt may be cut off at any moment."""
        self.ids.append(None)
        return self.left.pop(0)

    def take_back(self, call: Call) -> None:
        """The call is known not to have been made."""
        self.ids.pop()
        self.left.insert(0, call)
        self.failures += 1

    def receipt(self) -> Receipt:
        """All calls are made. Named by the last message."""
        if self.doubt or None in self.ids:
            return PossiblySent(self.doubt or "cut off", parts=len(self.ids))
        ids = tuple(one for one in self.ids if one)
        return Delivered(ids[-1] if ids else None, ids, parts=len(self.ids))


class Begun(Generic[Call]):
    """Parcels under way: one that stopped halfway goes on where it stopped when it is sent again."""

    def __init__(self, calls_for: Callable[[Parcel], list[Call]]) -> None:
        self._calls_for = calls_for
        self._begun: OrderedDict[Parcel, Progress[Call]] = OrderedDict()

    def of(self, parcel: Parcel) -> Progress[Call]:
        """What an earlier attempt has left over; kept while the parcel is under way, even if the attempt is cut off."""
        if parcel not in self._begun:
            self._begun[parcel] = Progress(self._calls_for(parcel))
        self._begun.move_to_end(parcel)
        while len(self._begun) > REMEMBERED:
            self._begun.popitem(last=False)
        return self._begun[parcel]

    def end(self, parcel: Parcel) -> None:
        """Nothing more of it is left to do."""
        self._begun.pop(parcel, None)
