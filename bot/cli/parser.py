"""An argument parser that speaks Vietnamese: usage, headings, help and errors."""

from __future__ import annotations

import argparse
import re
import sys
from typing import NoReturn

_ERRORS = (
    (r"the following arguments are required: (.*)", r"còn thiếu: \1"),
    (r"unrecognized arguments: (.*)", r"không hiểu: \1"),
    (r"argument (.*): invalid choice: (\S+) \(choose from (.*)\)", r"\1: không có \2, hãy chọn trong: \3"),
    (r"argument (.*): expected one argument", r"\1: cần một giá trị đi kèm"),
    (r"argument (.*): invalid fromisoformat value: (.*)", r"\1: \2 không phải ngày, hãy viết như 2026-11-23"),
    (r"argument (.*): invalid \S+ value: (.*)", r"\1: giá trị \2 không dùng được"),
)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """The standard layout with a Vietnamese word before the usage line."""

    def add_usage(
        self,
        usage: str | None,
        actions: object,
        groups: object,
        prefix: str | None = None,
    ) -> None:
        """Begin with "Cách dùng", unless argparse asks for the bare line to name a subcommand."""
        super().add_usage(usage, actions, groups, "Cách dùng: " if prefix is None else prefix)  # type: ignore[arg-type]  # passed through


class VietnameseParser(argparse.ArgumentParser):
    """ArgumentParser in Vietnamese; exit code 2 on a wrong command line, as everywhere."""

    def __init__(self, prog: str | None = None, description: str | None = None, epilog: str | None = None) -> None:
        super().__init__(prog=prog, description=description, epilog=epilog, add_help=False, formatter_class=_Formatter)
        self._positionals.title = "Tham số"
        self._optionals.title = "Tùy chọn"
        self.add_argument("-h", "--help", action="help", help="hiện phần trợ giúp này rồi thôi")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in Vietnamese and how to get help."""
        self.exit(2, f"Lỗi: {in_vietnamese(message)}\nXem cách dùng: {self.prog} --help\n")

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        """Leave with `status`, a message to stderr first."""
        if message:
            sys.stderr.write(message)
        sys.exit(status)


def in_vietnamese(message: str) -> str:
    """argparse's own complaint in Vietnamese; one that is not known stays as it is."""
    for pattern, vietnamese in _ERRORS:
        if re.fullmatch(pattern, message):
            return re.sub(pattern, vietnamese, message)
    return message
