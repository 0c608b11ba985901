"""Why the bot says what it says to a question: which route decided, on what, and how the matcher read it."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import indent

from handlers import buttons, privacy, texts
from handlers.desk import Desk
from handlers.messages import Decision, Outcome
from knowledge.decision import Verdict
from knowledge.explanation import DECISIONS
from knowledge.model import KnowledgeBase

BY_MATCHER = "question.route"
"""The route that goes by the matcher's verdict."""
ROUTES: Mapping[str, tuple[str, str]] = {
    "silence.route": ("tin trống", "trong tin không có gì để trả lời"),
    "groups.route": ("tin trong nhóm chat", "tin gửi ở nhóm của người khác"),
    "edits.route": ("tin được sửa lại", "người dân sửa một tin đã gửi"),
    "album.route": ("ảnh gửi nhiều tấm", "đây là một ảnh nữa của cùng một lượt gửi"),
    "press.route": ("nút bấm", "người dân bấm một nút"),
    "useful.route": ("chấm câu trả lời", "người dân nói câu trả lời có ích hay chưa"),
    "cases.route": ("hỏi từng câu về trường hợp riêng", "người dân đang trả lời về trường hợp của mình"),
    "commands.route": ("lệnh", "câu là một lệnh, như “danh mục”, “bắt đầu lại”"),
    "joining.route": ("chuyển lời cho cán bộ", "cán bộ đang giữ câu chuyện này"),
    "earlier.route": ("trở lại việc trước", "câu quay lại việc đã hỏi, hoặc sang việc thứ hai"),
    "told.beside_draft": ("kể thêm về trường hợp của mình", "câu kể rõ trường hợp, khi bot vừa mời chuyển cán bộ"),
    "handoff.route": ("mời chuyển cán bộ", "bot vừa hỏi có chuyển cán bộ không"),
    "media.route": ("ảnh, tệp không lời", "tin chỉ có ảnh hoặc tệp"),
    "pages.route": ("tính tiền theo số trang, số bản", "câu nêu số trang, số tờ hoặc số bản"),
    "counts.route": ("tính theo số lượng", "câu chỉ nêu số lượng, sau khi đã nói đến phí"),
    "fee_ways.route": ("phí theo cách nộp", "câu chỉ nêu cách nộp hoặc điều kiện của mức thu, sau khi đã nói đến phí"),
    "by_words.with_part": ("chọn và hỏi luôn", "câu chọn một mục theo số thứ tự và hỏi thêm về nó"),
    "picking.route": ("chọn trong danh sách", "câu là số hoặc lời của một lựa chọn bot vừa đưa"),
    "both_needs.route": ("vâng, sau khi nghe cả hai việc", "câu là lời ừ sau khi bot đã nói cả hai việc"),
    "picking.stray_number": ("số lẻ loi", "câu chỉ có một con số mà bot không hỏi gì"),
    "picking.yes_or_no": ("vâng, không, để sau", "câu chỉ là lời đồng ý hay thôi"),
    "commands.person": ("xin gặp người thật", "người dân muốn nói chuyện với cán bộ"),
    "english_topic.route": ("hỏi tiếp bằng tiếng Anh", "câu tiếng Anh ngắn chỉ hỏi một phần của việc đang nói"),
    "another_day.route": ("ngày sẽ nộp", "câu nêu ngày, giờ sẽ nộp hoặc năm sau, về thủ tục đang nói"),
    "by_when.route": ("hạn chót", "câu hỏi còn hạn không, trước ngày nào, kèm ngày để tính"),
    "newborn.route": ("con mất lúc mới sinh", "câu kể con mất khi vừa sinh và hỏi khai sinh, khai tử"),
    "one_form.route": ("hỏi riêng một tờ khai, mẫu đơn", "câu gọi tên một mẫu đơn"),
    "another_office.route": ("hỏi việc của cơ quan khác", "câu hỏi nơi làm một việc không thuộc phường"),
    "detail_asked.route": ("hỏi một chi tiết có trong hồ sơ", "câu hỏi mấy bản, mấy người, trước mấy ngày, ai đi thay"),
    "one_paper.route": ("hỏi riêng một giấy", "câu hỏi có cần mang một loại giấy không"),
    "paper_from.route": ("hỏi lấy một giấy ở đâu", "câu hỏi nơi cấp một giấy của việc đang nói"),
    "opening_days.route": ("ngày giờ phường làm việc", "câu hỏi hôm nào, giờ nào phường làm"),
    "whereabouts.route": ("phường ở đâu", "câu chỉ hỏi nơi phường làm việc"),
    "told.at_length": ("kể rõ trường hợp của mình", "câu trả lời cùng lúc mấy điều về việc đang nói"),
    "plainly.route": ("hỏi tiếp: nói cho dễ hiểu", "người dân nói là chưa hiểu"),
    "correction.route": ("hỏi tiếp: nói lại cho đúng", "câu nói rõ ý mình là việc khác"),
    "bare_part.route": (
        "hỏi tiếp: một phần của việc",
        "câu chỉ hỏi một phần, như phí hay thời gian, không gọi tên việc nào",
    ),
    "asides.route": (
        "hỏi tiếp: một phần, sau lời dẫn",
        "sau lời dẫn như “tóm lại”, câu chỉ hỏi một phần của việc đang nói",
    ),
    "elsewhere.route": ("hỏi tiếp: làm ở đây hay nơi khác", "câu chỉ hỏi việc đang nói làm ở đâu, cách nào thì được"),
    "other_party.route": ("hỏi tiếp: chuyện của bên kia", "câu nói về bên bán, chủ nhà…; hồ sơ đang nói trả lời được"),
    "unknown_detail.of_other_party": (
        "hỏi tiếp: chuyện của bên kia, chưa có trong hồ sơ",
        "câu nói về bên bán, chủ nhà…",
    ),
    "not_yet.route": ("hỏi tiếp: điều chưa làm", "câu kể điều chưa làm, hồ sơ đang nói có ghi về điều đó"),
    "paper_to_get.route": ("hỏi tiếp: giấy có thủ tục riêng", "câu hỏi cách lấy một giấy của việc đang nói"),
    "circumstance.of_people": (
        "hỏi tiếp: người được nêu",
        "câu chỉ nêu người làm, như người già, công ty; hồ sơ đang nói có ghi",
    ),
    "what_if.route": ("hỏi tiếp: nếu khác đi", "trường hợp được nêu thuộc một việc gần với việc đã nói"),
    "what_if.next_need": ("hỏi tiếp: xong rồi làm gì", "câu nêu việc làm sau khi xong việc đang nói"),
    "bare_age.route": ("hỏi tiếp: tuổi", "câu chỉ nêu tuổi"),
    "remarks.route": ("hỏi tiếp: lời thêm", "câu không hỏi phần nào: xin nhắc lại, chưa hiểu, cảm ơn"),
    "told.own_case": (
        "hỏi tiếp: kể về trường hợp của mình",
        "câu trả lời điều bot hỏi khi chọn giấy tờ cho từng trường hợp",
    ),
    "sibling_named.route": ("hỏi tiếp: gần như gọi tên", "câu gần như gọi tên một việc gần với việc đang nói"),
    "own_words.route": ("hỏi tiếp: lời của chính hồ sơ", "ngoài phần được hỏi, câu chỉ có chữ của hồ sơ đang nói"),
    "variant.route": (
        "hỏi tiếp: nếu là người khác, loại khác",
        "điều giả sử có trong tên một việc gần đó, hoặc tên nhiều việc",
    ),
    "circumstance.of_case": (
        "hỏi tiếp: một trường hợp của hồ sơ",
        "câu chỉ nêu một trường hợp mà hồ sơ đang nói có hỏi",
    ),
    "unknown_detail.of_people": (
        "hỏi tiếp: người chưa có trong hồ sơ",
        "câu chỉ nêu người làm, hồ sơ đang nói không ghi gì",
    ),
    "other_procedure.route": ("hỏi tiếp: thế còn việc khác", "sau lời như “thế còn”, câu gọi tên một việc"),
    "condition.route": ("hỏi tiếp: một điều kiện", "điều giả sử có ghi trong hồ sơ đang nói"),
    "detail.sure": ("hỏi tiếp: chi tiết có trong hồ sơ", "một dòng của hồ sơ đang nói khớp từ hai điều trong câu"),
    "which_part.told": ("hỏi tiếp: vài chữ, đoán được phần", "câu giống các câu hỏi tiếp mẫu về phần đó"),
    "detail.route": ("hỏi tiếp: chi tiết có thể có trong hồ sơ", "một dòng của hồ sơ đang nói khớp một điều trong câu"),
    "told.nothing_new": (
        "hỏi tiếp: kể thêm, chưa rõ",
        "câu kể về việc đang nói nhưng không hỏi gì và không trả lời điều bot hỏi",
    ),
    "pointing_back.route": ("hỏi tiếp: việc này, như vậy", "câu nhắc lại điều vừa nói mà không rõ hỏi phần nào"),
    "part_of_topic.route": ("hỏi tiếp: phần nghe được trong câu", "câu hỏi một phần, không gọi tên chắc việc nào"),
    "which_part.offered": ("hỏi tiếp: vài phần có thể", "câu có thể hỏi một trong vài phần của việc đang nói"),
    "cases.unclear": ("hỏi lại về trường hợp riêng", "câu chưa trả lời rõ điều bot đang hỏi"),
    "by_words.unclear": ("hỏi lại danh sách", "bot đang chờ chọn, câu không nêu việc nào"),
    "circumstance.of_the_likeliest": ("hỏi hoàn cảnh", "câu đầu chỉ hỏi một hoàn cảnh, hồ sơ của việc gần nhất có ghi"),
    "sibling_told.of_the_former": ("người nước ngoài là chuyện cũ", "câu kể vợ, chồng trước là người nước ngoài"),
    BY_MATCHER: ("so câu hỏi với các câu mẫu", "không phần nào khác nhận câu này"),
}
"""What every route is to an officer: its name, and when it decides; in_context is told by its own routes."""


def explained(question: str, decision: Decision, reply: str, desk: Desk) -> str:
    """What was decided on a question and is said, why, and how it was read; in Vietnamese, for an officer."""
    read = desk.matcher.explain(privacy.without(question))
    aside = "" if decision.route == BY_MATCHER else " (chỉ để tham khảo: ở câu này phần khác đã quyết định)"
    return "\n".join(
        (
            f"Câu hỏi:       {privacy.mask(question)}",
            "\nBOT LÀM GÌ",
            *_decided(decision, desk.kb),
            *_why(decision, read.verdict),
            f"Sẽ nói:\n{indent(reply, '  | ', lambda _: True)}",
            "\nBOT ĐỌC CÂU NÀY THẾ NÀO",
            *read.reading(),
            f"\nSO VỚI CÂU MẪU{aside}",
            *read.judgement(),
        )
    )


def _decided(decision: Decision, kb: KnowledgeBase) -> list[str]:
    """What was decided, what it is about or which are offered, and which part of it."""
    outcome = decision.outcome
    about = [outcome.entry] if outcome.entry else []
    if outcome.decision == "choose":
        offered = (buttons.read(choice.id) for say in decision.say for choice in say.choices)
        about = [press.what for press in offered if press.kind == "p"]
    lines = [f"Quyết định:    {DECISIONS[outcome.decision]}"]
    lines += [f"{'' if at else 'Về việc:':15}{_named(entry, kb)}" for at, entry in enumerate(about)]
    part = texts.ASPECTS.get(outcome.aspect or "", "không nói rõ")
    return [*lines, f"Hỏi về phần:   {part}"]


def _named(entry_id: str, kb: KnowledgeBase) -> str:
    """What an entry is called and where it is written."""
    procedure = kb.procedures.get(entry_id)
    other = kb.referrals.get(entry_id) or kb.general.get(entry_id)
    talk = kb.small_talk.get(entry_id)
    item = procedure or other or talk
    name = procedure.short if procedure else other.name if other else "xã giao"
    return f"{name} ({entry_id}, {item.file}:{item.line})" if item else entry_id


def _why(decision: Decision, verdict: Verdict) -> list[str]:
    """Which route decided, on what, and what would have come of it otherwise."""
    name, when = ROUTES[decision.route]
    alone = f"{DECISIONS[verdict.decision]} (chắc {verdict.confidence:.0%})"
    lines = [f"Do phần:       {name}", f"Vì:            {when}"]
    if decision.route != BY_MATCHER:
        return [*lines, f"Không thì:     so với câu mẫu, {alone}"]
    if _differs(decision.outcome, verdict):
        lines.append(f"Khác điểm số:  riêng câu mẫu thì {alone}; bot còn đọc lại từng vế, bỏ các chữ chỉ để hỏi")
    return lines


def _differs(outcome: Outcome, verdict: Verdict) -> bool:
    """Whether the conversation made something else of the matcher's verdict."""
    return (outcome.decision, outcome.entry) != (verdict.decision, verdict.entry.id if verdict.entry else None)
