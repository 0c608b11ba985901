"""The errors of the platform, in the words of the real server."""

from typing import Any

WEBHOOK_SET = "You cannot use this API while a webhook is set. Please remove the webhook first"


class ApiError(Exception):
    """An answer with `ok: false`."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description

    def body(self) -> dict[str, Any]:
        """The envelope."""
        return {"ok": False, "description": self.description, "error_code": self.code}


def bad_request(text: str) -> ApiError:
    """400: the call is wrong."""
    return ApiError(400, text)


def unauthorized() -> ApiError:
    """401: no bot has this token."""
    return ApiError(401, "Unauthorized")


def not_found() -> ApiError:
    """404: no such method, chat or webhook."""
    return ApiError(404, "Not Found")


def idle() -> ApiError:
    """408: nobody wrote anything."""
    return ApiError(408, "Request timeout")


def quota_exceeded() -> ApiError:
    """429: too much, or too much this month."""
    return ApiError(429, "Quota exceeded")
