"""The command line `hoidap`: one file per command, all help in Vietnamese."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bot.cli import ask, chat, check, doctor, migrate, receipt, run, tickets, useful, zalo_login
from bot.cli import eval as evaluation
from bot.cli.parser import VietnameseParser
from bot.db.engine import is_outage
from bot.errors import HoidapError
from bot.settings import read_settings
from knowledge import FaqError

EPILOG = "Cài đặt lấy từ biến môi trường HOIDAP_… hoặc tệp .env: xem docs/settings.md."


def build_parser() -> VietnameseParser:
    """The whole command line as a parser; docs/operate.md is tested against it."""
    parser = VietnameseParser(
        prog="hoidap",
        description="Hỏi Đáp: trợ lý hỏi đáp thủ tục hành chính của phường, xã.",
        epilog=EPILOG,
    )
    commands = parser.add_subparsers(dest="command", metavar="LỆNH", required=True, title="Các lệnh")

    commands.add_parser("run", help="chạy bot và trang web", description=run.__doc__)

    talk = commands.add_parser("chat", help="trò chuyện thử ngay trong cửa sổ dòng lệnh", description=chat.__doc__)
    talk.add_argument("--jsonl", action="store_true", help="đọc mỗi dòng một JSON, viết mỗi dòng một JSON")
    talk.add_argument(
        "--as-of",
        type=datetime.fromisoformat,
        metavar="NGÀY",
        help="trả lời như vào ngày YYYY-MM-DD, hoặc lúc YYYY-MM-DDTHH:MM (với --jsonl)",
    )

    question = commands.add_parser("ask", help="hỏi một câu, in câu trả lời", description=ask.__doc__)
    question.add_argument("question", nargs="?", metavar="CÂU_HỎI", help="câu hỏi, đặt trong ngoặc kép")
    question.add_argument("--jsonl", action="store_true", help="đọc mỗi dòng một câu hỏi, viết mỗi dòng một JSON")
    question.add_argument(
        "--as-of",
        type=datetime.fromisoformat,
        metavar="NGÀY",
        help="trả lời như vào ngày YYYY-MM-DD, hoặc lúc YYYY-MM-DDTHH:MM",
    )
    question.add_argument("--explain", action="store_true", help="nói rõ bot quyết định gì, vì sao, đọc câu ấy thế nào")

    faq = commands.add_parser("check", help="kiểm tra faq.yaml", description=check.__doc__)
    faq.add_argument(
        "file", nargs="?", type=Path, metavar="TỆP", help="tệp cần kiểm tra (mặc định: faq.yaml đang dùng)"
    )
    faq.add_argument("--todo", action="store_true", help="liệt kê việc cần cán bộ xác nhận, hỏi nhiều xếp trước")
    faq.add_argument("--quick", action="store_true", help="bỏ qua việc cho bot đọc thử mọi tên gọi, câu hỏi")
    faq.add_argument("--as-of", type=datetime.fromisoformat, metavar="NGÀY", help="kiểm tra như vào ngày YYYY-MM-DD")

    exam = commands.add_parser("eval", help="chấm bot bằng câu hỏi của phường", description=evaluation.__doc__)
    exam.add_argument("file", type=Path, metavar="TỆP", help="tệp YAML: mỗi mục có cau: và thu_tuc:")
    exam.add_argument("--as-of", type=datetime.fromisoformat, metavar="NGÀY", help="hỏi như vào ngày YYYY-MM-DD")

    commands.add_parser("doctor", help="vì sao bot không nghe hoặc không nói", description=doctor.__doc__)
    commands.add_parser("migrate", help="nâng cấp cơ sở dữ liệu lên bản này", description=migrate.__doc__)

    commands.add_parser("zalo-login", help="chủ Zalo OA đồng ý cho bot gửi tin", description=zalo_login.__doc__)

    desk = commands.add_parser("tickets", help="xem các phiếu hỏi cán bộ", description=tickets.__doc__)
    desk.add_argument("code", nargs="?", metavar="MÃ", help="mã phiếu, ví dụ K7Q2: in cả cuộc trao đổi")
    desk.add_argument("--all", action="store_true", help="cả những phiếu đã đóng")
    desk.add_argument("--overdue", action="store_true", help="chỉ những phiếu đã quá hạn trả lời")
    desk.add_argument("--invite", action="store_true", help="tạo liên kết đăng nhập một lần cho cán bộ")

    answer = commands.add_parser("receipt", help="xem lại đúng điều bot đã trả lời", description=receipt.__doc__)
    answer.add_argument("code", metavar="MÃ", help="mã dưới câu trả lời, ví dụ K7Q2MX")

    commands.add_parser("useful", help="người dân thấy câu trả lời có ích không", description=useful.__doc__)
    return parser


COMMANDS = {
    "run": run.execute,
    "chat": chat.execute,
    "ask": ask.execute,
    "check": check.execute,
    "eval": evaluation.execute,
    "doctor": doctor.execute,
    "migrate": migrate.execute,
    "tickets": tickets.execute,
    "receipt": receipt.execute,
    "useful": useful.execute,
    "zalo-login": zalo_login.execute,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and exit with its code; what a person can mend is said in Vietnamese, without a traceback."""
    options = build_parser().parse_args(arguments)
    if isinstance(sys.stdin, io.TextIOWrapper):
        # One line that is not UTF-8 must not end a whole run.
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = COMMANDS[options.command](options, read_settings())
    except (HoidapError, FaqError) as error:
        sys.stderr.write(f"{error}\n")
        code = 1
    except (KeyboardInterrupt, BrokenPipeError):
        code = 130
    except Exception as error:
        if not is_outage(error):
            raise
        sys.stderr.write(f"{_trouble(error)}\n")
        code = 1
    sys.exit(code)


def _trouble(error: Exception) -> str:
    """What the machine or the database refuses, and where to look."""
    if isinstance(error, OSError) and error.filename:
        return f"Không dùng được {error.filename} ({error.strerror}). Kiểm tra quyền ghi, hoặc đặt lại HOIDAP_DATA_DIR."
    return (
        f"Cơ sở dữ liệu không trả lời ({type(error).__name__}). Kiểm tra HOIDAP_DATABASE_URL, và máy chủ cơ sở dữ liệu "
        "có đang chạy không; hoidap doctor khám từng chỗ."
    )
