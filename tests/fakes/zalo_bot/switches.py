"""How the platform behaves where nobody is sure, and what it allows."""

from dataclasses import dataclass
from typing import Literal


@dataclass
class Switches:
    """All may be changed at any moment."""

    status: Literal["200", "mirror"] = "200"  # the HTTP status of a failure
    replay: bool = False  # getUpdates gives out again what was read, for ever
    as_list: bool = False  # getUpdates answers with a list
    wrapped: bool = False  # webhook bodies come in the envelope
    probe: bool = False  # setWebhook looks at the page first, with an empty body and no secret
    photo_field: Literal["photo_url", "photo"] = "photo_url"
    quota: int | None = None  # sends until 429
    loopback: bool = True  # webhooks on this machine are allowed
    fetches_photos: bool = True  # sendPhoto fetches the address
    joins_groups: bool = True
    duplicates: int = 0  # every webhook post comes so many more times
    shuffles: bool = False  # webhook posts come in the wrong order
