"""What the web channel itself says to people; the conversation's own sentences are in handlers/texts.py."""

from __future__ import annotations

APP_NAME = "Hỏi đáp thủ tục hành chính"

NOT_STORED = "Máy chủ đang bận nên chưa nhận được tin. Xin anh/chị gửi lại sau ít phút ạ."
TOO_FAST = "Anh/chị gửi hơi nhanh ạ. Xin chờ một chút rồi gửi tiếp."
TOO_LONG = "Tin dài quá. Xin anh/chị rút gọn dưới 4.000 chữ rồi gửi lại ạ."
EMPTY = "Tin chưa có chữ nào ạ."
MALFORMED = "Trang gửi tin chưa đúng. Xin anh/chị tải lại trang rồi thử lại ạ."
OLD_CHOICE = "Lựa chọn này không còn nữa. Xin anh/chị gõ câu hỏi ạ."
NO_COOKIE = "Trang chưa nhớ được cuộc trò chuyện. Xin anh/chị tải lại trang, và cho phép cookie nếu trình duyệt hỏi."
FOREIGN_PAGE = "Yêu cầu này không đến từ trang của phường nên đã bị từ chối."
FILE_TOO_BIG = "Tệp lớn quá 10 MB. Xin anh/chị chụp lại nhỏ hơn hoặc gửi từng tệp ạ."
FILE_KIND = "Chỉ gửi được ảnh hoặc tệp PDF ạ."
DISK_FULL = "Máy chủ hết chỗ chứa tệp. Xin anh/chị gửi bằng chữ giúp ạ."
SIGN_IN_FIRST = "Anh/chị cần đăng nhập phòng cán bộ."
NO_TICKET = "Không có phiếu hỏi này."
NAME_NEEDED = "Xin ghi tên để đồng nghiệp và người dân biết ai trả lời."
LINK_USED = "Đường dẫn này đã dùng hoặc quá hạn. Xin nhờ đồng nghiệp bấm “Mời cán bộ” để có đường dẫn mới."
NO_PROCEDURE = "Không có thủ tục này. Anh/chị xem danh mục giúp ạ."
NOT_FOUND = "Không có trang này."

CHANNELS = {"web": "Trang web", "telegram": "Telegram", "zalo_bot": "Zalo", "zalo_oa": "Zalo", "console": "Dòng lệnh"}
"""How officers read the name of a channel."""
