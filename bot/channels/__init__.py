"""The ways in and out: each channel is an equal adapter of one interface, `bot.channels.base.Channel`."""
