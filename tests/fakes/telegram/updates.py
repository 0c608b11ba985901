"""The queue of updates that wait for the bot."""

from collections.abc import Iterable
from dataclasses import dataclass

from tests.fakes.telegram import errors
from tests.fakes.telegram.bell import Bell
from tests.fakes.telegram.clock import Clock
from tests.fakes.telegram.shapes import Json

LIFETIME = 86_400.0  # seconds; an update not fetched within a day is gone
OPT_IN = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
KINDS = OPT_IN | {
    "message", "edited_message", "channel_post", "edited_channel_post", "callback_query",
    "inline_query", "my_chat_member", "chat_join_request",
}  # fmt: skip


@dataclass(frozen=True)
class Update:
    """One update; `chat_id` names the queue in which a webhook keeps its order."""

    id: int
    chat_id: int
    born: float
    kind: str
    payload: Json

    def json(self) -> Json:
        """The update as the bot gets it."""
        return {"update_id": self.id, self.kind: self.payload}


class UpdateQueue:
    """Updates in order; each stays until it is confirmed or a day old."""

    def __init__(self, clock: Clock, first_id: int = 700_000_001) -> None:
        self._clock = clock
        self._next_id = first_id
        self._poll = 0
        self._interruption = errors.OTHER_POLLER
        self._waiting: dict[int, Update] = {}
        self.allowed: list[str] = []  # empty: the default kinds
        self.changed = Bell()
        self.everything: list[Update] = []

    def add(self, kind: str, payload: Json, chat_id: int) -> Update | None:
        """Queue an update unless its kind is not among the allowed ones."""
        if kind in KINDS and not self._wanted(kind):
            return None
        update = Update(self._next_id, chat_id, self._clock.elapsed(), kind, payload)
        self._next_id += 1
        self.everything.append(update)
        self._waiting[update.id] = update
        self.changed.ring()
        return update

    def again(self, update_id: int, *, new_id: bool = False) -> Update:
        """Queue a known update once more, under its own id or a new one."""
        known = next(update for update in self.everything if update.id == update_id)
        if new_id:
            known = Update(self._next_id, known.chat_id, known.born, known.kind, known.payload)
            self._next_id += 1
            self.everything.append(known)
        self._waiting[known.id] = known
        self.changed.ring()
        return known

    def skip_ids(self, count: int) -> None:
        """Let the ids jump, as they do after a quiet week."""
        self._next_id += count

    def allow(self, kinds: list[str] | None) -> None:
        """Remember the kinds of updates that the bot wants; None keeps the former choice."""
        if kinds is not None:
            self.allowed = [kind for kind in kinds if kind in KINDS]

    def waiting(self) -> list[Update]:
        """The unconfirmed updates, oldest first; those over a day old are dropped."""
        oldest = self._clock.elapsed() - LIFETIME
        self.forget(update.id for update in list(self._waiting.values()) if update.born < oldest)
        return sorted(self._waiting.values(), key=lambda update: update.id)

    def is_waiting(self, update: Update) -> bool:
        """Whether this update is not confirmed yet."""
        return update.id in self._waiting

    def first_of(self, chat_id: int) -> Update | None:
        """The oldest unconfirmed update of one chat."""
        return next((update for update in self.waiting() if update.chat_id == chat_id), None)

    def confirm(self, offset: int) -> None:
        """Forget all below `offset`; a negative one keeps only so many of the newest."""
        ids = [update.id for update in self.waiting()]
        self.forget(ids[:offset] if offset < 0 else [known for known in ids if known < offset])

    def forget(self, ids: Iterable[int]) -> None:
        """Drop these updates for good."""
        for update_id in list(ids):
            if self._waiting.pop(update_id, None):
                self.changed.ring()

    def interrupt_poll(self, reason: str) -> None:
        """End the getUpdates call that is waiting now, with 409 and this reason."""
        self._poll += 1
        self._interruption = reason
        self.changed.ring()

    async def poll(self, limit: int, seconds: float) -> list[Json]:
        """The next updates, waiting up to `seconds` for the first; ends any other poll."""
        self.interrupt_poll(errors.OTHER_POLLER)
        mine = self._poll
        deadline = self._clock.elapsed() + seconds
        while not (batch := self.waiting()[:limit]):
            left = deadline - self._clock.elapsed()
            if left <= 0:
                return []
            await self.changed.wait(left / self._clock.speed)
            if self._poll != mine:
                raise errors.conflict(self._interruption)
        return [update.json() for update in batch]

    def _wanted(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in OPT_IN
