"""Keeps Python's garbage collector away from what lives as long as the process."""

from __future__ import annotations

import gc

YOUNG = 20_000
"""How many new objects Python lets come before it looks which of them are garbage; a question makes thousands."""


def settle() -> None:
    """Take everything alive now for lasting.

    The knowledge base is hundreds of thousands of objects that never form garbage; looking through them again and
    again held up the webhooks for a fifth of a second (`make bench-zalo`).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)
