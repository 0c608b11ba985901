"""A parcel as plain words, where nothing else can carry what it holds."""

from __future__ import annotations

from bot.channels.base import Parcel
from bot.channels.clean import clean, one_line
from handlers.messages import Media

NOT_CARRIED = "(Có tệp gửi kèm nhưng không chuyển qua được.)"


def text_of(parcel: Parcel) -> str:
    """The words of a parcel, its links below them with their addresses to be seen."""
    links = [f"{one_line(link.title)}: {link.url}" for link in parcel.links]
    return "\n\n".join(filter(None, [clean(parcel.text).strip(), "\n".join(links)]))


def words_instead(parcel: Parcel, media: Media) -> str:
    """What is told in place of media that cannot be had; a contact has all it says in its name."""
    told = [] if media.kind == "contact" and media.name else [NOT_CARRIED]
    return "\n\n".join(filter(None, [text_of(parcel), one_line(media.name or ""), *told]))
