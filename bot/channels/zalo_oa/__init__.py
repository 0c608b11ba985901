"""Zalo by an Official Account and its OpenAPI, version 3."""

from bot.channels.zalo_oa.channel import ZaloOaChannel

__all__ = ["ZaloOaChannel"]
