"""The errors of the platform, by their numbers."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

MESSAGES = {
    -32: "Rate limit exceeded",
    -200: "Send message failed",
    -201: "Params is invalid",
    -210: "Parameter exceeds limit",
    -211: "Out of quota",
    -213: "User has not followed OA",
    -216: "Access token is invalid",
    -220: "Access token is expired",
    -230: "User has not interacted with the OA in the past 7 days",
    -233: "Message type is not supported",
    -237: "Group is disabled",
    -403: "OA is not in the group",
}


class ApiError(Exception):
    """The platform says no."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code

    def body(self) -> Json:
        return {"error": self.code, "message": MESSAGES.get(self.code, "Error")}
