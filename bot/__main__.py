"""`python -m bot` is `hoidap`."""

from bot.cli import main

main()
