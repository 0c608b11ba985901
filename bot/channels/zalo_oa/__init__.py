"""Zalo by an Official Account and its OpenAPI, version 3."""

from bot.channels.zalo_oa.channel import Account, ZaloOaChannel

__all__ = ["Account", "ZaloOaChannel"]
