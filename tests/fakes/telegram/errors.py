"""The errors of the Bot API, in the words of the real server."""

from tests.fakes.telegram.shapes import Json

UPGRADED = "group chat was upgraded to a supergroup chat"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_SET = "terminated by setWebhook request"


class ApiError(Exception):
    """An answer with `ok: false`; `parameters` become the ResponseParameters."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> Json:
        """The envelope that the server sends."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(text: str) -> ApiError:
    """400: the call is wrong and repeating it does not help."""
    return ApiError(400, f"Bad Request: {text}")


def forbidden(text: str) -> ApiError:
    """403: the bot may not do this (blocked, kicked)."""
    return ApiError(403, f"Forbidden: {text}")


def conflict(text: str) -> ApiError:
    """409: two ways of receiving updates collide."""
    return ApiError(409, f"Conflict: {text}")


def unauthorized() -> ApiError:
    """401: a well-formed token that no bot has."""
    return ApiError(401, "Unauthorized")


def not_found() -> ApiError:
    """404: a malformed token or an unknown method."""
    return ApiError(404, "Not Found")


def too_many_requests(seconds: int) -> ApiError:
    """429: wait for so many seconds."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def upgraded(new_chat_id: int) -> ApiError:
    """400 for the old id of a group that became a supergroup."""
    return ApiError(400, f"Bad Request: {UPGRADED}", migrate_to_chat_id=new_chat_id)
