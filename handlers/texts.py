"""Every sentence that a resident or an officer reads; in braces what is filled in."""

from __future__ import annotations

from datetime import date, datetime, timedelta

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")

# First words

NAMELESS_WARD = "phường"
SERVICE = "Tôi là dịch vụ trả lời tự động của {ward}"
FIRST_NOTICE = (
    "{service}. Tin nhắn được giữ tối đa {days} ngày để trả lời anh/chị; cần gặp người, anh/chị nhắn “gặp cán bộ”."
)
FIRST_NOTICE_EN = (
    "This is an automatic service of the ward. Messages are kept for at most {days} days; "
    "write “officer” to reach a person."
)
START = (
    "Dạ, chào anh/chị ạ. {notice}\n\n"
    "Tôi giúp anh/chị biết làm thủ tục thì cần mang giấy gì, phí bao nhiêu, mấy ngày xong, "
    "nộp ở đâu.\n\n"
    "Anh/chị cứ hỏi như nói chuyện, không cần viết dấu. Ví dụ: “con mới sinh làm giấy khai sinh cần gì”.\n\n"
    "Hoặc chọn lĩnh vực (nhắn số):"
)
HELP = (
    "Anh/chị làm như sau ạ:\n"
    "• Hỏi bình thường, ví dụ: “đăng ký tạm trú cần giấy gì”, “sao y mất bao nhiêu tiền”.\n"
    "• Khi tôi hỏi lại có đánh số, anh/chị nhắn số là được.\n"
    "• Nhắn “danh mục” để xem các thủ tục theo lĩnh vực.\n"
    "• Nhắn “gặp cán bộ” để hỏi người của phường.\n"
    "• Nhắn “hủy” để bỏ việc đang làm dở."
)
GROUP_ID = (
    "Mã của nhóm này: {room}\n"
    "Để nhóm làm phòng cán bộ, người quản trị máy thêm mã vào HOIDAP_STAFF_ROOM rồi khởi động lại bot."
)
GO_PRIVATE = "Dạ, anh/chị nhắn riêng cho tôi để được trả lời và giữ kín thông tin của mình ạ."

# Asking back

PICK = "Anh/chị nhắn số giúp tôi ạ."
CHOOSE = "Dạ, anh/chị hỏi về việc nào sau đây ạ?"
CHOOSE_ONE = "Dạ, có phải anh/chị hỏi về “{name}” không ạ?"
THIS_ONE = "Vâng, {name}"
CHOOSE_SIBLING = "Dạ, để tôi chỉ đúng giấy tờ, anh/chị cho tôi hỏi: {question}"
CHOOSE_AGAIN = "Tôi xin lỗi, tôi vẫn chưa rõ ý anh/chị. Có phải là một trong các việc này không ạ?"
OTHER = "Việc khác / gặp cán bộ"
NO_SUCH_NUMBER = "Dạ, tôi chưa thấy lựa chọn số đó. Anh/chị chọn giúp tôi một số trong các dòng này ạ:"
NUMBER_OF_WHAT = (
    "Dạ, tôi chưa rõ số này là chọn mục nào. Anh/chị nhắn việc cần hỏi, ví dụ “làm khai sinh cần gì”, "
    "hoặc nhắn “danh mục” để xem các thủ tục ạ."
)
ASK_OF_WHICH = "Dạ, {aspect} của việc nào ạ?"
OR_OF_ANOTHER = "Tôi trả lời theo việc gần ý anh/chị nhất. Nếu là việc khác, anh/chị nhắn số giúp tôi ạ:"
ASK_ABOUT_WHAT = "Dạ, anh/chị đang hỏi về thủ tục nào ạ? Anh/chị nhắn tên việc, ví dụ “đăng ký tạm trú”, giúp tôi."
ASK_NEXT = "Dạ, anh/chị nhắn tên việc tiếp theo giúp tôi, ví dụ “đăng ký tạm trú”, tôi trả lời ngay."
SECOND_NEED = "Anh/chị có hỏi thêm về “{name}”. Tôi trả lời luôn nhé?"
YES_PLEASE = "Có, trả lời luôn"
PAPERS_OF = "Giấy tờ: {name}"
ALL_RIGHT = "Dạ vâng ạ. Khi cần, anh/chị cứ nhắn tôi."
RECORD_SAYS = "Dạ, về điểm này, hồ sơ “{name}” ghi:"
RECORD_OFFICER = "Trường hợp của anh/chị có điểm khác thì nhắn “gặp cán bộ”, cán bộ xem giúp ạ."
CIRCUMSTANCE = "Dạ, về trường hợp này, thủ tục ghi: {line}."
PLAINLY = "Dạ, tôi xin lỗi vì nói chưa rõ. Nói gọn lại về “{name}”:"
PLAIN_BRING = "Mang theo"
PLAINLY_NEXT = "Chỗ nào còn khó hiểu, anh/chị nhắn cho tôi, hoặc hỏi cán bộ (nhắn số):"
CHOOSE_PLAINLY = "Dạ, anh/chị chỉ cần nhắn số của việc cần hỏi, ví dụ “1”:"
ASK_PLAINLY = (
    "Dạ, anh/chị cứ nhắn việc cần làm bằng lời thường, ví dụ “làm giấy khai sinh cho con”. "
    "Muốn nói chuyện với người, anh/chị nhắn số:"
)
CHOOSE_BACK = "Dạ, anh/chị chọn lại giúp tôi (nhắn số):"

# Browsing

FIELDS = "Anh/chị chọn lĩnh vực (nhắn số):"
PROCEDURES = "{field}: anh/chị chọn việc cần làm (nhắn số):"
MORE = "Xem tiếp"
BACK = "Về danh mục"

# An answer

BRING = "Anh/chị mang theo:"
BRING_NOTHING = "Giấy tờ: tôi chưa thấy nguồn nào nêu giấy phải nộp; cán bộ xác nhận giúp anh/chị."
IN_SOME_CASES = "Tùy trường hợp, thêm:"
WHEN_NEEDED = "Khi cần"
ONLY_SOME_CASES = "Tùy trường hợp, anh/chị mang theo:"
SOME_CASES = "Có trường hợp cần thêm giấy ({cases}): nhắn số 1."
NOT_BRING = "KHÔNG cần mang"
DO_NOT_BRING = f"{NOT_BRING}:"
DO_NOT_BRING_BY = f"{NOT_BRING} (theo {{rules}}):"
IF_FOUND = "nếu tra cứu được"
ON_BEHALF = "Nhờ người khác đi thay:"
PAPER_OF = "{name}:"
PAPER_NOT = "Dạ, KHÔNG cần mang: {what}."
PAPER_NOT_IF = "Dạ, {on} thì KHÔNG cần mang: {what}."
PAPER_WHY = "Lý do: {why} ({basis})."
PAPER_BASIS = "Căn cứ: {basis}."
PAPER_STILL = "Khi đến, anh/chị vẫn mang:"
PAPER_ELSE = "Để chắc chắn, anh/chị vẫn mang:"
DUTY_WHO = "Thủ tục này dành cho: {who}"
DUTY_CONFIRM = "Trường hợp của anh/chị có thuộc diện phải làm hay không, cán bộ xác nhận giúp anh/chị ạ."
PAPER_WITHOUT_DATA = "Dạ, nếu cơ quan không tra cứu được thì:"
PAPER_YES = "Dạ, có ạ, anh/chị mang:"
PAPER_SOMETIMES = "Dạ, chỉ cần trong trường hợp sau ạ:"
PAPER_NOT_LISTED = "Dạ, tôi không thấy giấy đó trong danh sách phải mang ạ. Anh/chị mang:"
FEE = "Phí"
TIME = "Thời gian"
WHERE = "Nộp ở"
ONLINE = "Nộp trực tuyến"
POST = "Bưu chính"
NOTES = "Lưu ý:"
FORM_CODE = "mẫu {code}"
HINT = "tham khảo"
CONFIRMS = "Phần ghi “tham khảo”, cán bộ xác nhận lại trước khi anh/chị làm."
ALL_CONFIRMS = "Thông tin này để tham khảo, cán bộ sẽ xác nhận lại trước khi anh/chị làm."
CONFIRMS_THIS = "Điểm này tôi chưa có nguồn chắc chắn, cán bộ sẽ xác nhận giúp anh/chị."
UNKNOWN = "Tôi chưa có thông tin được xác nhận về {what} của “{name}”. Cán bộ sẽ trả lời anh/chị được ạ."
UNKNOWN_SHORT = "cán bộ xác nhận giúp anh/chị"
DEADLINE = "Lưu ý thời hạn: {term}."
LAST_DAY = "Tính từ ngày {day}, hạn {days} là đến hết ngày {last}"
DAYS = "{days} ngày"
WORKING_DAYS = "{days} ngày làm việc"
DAYS_LEFT = ": vẫn còn hạn, còn {days} ngày."
IS_LAST_DAY = ": hôm nay là ngày cuối."
LATE_BY = ": đã quá hạn {days} ngày."
SURELY_LATE = "Theo thời gian anh/chị kể thì đã quá hạn {days} ngày."
FILE_BEFORE = "Để kịp ngày {start}, anh/chị nộp chậm nhất ngày {last}."
MAY_FILE = "Hết hạn ngày {end} thì anh/chị làm được từ ngày {first} đến ngày {end}."
TAKES = "Cơ quan giải quyết"
NOT_ONLINE = "Tôi chưa thấy nguồn nào ghi cách nộp trực tuyến cho việc này; cán bộ xác nhận thêm được ạ."
NO_FORM = "Tôi chưa thấy nguồn nào ghi mẫu riêng cho việc này; anh/chị hỏi tại nơi nộp hoặc hỏi cán bộ ạ."
FORM_FILE = "tải mẫu ở đây"
FORM_PAGE = "tải ở trang thủ tục"
FORM_COUNTER = "xin tại quầy"
FORM_HAD = {
    FORM_FILE: "Mẫu tải về theo đường dẫn dưới đây, hoặc xin tại quầy.",
    FORM_PAGE: "Mẫu tải ở trang thủ tục trên Cổng Dịch vụ công Quốc gia (đường dẫn dưới đây), hoặc xin tại quầy.",
    FORM_COUNTER: "Mẫu xin tại quầy, nơi anh/chị nộp hồ sơ.",
}
FORM_OPEN = "Tải mẫu “{paper}”"
FORM_OPEN_PAGE = "Trang thủ tục có mẫu để tải"
FORM_IS = "Dạ, {called} là “{paper}”."
FORM_FOR = "Mẫu này dùng cho các việc sau; anh/chị nhắn số của việc mình làm, tôi gửi giấy tờ cần mang:"
FORM_FOR_MANY = "Mẫu này dùng cho nhiều việc; anh/chị nhắn số nếu làm một trong các việc sau, tôi gửi giấy tờ cần mang:"
EXPIRED = (
    "Quy định tôi đang có về “{name}” chỉ áp dụng đến hết ngày {day}, nay hết hiệu lực nên tôi không nói lại "
    "để anh/chị khỏi làm sai. Cán bộ xác nhận quy định mới cho anh/chị ạ."
)
ENDS_SOON = "Lưu ý: quy định này áp dụng đến hết ngày {day}; sau ngày đó cán bộ xác nhận quy định mới."
NOT_YET = "Lưu ý: quy định dưới đây áp dụng từ ngày {day}."
SUM = "Tạm tính {what}: {total}."
SUM_EXAMPLE = "Ví dụ {what}: mỗi bản {how}. Anh/chị nhắn số trang, số bản (như “5 trang 3 bản”), tôi tính giúp."
SUM_RULES = "Mức thu:"
FREE = "Không mất phí ({amount})"
COSTS = "Có mất phí"
COSTS_MOST = "Có mất phí, trừ người thuộc diện được miễn"
COSTS_SOMETIMES = "Tùy trường hợp"
COSTS_NOTHING = "Không mất phí"
NO_TAX = "Về thuế, tôi chưa có thông tin được xác nhận; cán bộ xác nhận giúp anh/chị ạ."
SHEETS = "Tôi tính mỗi tờ một trang; phí thu theo trang của bản chính nên tờ có chữ cả hai mặt anh/chị đếm hai trang."
SHEETS_EITHER = "Tạm tính, tùy {sheets} tờ là một giấy hay {sheets} giấy riêng:"
PAGES_UNKNOWN = "Tôi chưa biết giấy mấy trang nên tính một trang; anh/chị nhắn số trang (như “5 trang”), tôi tính lại."
FEE_ON = "Ngày {day}, theo quy định tôi đang có:"
FEE_EXPIRED = "mức tôi có không còn áp dụng; cán bộ xác nhận mức mới"
REPEALED = "Thủ tục “{name}” đã bãi bỏ{when}, phường không còn nhận."
REPEALED_SOON = "Lưu ý: thủ tục này sẽ bãi bỏ từ ngày {day}; trước ngày đó vẫn làm như dưới đây."
REPLACED = "Anh/chị xem việc thay thế (nhắn số):"
NOT_REPLACED = "Tôi chưa có thông tin việc nào thay thế; cán bộ sẽ hướng dẫn trường hợp của anh/chị ạ."
SOURCE = "Nguồn: {title}{day}"
SOURCE_DAY = " (ngày {day})"
CONFIRMED = "Cán bộ {by} xác nhận ngày {day}."
SEE_ALSO = "Xem thêm (nhắn số): {options}"
OPEN_SOURCE = "Xem trên {host}"
PAGE = "Danh mục để đánh dấu, in ra"
RECEIPT = "Mã trả lời: {code}"
EN_RECEIPT = "Answer code: {code}"
USEFUL = "Có ích"
NOT_USEFUL = "Chưa có ích"
USEFUL_THANKS = "Dạ, cảm ơn anh/chị đã cho biết ạ."
USEFUL_WHY = "Dạ, tôi xin lỗi ạ. Câu trả lời chưa được ở chỗ nào? (nhắn số)"
USEFUL_REASONS = {
    "intent": "Không đúng ý tôi hỏi",
    "missing": "Còn thiếu",
    "wrong": "Có chỗ sai",
    "unclear": "Khó hiểu",
}
USEFUL_TOLD = "(Người dân báo câu trả lời của máy: {reason})"
USEFUL_OFFICER = "Dạ, tôi đã ghi lại để cán bộ sửa. Tôi chuyển câu hỏi này cho cán bộ trả lời anh/chị nhé?"
NEWBORN_DIED = (
    "Cháu mất khi mới sinh thì có thể liên quan cả khai tử và khai sinh. Phải làm một hay cả hai việc, tài liệu của "
    "tôi không ghi nên tôi không dám nói; cán bộ hộ tịch trả lời chắc giúp gia đình. "
    "Giấy tờ từng việc, anh/chị nhắn số:"
)
CONDOLENCE = "Tôi xin chia buồn cùng gia đình."
OFFICER = "Gặp cán bộ"

ASPECTS = {
    "documents": "Giấy tờ cần mang",
    "fee": "Phí, lệ phí",
    "time": "Mấy ngày xong",
    "where": "Nộp ở đâu",
    "online": "Nộp trực tuyến",
    "form": "Mẫu tờ khai",
    "who": "Ai được làm",
    "steps": "Các bước làm",
    "result": "Nhận được gì",
    "law": "Căn cứ pháp luật",
    "papers": "Giấy tờ đầy đủ",
    "validity": "Thời hạn có giá trị",
    "duty": "Ai phải làm",
    "deadline": "Hạn phải nộp",
}

# One's own case

WHICH_PART = "Dạ, anh/chị muốn hỏi phần nào của “{name}” ạ?"
EN_WHICH_PART = "Which part of “{name}” do you mean?"
MY_CASE = "Giấy tờ cho trường hợp của tôi"
CASE_INTRO = (
    "Dạ, tôi hỏi từng câu để chỉ đúng giấy tờ anh/chị cần mang khi làm “{name}”. Câu nào chưa chắc, anh/chị cứ chọn "
    "“Không rõ”."
)
CASE_FIRST = "Dạ, để chỉ đúng giấy của anh/chị khi làm “{name}”, tôi hỏi thêm ạ."
TOLD_AND_NOTED = "Dạ vâng ạ. Với “{name}”, nói gọn lại:"
TOLD_MORE = "Điều anh/chị vừa kể có làm khác đi hay không, cán bộ xác nhận giúp (nhắn số):"
CASE_NOTED = "Tôi đã ghi: {answers}."
CASE_ASK = "{question} (nhắn số)"
CASE_ASK_AGAIN = (
    "Dạ, tôi chưa rõ ý anh/chị. Anh/chị chỉ cần nhắn một số, ví dụ “1” là “{first}”; chưa chắc thì nhắn “{unknown}” "
    "(Không rõ) ạ."
)
CASE_LEFT_OPEN = "Dạ, câu vừa rồi tôi ghi là “Không rõ”; cán bộ xem giúp anh/chị được, anh/chị nhắn “gặp cán bộ” ạ."
CASE_UNKNOWN = "Không rõ"
CASE_BACK = "Quay lại"
CASE_RESTART = "Làm lại từ đầu"
CASE_YOURS = "Trường hợp của anh/chị: {answers}."
CASE_NOTHING = "Theo các câu trả lời trên, tôi chưa thấy giấy tờ nào anh/chị phải mang; cán bộ xác nhận giúp anh/chị."
CASE_DEPENDS = "Tùy trường hợp, thêm:"
CASE_OFFICE_TELLS = "Có phải nộp thêm hay không, cơ quan cho anh/chị biết:"
CASE_OTHER_PROCEDURE = "Trường hợp này làm theo thủ tục “{name}” ạ."
CASE_RESUME = "Anh/chị đang chọn dở giấy tờ cho “{name}”, nhắn “tiếp tục” để trả lời nốt ạ."
CASE_RESUME_CHOICE = "Tiếp tục: giấy tờ “{name}” của tôi"
CASE_STOPPED = "Dạ vâng ạ, tôi dừng ở đây. Khi cần, anh/chị cứ nhắn tôi."
CASE_WHO_GOES = "Anh/chị tự đi làm hay nhờ người khác đi thay?"
CASE_GOES_SELF = "Tự đi làm"
CASE_GOES_OTHER = "Nhờ người khác đi thay"
CASE_WHO_FILES = "Ai nộp hồ sơ?"
CASE_FILES_SELF = "Tự nộp"
CASE_FILES_OTHER = "Qua người đại diện"
CASE_IS_IT_SO = "Anh/chị có thuộc trường hợp này không: {condition}?"
CASE_YES = "Có"
CASE_NO = "Không"

# Referrals and general questions

UNVERIFIED = "Nơi làm việc này tôi chưa đối chiếu được với nguồn chính thức; cán bộ xác nhận giúp nếu anh/chị cần."
NO_WARD_FACT = "Dạ, mục “{name}” phường chưa xác nhận với tôi nên tôi không dám nói. Anh/chị hỏi cán bộ giúp tôi ạ."
REST_TODAY = "Hôm nay ({day}) là ngày nghỉ chung của cơ quan nhà nước; phường có trực hay không, tôi chưa được báo."
REST_ON = (
    "Dạ, {days} là ngày nghỉ chung của cơ quan nhà nước. Giờ làm việc và lịch trực của phường thì phường chưa xác nhận "
    "với tôi ạ."
)
WORK_ON = "Dạ, {days} là ngày làm việc chung của cơ quan nhà nước. Giờ của phường thì phường chưa xác nhận với tôi ạ."
ON_A_DAY = "Dạ, {line}"
ON_DAYS = "Dạ, lịch như sau ạ:"
WORKS_ON = "{who} làm việc {hours}."
CLOSED_ON = "{who} nghỉ{name}{when}."
HOLIDAY = "Dạ, theo lịch nghỉ chung, {name} {year} nghỉ từ {first} đến hết {last}, {next} làm việc lại."
HOLIDAY_OF_A_DAY = "Dạ, theo lịch nghỉ chung, {name} {year} nghỉ {first}, {next} làm việc lại."
HOLIDAY_MAY_MOVE = "Nhà nước có thể hoán đổi ngày nghỉ, gần ngày anh/chị hỏi lại cho chắc ạ."
TODAY = "hôm nay ({day})"
THE_WARD = "phường"
SEE_PROCEDURE = "Hay anh/chị cần việc này ở phường ạ? (nhắn số)"
THANKS = "Dạ, không có gì ạ. Cần gì anh/chị cứ nhắn tôi."
EMPTY = "Dạ, tôi nhận được tin nhưng không thấy chữ nào. Anh/chị nhắn việc cần hỏi giúp tôi ạ."
GO_ON_ASKING = "Dạ, tôi nghe đây ạ. Anh/chị nhắn việc cần hỏi, ví dụ “đăng ký tạm trú cần gì”, tôi trả lời ngay."
CHAT_FALLBACK = "Dạ, tôi nghe ạ. Anh/chị cần hỏi thủ tục gì, cứ nhắn tôi."

# Hand-off

DETAIL = "Dạ, chi tiết này của “{name}” tôi chưa trả lời chắc chắn được. Tôi chuyển cho cán bộ nhé?"
PAPER_FROM = "Dạ, lấy “{paper}” ở đâu thì tôi chưa có thông tin chắc chắn. Tôi chuyển cho cán bộ nhé?"
NONE_OF_THESE = "Dạ, anh/chị nói rõ hơn việc cần làm giúp tôi, hoặc tôi chuyển câu hỏi cho cán bộ ạ."
DO_NOT_KNOW = "Dạ, câu này tôi chưa trả lời chắc chắn được. Tôi chuyển cho cán bộ nhé?"
MISSED_AGAIN = "Tôi xin lỗi vì chưa giúp được anh/chị. Để tôi chuyển thẳng cho cán bộ nhé?"
SORRY = "Dạ, tôi xin lỗi vì đã làm anh/chị phiền lòng."
SORRY_TO_OFFICER = "Dạ, tôi xin lỗi vì đã làm anh/chị phiền lòng. Tôi chuyển anh/chị sang cán bộ ngay ạ."
TO_OFFICER = "Dạ, tôi chuyển anh/chị sang cán bộ ạ."
SHOW_QUESTION = "Cán bộ sẽ nhận được:\n“{question}”"
WITH_MEDIA = "(kèm {media})"
ADD_OR_SEND = "Anh/chị nhắn thêm nếu muốn nói rõ hơn."
NOTED_DOWN = "Dạ vâng ạ."
ADDED = "Dạ, tôi đã thêm."
WHAT_QUESTION = "Anh/chị nhắn nội dung cần hỏi (gửi kèm ảnh cũng được), tôi chuyển ngay cho cán bộ ạ."
SEND = "Gửi cán bộ"
DROP = "Thôi, không gửi"
DROPPED = "Dạ, tôi không gửi nữa ạ. Anh/chị cần gì cứ nhắn tôi."
NOTHING_TO_SEND = "Dạ, chưa có câu hỏi nào đang chờ gửi. Anh/chị nhắn nội dung cần hỏi giúp tôi ạ."
SENT = "Dạ, tôi đã gửi câu hỏi cho cán bộ. Mã phiếu của anh/chị là #{code}."
SENT_NEXT = "Cán bộ trả lời ngay tại đây, trong giờ làm việc."
SENT_OPEN = "Cán bộ đang trong giờ làm việc và sẽ trả lời ngay tại đây."
SENT_CLOSED = "Cán bộ trả lời ngay tại đây trong giờ làm việc; hiện đang nghỉ, mở lại {when}."
URGENT = "Việc gấp, anh/chị gọi {hotline}."
SENT_MORE = "Anh/chị nhắn thêm gì ở đây, cán bộ đều đọc được. Muốn hỏi máy việc khác, nhắn “hỏi bot” rồi câu hỏi."
JOINED = "Dạ, tôi đã chuyển thêm cho cán bộ (phiếu #{code})."
TICKET_WAITS = "Dạ, phiếu #{code} đang ở chỗ cán bộ. Anh/chị cần nói thêm gì cứ nhắn ở đây ạ."
TICKET_THANKS = "Dạ, không có gì ạ."
WITHDRAWN = "Dạ, tôi đã rút câu hỏi #{code}. Anh/chị cần gì cứ nhắn tôi ạ."
NO_SUCH_COMMAND = "Dạ, tôi chưa có lệnh này. Anh/chị cứ hỏi bằng lời, hoặc nhắn /help để xem cách dùng ạ."
NOTHING_TO_CANCEL = "Dạ, hiện không có việc gì đang dở ạ. Anh/chị cần hỏi gì cứ nhắn tôi."
CANCELLED = "Dạ, tôi đã bỏ việc đang hỏi dở. Anh/chị cần gì cứ nhắn tôi ạ."
ASK_BOT_WHAT = "Dạ, anh/chị nhắn câu hỏi sau chữ “hỏi bot”, ví dụ: “hỏi bot phí khai sinh” ạ."
SAY_MORE = (
    "Dạ, để cán bộ trả lời được, anh/chị nhắn thêm một câu nói rõ việc cần hỏi ạ. "
    "Vẫn muốn gửi như vậy thì anh/chị nhắn số:"
)
DRAFT_WAITS = "Câu anh/chị định gửi cán bộ thì chưa gửi, vẫn ở đây:"
ANSWER_MEANWHILE = "Tôi đã chuyển tin này cho cán bộ. Việc “{name}” tôi trả lời luôn được, anh/chị có cần không ạ?"
WAIT_FOR_OFFICER = "Không, chờ cán bộ"
WILL_WAIT = "Dạ vâng, cán bộ sẽ trả lời anh/chị ở đây ạ."

# Media

MEDIA_NAMES = {
    "photo": "ảnh",
    "voice": "tin nhắn thoại",
    "video": "video",
    "sticker": "nhãn dán",
    "file": "tệp",
    "location": "vị trí",
    "contact": "danh thiếp",
    "other": "nội dung",
    "withheld": "tin không đọc được",
}
MEDIA = {
    "photo": "Dạ, tôi nhận được ảnh nhưng tôi chưa đọc được ảnh.",
    "voice": "Dạ, tôi nhận được tin nhắn thoại nhưng tôi chưa nghe được.",
    "video": "Dạ, tôi nhận được video nhưng tôi chưa xem được.",
    "file": "Dạ, tôi nhận được tệp nhưng tôi chưa đọc được tệp.",
    "contact": "Dạ, tôi nhận được danh thiếp nhưng tôi chưa dùng được thông tin này.",
    "other": "Dạ, tôi nhận được nội dung này nhưng tôi chưa đọc được.",
}
WITHHELD = (
    "Dạ, nền tảng nhắn tin không chuyển nội dung tin này cho tôi nên tôi không đọc được, dù anh/chị gửi lại. "
    "Có thể đó là tệp, video, danh thiếp, hoặc tài khoản của anh/chị đang được bảo vệ riêng."
)
WITHHELD_CALL = "Anh/chị gọi {hotline} để gặp cán bộ."
WITHHELD_VISIT = "Hoặc đến trực tiếp:"
WITHHELD_NOBODY = "Anh/chị đến bộ phận một cửa của phường, hoặc nhờ người nhà nhắn giúp ạ."
WITHHELD_NEXT = "Gửi thêm một tin nữa (tin gì cũng được), tôi báo để cán bộ chủ động nhắn anh/chị ạ."
WITHHELD_QUESTION = "(Nền tảng nhắn tin không chuyển nội dung tin của người này; cán bộ nhắn hỏi người dân trước.)"
MEDIA_NEXT = "Anh/chị nhắn bằng chữ việc cần hỏi để tôi trả lời, hoặc chọn số 1 để chuyển cho cán bộ ạ."
STICKER = "Dạ, chào anh/chị ạ. Anh/chị cần hỏi thủ tục gì, cứ nhắn tôi."
LOCATION = "Dạ, tôi nhận được vị trí của anh/chị. Nơi tiếp nhận hồ sơ của phường:"
LOCATION_UNKNOWN = (
    "Dạ, tôi nhận được vị trí nhưng địa chỉ nơi tiếp nhận của phường chưa được xác nhận với tôi. "
    "Anh/chị hỏi cán bộ giúp tôi ạ."
)

# Privacy

GIVE_NOBODY = (
    "Anh/chị đừng gửi mã OTP, mật khẩu cho bất kỳ ai, kể cả người xưng là cán bộ. Tôi đã che phần đó, "
    "anh/chị nên xóa tin vừa gửi."
)
PRIVACY = (
    "Dạ, tin nhắn của anh/chị được giữ như sau ạ:\n"
    "• Lưu ở máy của phường, xóa sau {days} ngày; phiếu hỏi cán bộ thì giữ đến khi xong việc.\n"
    "• Câu hỏi anh/chị gửi cán bộ thì cán bộ trong phòng trả lời của phường đọc được; phòng đó có thể ở ứng dụng nhắn "
    "tin khác.\n"
    "• Số giấy tờ, số điện thoại, số tài khoản, mật khẩu nhắn nhầm được che trước khi lưu.\n"
    "• {platform}"
)
SEEN_BY = {
    "web": "Trang này không qua ứng dụng nào khác; trình duyệt chỉ giữ một mã ngẫu nhiên để nhận ra cuộc trò chuyện.",
    "console": "Ở máy này không ứng dụng nào khác thấy tin nhắn.",
    "telegram": (
        "Telegram cũng lưu cuộc trò chuyện này trên máy chủ của họ và không mã hóa đầu cuối; muốn xóa ở đó, anh/chị tự "
        "xóa cuộc trò chuyện."
    ),
    "zalo_bot": "Zalo cũng thấy mọi tin nhắn và ảnh ở đây; muốn xóa ở đó, anh/chị tự xóa cuộc trò chuyện.",
    "zalo_oa": (
        "Zalo và người quản trị trang OA của phường cũng thấy mọi tin nhắn và ảnh ở đây; muốn xóa ở đó, anh/chị tự xóa "
        "cuộc trò chuyện."
    ),
}
KEEP_PRIVATE = "Tôi đã che {what}; hỏi thủ tục thì anh/chị không cần gửi số này ạ."
PERSONAL = {
    "identity": "số giấy tờ tùy thân",
    "passport": "số hộ chiếu",
    "phone": "số điện thoại",
    "tax": "mã số thuế",
    "bank": "số tài khoản",
}

# Where and when

OPEN_NOW = "Hiện đang mở cửa."
DUE = "Ước tính: nộp {filed} thì hẹn khoảng {due} (đã trừ ngày nghỉ)."
DUE_SAME_DAY = "Ước tính: nộp {filed} thì trả trong ngày."
DUE_CUT_OFF = "Ước tính: nộp {filed} trước 15 giờ thì trả trong ngày; sau 15 giờ thì {late}."
DAYS_OFF = "Sắp tới nghỉ: {days}."
ANYWHERE = "Làm ở nơi khác:"
CLOSED_NOW = "Hiện đang nghỉ, mở lại {when}."
HOURS = "Giờ làm việc: {hours}"

# English

EN_THANKS = "You are welcome."
EN_DETAILS = "The details below are in Vietnamese; a ward officer can help you if needed (write “officer”)."
EN_CHOOSE = "Which of these do you need?"
EN_CHOOSE_ONE = "Is this about “{name}”?"
EN_THIS_ONE = "Yes, {name}"
EN_PICK = "Please reply with a number."
PICKS = (PICK, EN_PICK)
BY_NUMBER = (" (nhắn số)", " (reply with a number)")
"""What a sentence that offers choices asks for where they are no buttons; a page with buttons leaves it out."""
EN_OTHER = "Something else / an officer"
EN_DO_NOT_KNOW = "I am not sure I can answer this. Shall I pass it on to an officer?"
EN_SHOW_QUESTION = "The officer will receive:\n“{question}”"
EN_SEND = "Send to an officer"
EN_DROP = "No, thanks"
EN_OFFICER = "Ask an officer"
EN_SENT = "Your question has been sent to the officers. Your ticket is #{code}. They will answer here in working hours."
EN_UNITS = "Estimate: {count} × {amount:,} = {total:,} VND."
EN_SUM = (
    "Estimate for {copies} copies of {originals} paper(s) with {pages} page(s): {total:,} VND "
    "(each copy {each} = {copy:,} VND)."
)
EN_CASE_IS_IT_SO = "{paper}: {condition}. Does this apply to you?"
EN_VIETNAMESE = "The papers in Vietnamese"
EN_OPEN_SOURCE = "Official page on {host} (in Vietnamese)"
EN_FEE_UNTIL = "This fee applies until {day} (day/month/year)."
EN_WHOLE = "The whole answer"
EN_GIVE_NOBODY = (
    "Never send a one-time code or password to anybody, even to somebody who claims to be an officer. "
    "I have covered it; please delete your message."
)
EN_KEEP_PRIVATE = "I have covered the personal number in your message; you need not send it to ask about a procedure."
EN_FIELDS = {
    "Hộ tịch": "Civil status (birth, marriage, death)",
    "Nuôi con nuôi": "Adoption",
    "Hòa giải ở cơ sở": "Mediation",
    "Chứng thực": "Certified copies and signatures",
    "Đất đai": "Land",
    "Xây dựng": "Building",
    "Cư trú": "Residence",
    "Căn cước và định danh điện tử": "ID card and electronic identification",
    "Xuất nhập cảnh": "Entry and exit",
    "Đăng ký xe": "Vehicle registration",
    "Lý lịch tư pháp": "Criminal record",
    "Hộ kinh doanh": "Household business",
    "Bảo hiểm": "Insurance",
    "Giảm nghèo": "Help for poor households",
    "Bảo trợ xã hội": "Social assistance",
    "Người có công": "People of merit",
    "Giáo dục": "Education",
    "Tín ngưỡng, tôn giáo": "Belief and religion",
    "Văn hóa": "Culture",
    "Hội, quỹ": "Associations and funds",
    "Công Thương": "Industry and trade",
    "Nghĩa vụ quân sự": "Military service",
    "Tiếp công dân, khiếu nại, tố cáo": "Meeting citizens, complaints",
}
"""The fields that ship; a ward's own field keeps its Vietnamese name."""
ENGLISH = {
    **EN_FIELDS,
    PRIVACY: (
        "How your messages are kept:\n"
        "• On the ward's own machine, deleted after {days} days; a question to officers stays until it is settled.\n"
        "• What you send to the officers is read in the ward's staff room, which may be in another messenger.\n"
        "• Identity, telephone and account numbers and passwords are covered before anything is stored.\n"
        "• {platform}"
    ),
    SEEN_BY["web"]: "No other service sees this page; your browser keeps only a random code to know you again.",
    SEEN_BY["console"]: "No other service sees what is said on this machine.",
    SEEN_BY["telegram"]: "Telegram also stores this chat on its servers, without end-to-end encryption.",
    SEEN_BY["zalo_bot"]: "Zalo also sees all messages and photos of this chat.",
    SEEN_BY["zalo_oa"]: "Zalo and the administrators of the ward's Official Account also see this chat.",
    **{
        ASPECTS[part]: english
        for part, english in {
            "documents": "What to bring",
            "fee": "Fees",
            "time": "How long",
            "where": "Where",
            "online": "Online",
            "form": "Form",
            "who": "Who may file",
            "steps": "Steps",
            "result": "What you get",
            "law": "Law",
            "papers": "All papers",
            "validity": "Valid for how long",
            "duty": "Who must do it",
            "deadline": "File by when",
        }.items()
    },
    THANKS: EN_THANKS,
    WHICH_PART: EN_WHICH_PART,
    PICK: EN_PICK,
    OTHER: EN_OTHER,
    CHOOSE_ONE: EN_CHOOSE_ONE,
    THIS_ONE: EN_THIS_ONE,
    OFFICER: EN_OFFICER,
    MY_CASE: "What to bring in my case",
    CASE_INTRO: "I will ask one thing at a time about “{name}”. Whatever you are not sure of, choose “Not sure”.",
    CASE_FIRST: "To name just the papers you need for “{name}”, I ask a little more.",
    CASE_NOTED: "I have noted: {answers}.",
    CASE_ASK: "{question} (reply with a number)",
    CASE_ASK_AGAIN: (
        "I did not understand. A number is enough, for example “1” for “{first}”, or “{unknown}” for “Not sure”."
    ),
    CASE_LEFT_OPEN: "I have noted “Not sure” for that; an officer can look at it with you (write “officer”).",
    CASE_UNKNOWN: "Not sure",
    CASE_BACK: "Back",
    CASE_RESTART: "Start again",
    CASE_YOURS: "Your case: {answers}.",
    CASE_NOTHING: "With these answers I see no paper that you must bring; please ask an officer to confirm.",
    DO_NOT_BRING: "You need NOT bring:",
    ASK_OF_WHICH: "Of which of these ({aspect})?",
    OR_OF_ANOTHER: "This is for the likeliest one. If you need another one, please reply with its number:",
    CASE_DEPENDS: "Depending on your situation, also:",
    CASE_OFFICE_TELLS: "The office tells you whether it needs these too:",
    ONLY_SOME_CASES: "Depending on your situation, bring:",
    BRING: "Bring:",
    NOTES: "Please note:",
    CASE_OTHER_PROCEDURE: "In this case the procedure is “{name}”.",
    CASE_RESUME: "You were choosing your papers for “{name}”; write “continue” to go on.",
    CASE_RESUME_CHOICE: "Go on: my papers for “{name}”",
    CASE_STOPPED: "All right, I stop here. Write to me whenever you need something.",
    CASE_WHO_GOES: "Will you go yourself, or somebody else for you?",
    CASE_GOES_SELF: "I go myself",
    CASE_GOES_OTHER: "Somebody else goes for me",
    CASE_WHO_FILES: "Who will file?",
    CASE_FILES_SELF: "I file myself",
    CASE_FILES_OTHER: "A representative",
    CASE_YES: "Yes",
    CASE_NO: "No",
    HINT: "please check with an officer",
    FIELDS: "Choose a field (reply with a number):",
    PROCEDURES: "{field}: choose what you need (reply with a number):",
    MORE: "More",
    BACK: "Back to the fields",
    **{
        MEDIA[kind]: f"I have received the {name} but I cannot read it."
        for kind, name in {
            "photo": "photo",
            "voice": "voice message",
            "video": "video",
            "file": "file",
            "contact": "contact",
            "other": "message",
        }.items()
    },
    MEDIA_NEXT: "Please write what you need, or choose 1 to pass it on to an officer.",
    STICKER: "Hello. Which procedure do you need?",
    USEFUL: "Useful",
    NOT_USEFUL: "Not useful",
    USEFUL_THANKS: "Thank you for telling us.",
    USEFUL_WHY: "I am sorry. What was wrong with the answer? (reply with a number)",
    USEFUL_REASONS["intent"]: "Not what I asked",
    USEFUL_REASONS["missing"]: "Something is missing",
    USEFUL_REASONS["wrong"]: "Something is wrong",
    USEFUL_REASONS["unclear"]: "Hard to understand",
    USEFUL_OFFICER: "I have noted it so that the officers can mend it. Shall I pass your question on to an officer?",
    RECEIPT: EN_RECEIPT,
    ENDS_SOON: "Note: this rule applies until {day} (day/month/year); after that an officer confirms the new one.",
    REPEALED_SOON: "Note: this procedure ends on {day} (day/month/year); before that day it works as told below.",
    NO_WARD_FACT: "{name}: the ward has not confirmed this to me, so I cannot say. Please ask an officer.",
    PAGE: "Checklist to tick off and print (in Vietnamese)",
    SEE_ALSO: "More (reply with a number): {options}",
    DO_NOT_KNOW: EN_DO_NOT_KNOW,
    NONE_OF_THESE: "Please tell me more about what you need, or I can pass the question on to an officer.",
    MISSED_AGAIN: "I am sorry that I could not help. Shall I pass this on to an officer?",
    SHOW_QUESTION: EN_SHOW_QUESTION,
    ADD_OR_SEND: "You can write more before you send it.",
    SECOND_NEED: "You also asked about “{name}”. Shall I answer that now?",
    YES_PLEASE: "Yes, please",
    PAPERS_OF: "Papers: {name}",
    SEE_PROCEDURE: "Or do you need this at the ward? (reply with a number)",
    EMPTY: "Your message came without words. Please write what you need.",
    CHAT_FALLBACK: "I am listening. Which procedure do you need?",
    TO_OFFICER: "I will pass you on to an officer.",
    SORRY_TO_OFFICER: "I am sorry for the trouble. I will pass you on to an officer.",
    SORRY: "I am sorry for the trouble.",
    WHAT_QUESTION: "Please write your question (photos are welcome) and I will pass it on.",
    ADDED: "I have added it.",
    NOTED_DOWN: "All right.",
    DROPPED: "All right, I will not send it.",
    ALL_RIGHT: "All right. Write to me whenever you need something.",
    CHOOSE_AGAIN: "I am sorry, I am still not sure. Is it one of these?",
    NO_SUCH_NUMBER: "There is no such number. Please choose one of these:",
    NUMBER_OF_WHAT: "I am not sure what this number is for. Please write what you need, for example “certified copy”.",
    ASK_NEXT: "Please write the name of the next thing you need, for example “certified copy”.",
    ASK_ABOUT_WHAT: "Which procedure is this about? Please write its name, for example “certified copy”.",
    ASK_PLAINLY: "Just write what you need, for example “register the birth of my child”, or choose:",
    CHOOSE_PLAINLY: "Please reply with the number of what you need, for example “1”:",
    WILL_WAIT: "All right, an officer will answer you here.",
    NOTHING_TO_SEND: "There is no question waiting to be sent. Please write your question.",
    TICKET_THANKS: "You are welcome.",
    TICKET_WAITS: "Ticket #{code} is with the officers. You can write more here.",
    SAY_MORE: "Please write one sentence about what you need, so that an officer can answer. Or send it as it is:",
    DRAFT_WAITS: "Your question to the officers has not been sent yet:",
    JOINED: "I have passed this on to the officers (ticket #{code}).",
    WITHDRAWN: "I have withdrawn question #{code}.",
    CANCELLED: "All right, I have dropped it.",
    NOTHING_TO_CANCEL: "There is nothing to cancel.",
    HELP: (
        "Just ask, for example: “how do I register a birth”.\n"
        "When I list numbers, reply with one.\n"
        "Write “officer” to reach a person, “cancel” to stop what we are doing."
    ),
}
"""The sentences that are also written in English, by the Vietnamese one."""

# The staff room: acts and refusals

STILL_OPEN = "Phiếu này đang mở rồi."
ALREADY_CLAIMED = "Phiếu này đã có người nhận."
CLOSED_CLAIM = "Phiếu đã đóng. Bấm “Mở lại” (hoặc trả lời thẻ bằng /molai) rồi hãy nhận."
CLOSED_REPLY = "Chưa gửi: phiếu đã đóng. Bấm “Mở lại” (hoặc trả lời thẻ bằng /molai) rồi gửi lại câu trả lời."
ALREADY_CLOSED = "Phiếu này đã đóng rồi."
NOTHING_TO_DO = "Phiếu không ở trạng thái làm được việc này."
CLAIMED_BY = "Phiếu #{code} đã có {name} nhận."
CLAIMED_BY_YOU = "Anh/chị đang nhận phiếu #{code} rồi."
SENT_THOUGH_CLAIMED = "Đã gửi. Xin báo: phiếu #{code} do {name} đang nhận."
NO_TICKET = (
    "Chưa rõ là phiếu nào nên chưa gửi gì cho người dân. Hãy trả lời (reply) vào đúng thẻ phiếu, "
    "hoặc ghi mã sau lệnh, ví dụ: /dong #K7Q2."
)
UNKNOWN_TICKET = "Không tìm thấy phiếu #{code} nên chưa gửi gì. Xem phiếu đang chờ: /ds."
NOT_SENT = (
    "Chưa gửi cho người dân: muốn trả lời phiếu #{code}, hãy trả lời (reply) vào thẻ phiếu hoặc tin của người dân."
)
UNKNOWN_COMMAND = "Chưa có lệnh “/{name}”. Gõ /help để xem các lệnh."
FORWARDED = "Tin chuyển tiếp không được coi là lệnh hay câu trả lời, nên chưa gửi gì cho người dân."
STAFF_HELP = (
    "Trả lời (reply) vào thẻ phiếu hoặc tin của người dân: gửi cho người dân.\n"
    "Bắt đầu bằng //, hoặc trả lời tin của đồng nghiệp: ghi chú nội bộ.\n"
    "/nhan nhận phiếu\n"
    "/dong đóng phiếu\n"
    "/molai mở lại phiếu\n"
    "/gui <tên việc hoặc số trên thẻ> gửi hướng dẫn thủ tục\n"
    "/ds các phiếu đang chờ\n"
    "/ma <mã trả lời> xem đúng điều bot đã trả lời\n"
    "Lệnh dùng khi trả lời thẻ, trong chủ đề của phiếu, hoặc kèm mã: /nhan #K7Q2."
)
RECEIPT_WHAT = "Ghi mã trả lời sau /ma, ví dụ: /ma K7Q2MX."
RECEIPT_UNKNOWN = "Không có câu trả lời nào mang mã {code}. Mã có 6 chữ và số, được giữ như tin nhắn."
RECEIPT_TOLD = (
    "Mã trả lời {code} · {at}\nCâu hỏi: {question}\nThủ tục: {about}\nDữ liệu: {version} ({state})\n\n"
    "Bot đã trả lời nguyên văn:\n{said}"
)
RECEIPT_SAME = "đang dùng"
RECEIPT_CHANGED = "dữ liệu đã đổi từ đó"
SEND_WHAT = "Ghi tên việc sau /gui, ví dụ: /gui khai sinh; hoặc số trên thẻ: /gui 1."
SEND_WHICH = "Gửi hướng dẫn nào cho phiếu #{code}?"
SEND_NOT_FOUND = "Không tìm thấy thủ tục “{words}”. Thử tên khác, hoặc gõ câu trả lời trực tiếp vào thẻ."
SENT_PROCEDURE = "Đã gửi hướng dẫn “{name}”."
EDIT_NOT_TAKEN_BACK = "Tin đã gửi cho người dân không rút lại được; hãy gửi một câu đính chính."
CODE_MISSING = (
    "Chưa rõ là phiếu nào nên chưa gửi gì cho người dân. Hãy ghi mã phiếu ở đầu tin, ví dụ: #K7Q2 nội dung trả lời."
)
CODE_SEVERAL = (
    "Tin này nhắc đến nhiều phiếu ({codes}) nên chưa gửi gì cho người dân. Mỗi tin chỉ ghi một mã, ở đầu tin."
)
CODE_INSIDE = (
    "Chưa gửi gì cho người dân: mã phiếu đứng giữa câu. "
    "Nếu muốn trả lời, hãy ghi mã ở đầu tin: #{code} nội dung trả lời."
)
CODE_OPEN = "Đang chờ: {codes}"
DONE_BY_CODE = "#{code} · {done}"
STAFF_HELP_BY_CODE = (
    "Trong nhóm này bot chỉ thấy tin có nhắc tên bot hoặc trả lời tin của bot, và mỗi tin phải ghi mã phiếu ở đầu:\n"
    "#K7Q2 nội dung: gửi cho người dân\n"
    "#K7Q2 // nội dung: ghi chú nội bộ\n"
    "#K7Q2 /nhan: nhận phiếu\n"
    "#K7Q2 /gui <tên việc hoặc số trên thẻ>: gửi hướng dẫn thủ tục\n"
    "#K7Q2 /dong: đóng phiếu; #K7Q2 /molai: mở lại\n"
    "#K7Q2 (chỉ ghi mã): xem lại phiếu\n"
    "/ds: các phiếu đang chờ; /ma <mã trả lời>: xem đúng điều bot đã trả lời"
)
SOMEBODY = "đồng nghiệp khác"
NOTED = "Đã ghi chú"
CLAIMED_ACK = "Đã nhận phiếu"
CLOSED_ACK = "Đã đóng phiếu"
REOPENED_ACK = "Đã mở lại phiếu"
SENT_ACK = "Đã gửi cho người dân"
CORRECTED_ACK = "Đã sửa câu trả lời"
NOTHING_TO_CORRECT = "Không tìm thấy câu trả lời cần sửa trong phiếu này nên chưa có gì gửi đi."

# The staff room: the card

CARD_TITLE = "Phiếu #{code} · {state}"
CARD_STATES = {
    "open": "đang chờ",
    "claimed": "{name} đang nhận",
    "answered": "đã trả lời",
    "closed": "đã đóng",
}
CARD_FROM = "{name} · qua {channel} · {at}"
CARD_NO_NAME = "Người dân"
CARD_GUESSES = "Bot đoán:"
CARD_NO_GUESSES = "Bot chưa đoán được thủ tục nào."
CARD_TALK = "Đã trao đổi:"
CARD_HINT = "Trả lời (reply) thẻ này: gửi cho người dân. Bắt đầu bằng //: ghi chú nội bộ."
CARD_HINT_BY_CODE = (
    "Trả lời tin này và ghi mã ở đầu: #{code} nội dung. Ghi chú: #{code} // nội dung. Nhận: #{code} /nhan."
)
CARD_UNREACHABLE = "Người dân đã chặn bot, câu trả lời có thể không tới nơi."
CHANNELS = {
    "web": "trang web",
    "telegram": "Telegram",
    "zalo_bot": "Zalo",
    "zalo_oa": "Zalo",
    "console": "máy của phường",
}
AUTHORS = {"resident": "Dân", "bot": "Bot", "staff": "Cán bộ"}
CLAIM = "Nhận"
CLOSE = "Đóng"
REOPEN = "Mở lại"
SEND_GUIDE = "Gửi: {name}"
NO_TICKETS = "Không có phiếu nào đang chờ."
TICKETS = "Phiếu đang chờ ({count}):"
TICKET_LINE = "#{code} · {state} · chờ {waited} · {question}"
TICKET_OVERDUE = " · QUÁ HẠN"
OVERDUE = "Đã quá hạn trả lời người dân ({count} phiếu):"
NEARLY_DUE = "Sắp đến hạn trả lời người dân ({count} phiếu):"
DUE_LINE = "• #{code}, hạn {due}, {holder}: {question}"
DUE_HELD = "{name} đang nhận"
DUE_FREE = "chưa ai nhận"
DUE_MORE = "… và {count} phiếu nữa."
DUE_HINT = "Anh/chị trả lời trên phiếu giúp người dân nhé. Xem tất cả: /ds, hoặc trang /staff."

# Sent by the shell

ANSWER_SIGNED = "{text}\n\n— {signature}"
ANSWER_CORRECTED = "Đính chính câu trả lời trước:\n{text}"
TICKET_CLOSED = "Phiếu #{code} đã xong. Anh/chị cần gì thêm cứ nhắn tôi ạ."
SORRY_FAULT = (
    "Tôi xin lỗi, tôi gặp lỗi khi đọc tin vừa rồi. Tôi đã chuyển tin đó cho cán bộ (phiếu #{code}), "
    "anh/chị không phải gửi lại ạ."
)
CHANGES = "Quy định sắp đổi, nhờ cán bộ đối chiếu và sửa tệp trước ngày đó:"
CHANGE_ENDS = "• Từ {day}, {what} của “{name}” hết hiệu lực, chưa có quy định mới ({where})"
CHANGE_KNOWN = "• Từ {day}, “{name}” áp dụng {what} mới đã ghi sẵn ({where})"
CHANGE_REPEALED = "• Từ {day}, “{name}” bị bãi bỏ; bot sẽ chỉ sang việc thay thế đã ghi ({where})"
CHANGES_MORE = "• và {count} mục nữa"
CHANGES_TODO = "Quá ngày, bot không nói quy định cũ nữa mà mời người dân hỏi cán bộ. Xem đủ: hoidap check --todo"
TOO_MANY = (
    "Dạ, anh/chị nhắn nhanh quá nên từ tin này tôi chưa trả lời được. Anh/chị đợi một phút rồi nhắn lại câu cần hỏi "
    "giúp tôi ạ."
)
UNDELIVERED = (
    "Câu trả lời cho phiếu #{code} không tới được người dân (đã chặn bot hoặc bỏ trò chuyện); nội dung vẫn được giữ."
)
POSSIBLY_SENT = (
    "Chưa rõ câu trả lời cho phiếu #{code} đã tới người dân hay chưa: mất liên lạc đúng lúc gửi. Bot không tự gửi lại "
    "để người dân khỏi nhận hai lần; nếu cần, anh/chị gửi lại."
)
ANSWER_KEPT = (
    "Câu trả lời cho phiếu #{code} chưa gửi được: {channel} chỉ cho gửi trong một thời hạn kể từ tin cuối của người "
    "dân, và không cho gửi khi người dân đã chặn hoặc bỏ quan tâm. Nội dung được giữ: người dân nhắn lại là bot gửi "
    "ngay; nếu người dân gọi hoặc đến phường, xem lại bằng mã #{code}."
)
ANSWERS_PICKED_UP = "Dạ, cán bộ đã trả lời phiếu {codes} nhưng lúc đó tôi chưa gửi được. Tôi gửi lại ngay sau đây ạ."
ANSWERS_AGAIN = "Dạ, cán bộ đã trả lời phiếu #{code} như sau ạ:\n\n{answers}"
WINDOW_FREE = (
    "Phiếu #{code} chưa được trả lời: {channel} chỉ cho trả lời miễn phí đến {until} ({hours} giờ kể từ tin cuối của "
    "người dân); sau đó mỗi tin có thể bị tính phí."
)
WINDOW_LAST = (
    "Phiếu #{code} chưa được trả lời: sau {until} {channel} không cho gửi tin cho người dân này nữa ({days} ngày kể từ "
    "tin cuối của người dân). Nếu trả lời muộn hơn, câu trả lời được giữ đến khi người dân nhắn lại."
)
ZALO_OA_CONSENT = (
    "Zalo OA: mã truy cập không còn dùng được nên bot chưa gửi được tin qua OA; tin đang chờ không mất. "
    "Người quản trị chạy lệnh hoidap zalo-login để chủ OA đồng ý lại."
)
ZALO_OA_UNPAID = (
    "Zalo OA: Zalo báo hết hạn mức hoặc hết tiền (lỗi {code}), nên tin gửi ngoài 48 giờ đang chờ. "
    "Người quản trị xem gói và tài khoản thanh toán của OA, xem docs/zalo.md."
)
ZALO_OA_STUCK = (
    "Zalo OA: Zalo không cho OA gửi tin (lỗi {code}); tin đang chờ không mất. Người quản trị chạy lệnh hoidap doctor "
    "và xem docs/zalo.md."
)
ZALO_OA_SILENT = (
    "Zalo OA: từ {since} không có tin nào của người dân tới, trong khi bình thường không im quá {usual} (không tính "
    "đêm). Có thể chỉ là ít người nhắn; nhưng Zalo tự tắt webhook khi có lúc không gọi được máy của phường. Nhắn thử "
    "cho OA một tin: bot không trả lời thì người quản trị bật lại webhook trong trang ứng dụng Zalo và chạy lệnh "
    "hoidap doctor."
)
QUOTA_LOW = (
    "{channel}: tháng này đã gửi {sent}/{quota} tin ({percent}%). Hết hạn mức thì bot không gửi được nữa; "
    "người quản trị xem docs/zalo.md."
)

OFFICER_FAULT = (
    "Tôi gặp lỗi khi xử lý tin này nên chưa gửi gì cho người dân. Xin gửi lại, hoặc báo người quản trị giúp tôi ạ."
)
TOO_MANY_TICKETS = (
    "Dạ, hôm nay anh/chị đã gửi nhiều câu hỏi cho cán bộ rồi ạ. Anh/chị chờ cán bộ trả lời, "
    "hoặc gọi số trực của phường giúp tôi nhé."
)
BROKEN_FAQ = (
    "faq.yaml vừa sửa có lỗi nên bot vẫn dùng bản cũ. "
    "Sửa các dòng sau rồi lưu lại (kiểm tra bằng lệnh hoidap check):\n{problems}"
)
SHRUNKEN_FAQ = (
    "faq.yaml vừa sửa chỉ còn {left}/{before} mục nên bot vẫn dùng bản cũ, phòng khi xóa nhầm. "
    "Nếu đúng là muốn bỏ bớt: đặt HOIDAP_FAQ_ACCEPT_LOSS=true rồi khởi động lại bot."
)
NO_TOPICS = (
    "Tôi chưa mở được chủ đề riêng cho từng phiếu nên các phiếu nằm chung một chỗ. "
    "Cho tôi quyền quản trị “Quản lý chủ đề” trong nhóm này là được ạ."
)

# How the bot presents itself in Telegram

TELEGRAM_COMMANDS = {
    "start": "Bắt đầu, xem tôi giúp được những gì",
    "help": "Cách hỏi và các lĩnh vực",
    "can_bo": "Nhờ cán bộ trả lời",
    "huy": "Thôi, bỏ việc đang hỏi",
}
TELEGRAM_STAFF_COMMANDS = {
    "nhan": "Nhận phiếu",
    "gui": "Gửi người dân hướng dẫn của một thủ tục",
    "dong": "Đóng phiếu",
    "molai": "Mở lại phiếu",
    "ds": "Các phiếu đang chờ",
    "help": "Cách làm việc với phiếu",
}
TELEGRAM_DESCRIPTION = (
    "Dạ, đây là trợ lý tự động về thủ tục hành chính của phường, xã: cần mang giấy tờ gì, lệ phí bao nhiêu, "
    "mấy ngày có, nộp ở đâu.\n\nCâu nào máy chưa trả lời được, anh/chị có thể gửi đến cán bộ. "
    "Mời anh/chị bấm Bắt đầu rồi nhắn câu hỏi ạ."
)
TELEGRAM_SHORT_DESCRIPTION = "Trợ lý tự động về thủ tục hành chính của phường, xã; có cán bộ trả lời khi cần."


def spoken(sentence: str, *, english: bool) -> str:
    """A sentence of this file in the language of the conversation, as far as it was written in English."""
    return ENGLISH.get(sentence, sentence) if english else sentence


def sentence(words: str) -> str:
    """The words with one full stop at their end, or the dots that stand there."""
    return words if words.endswith("…") else f"{words.rstrip('.')}."


def day(when: date) -> str:
    """A date as people write it: 8/11/2026."""
    return f"{when.day}/{when.month}/{when.year}"


def weekday(when: date) -> str:
    """A day with its weekday: thứ Hai 23/11."""
    return f"{WEEKDAYS[when.weekday()]} {when.day}/{when.month}"


def moment(when: datetime) -> str:
    """A local moment: 07:30 thứ Hai 23/11."""
    return f"{when:%H:%M} {WEEKDAYS[when.weekday()]} {when.day}/{when.month}"


def roughly(length: timedelta) -> str:
    """A length in whole hours: 3 giờ."""
    return f"{max(1, round(length / timedelta(hours=1)))} giờ"


def money(amount: int) -> str:
    """An amount in đồng: 8.000 đồng."""
    return f"{amount:,}".replace(",", ".") + " đồng"
