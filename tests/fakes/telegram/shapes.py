"""JSON shapes shared by the whole fake."""

from typing import Any

Json = dict[str, Any]
