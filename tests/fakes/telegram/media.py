"""Photos, files, voices, stickers, places and contacts inside messages."""

from tests.fakes.telegram import errors
from tests.fakes.telegram.params import Params
from tests.fakes.telegram.shapes import Json
from tests.fakes.telegram.world import StoredFile, World

# What a message is about; a message with none of these is a service message.
CONTENT = {
    "text", "entities", "caption", "caption_entities", "photo", "document", "voice", "video",
    "audio", "sticker", "location", "contact",
}  # fmt: skip
SUFFIXES = {
    "photo": ".jpg", "document": ".pdf", "voice": ".oga", "video": ".mp4", "audio": ".mp3",
    "sticker": ".webp",
}  # fmt: skip


def file_content(kind: str, file: StoredFile, filename: str = "") -> Json:
    """The message field that shows a stored file."""
    shape: Json = {
        "file_id": file.id,
        "file_unique_id": f"u-{file.id}",
        "file_size": len(file.content),
    }
    if kind == "photo":
        sizes = [(90, 67), (1280, 960)]
        return {kind: [shape | {"width": width, "height": height} for width, height in sizes]}
    if kind == "sticker":
        flags = {"type": "regular", "is_animated": False, "is_video": False}
        return {kind: shape | flags | {"width": 512, "height": 512, "emoji": "👍"}}
    if kind == "document":
        name = filename or file.path.rpartition("/")[2]
        return {kind: shape | {"file_name": name, "mime_type": "application/pdf"}}
    if kind == "video":
        return {kind: shape | {"width": 640, "height": 480, "duration": 3}}
    return {kind: shape | {"duration": 3, "mime_type": "audio/ogg"}}


def uploaded_media(world: World, params: Params, kind: str) -> Json:
    """The message field for the file that a call sends, uploaded or known."""
    upload = params.upload(kind)
    if upload is not None:
        if not upload.content:
            raise errors.bad_request("file must be non-empty")
        file = world.store_file(kind, upload.content, SUFFIXES[kind])
        return file_content(kind, file, upload.filename)
    reference = params.text(kind)
    if not reference:
        raise errors.bad_request(f"there is no {kind} in the request")
    if reference not in world.files:
        raise errors.bad_request("wrong file identifier/HTTP URL specified")
    return file_content(kind, world.files[reference])
