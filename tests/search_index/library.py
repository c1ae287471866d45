"""Made-up documents in the manner of the real ones; no sentence is quoted."""

from datetime import date

from search_index import DocumentFacts, Glossary, Passage


def a_passage(document_id: str, anchor: str, text: str, **changed) -> Passage:
    """A provision of the official text, changed as said."""
    values = {
        "document_id": document_id,
        "anchor": anchor,
        "number": anchor,
        "path": (),
        "heading": "",
        "text": text,
        "origin": "text",
        "symbol": "",
        "title": "",
        "order": 0,
    }
    return Passage(**(values | changed))


def some_facts(**changed) -> DocumentFacts:
    """Facts of a regulation in force, changed as said."""
    values = {
        "kind": "regulation",
        "issuer": "bch",
        "year": 2025,
        "topics": (),
        "status": "in_force",
        "symbol": "",
        "issued_on": date(2025, 5, 26),
        "title": "",
    }
    return DocumentFacts(**(values | changed))


def a_document(
    document_id: str, title: str, symbol: str, provisions: dict[str, tuple[str, str, str]]
) -> tuple[Passage, ...]:
    """A card and provisions; `provisions`: number → (heading above, heading, text)."""
    card = a_passage(document_id, "", title, number="", origin="title", symbol=symbol, title=title)
    return card, *(
        a_passage(
            document_id,
            number,
            text,
            heading=heading,
            path=((number.rpartition(".")[0], above),) if above else (),
            symbol=symbol,
            title=title,
            order=order,
        )
        for order, (number, (above, heading, text)) in enumerate(provisions.items(), 1)
    )


REGULATION = a_document(
    "quy-dinh-94",
    "Quy định thi hành điều lệ hội",
    "94-QĐ/TW",
    {
        "1.1": (
            "Tuổi của người vào hội",
            "",
            "Người vào hội phải đủ 18 tuổi. Việc kết nạp hội viên trên 60 tuổi do cấp ủy trực "
            "thuộc xem xét, quyết định.",
        ),
        "2.1": (
            "Kết nạp lại",
            "Đối tượng không xem xét kết nạp lại.",
            "Người tự bỏ sinh hoạt; người làm đơn xin ra khỏi hội; người bị xóa tên vì vi phạm.",
        ),
        "3.1": (
            "Chuyển sinh hoạt",
            "",
            "Hội viên nghỉ công tác phải làm thủ tục chuyển sinh hoạt về nơi cư trú trong thời "
            "hạn 60 ngày làm việc kể từ ngày có quyết định.",
        ),
        "4.1": (
            "Hội phí",
            "",
            "Hội viên đóng hội phí hằng tháng trên cơ sở tiền lương. Mức đóng hội phí do Bộ "
            "Chính trị quy định.",
        ),
        "5.1": (
            "Kỷ luật",
            "",
            "Hình thức kỷ luật gồm khiển trách, cảnh cáo, khai trừ. Ủy ban kiểm tra xem xét thi "
            "hành kỷ luật hội viên; hội viên có quyền khiếu nại trong 30 ngày.",
        ),
        "5.2": (
            "Kỷ luật",
            "Khiếu nại kỷ luật",
            "Thời hạn giải quyết khiếu nại không quá 90 ngày. Hội viên bị xóa tên được khiếu nại.",
        ),
        "6": ("", "Huy hiệu", ""),
        "6.1": (
            "Huy hiệu",
            "",
            "Huy hiệu được tặng cho hội viên đủ 30 năm tuổi hội. Hội viên để mất huy hiệu vì lý do "
            "chính đáng thì được xét cấp lại.",
        ),
    },
)
GUIDE = a_document(
    "huong-dan-06",
    "Hướng dẫn một số vấn đề về công tác hội viên",
    "06-HD/TW",
    {
        "1": ("", "", "Hướng dẫn này thi hành Quy định số 94-QĐ/TW, ngày 26/5/2025."),
        "2.1": (
            "Hồ sơ",
            "Thủ tục xóa tên hội viên",
            "Chi bộ xem xét, đề nghị xóa tên hội viên trong danh sách; cấp ủy có thẩm quyền quyết "
            "định. Việc xóa tên phải thông báo đến chi bộ.",
        ),
        "2.2": (
            "Hồ sơ",
            "Chuyển sinh hoạt tạm thời",
            "Hội viên đi lao động ở ngoài nước thì chuyển sinh hoạt tạm thời.",
        ),
    },
)
OLD_GUIDE = a_document(
    "huong-dan-01",
    "Hướng dẫn một số vấn đề về công tác hội viên",
    "01-HD/TW",
    {
        "2.1": (
            "Hồ sơ",
            "Thủ tục xóa tên hội viên",
            "Chi bộ xem xét, đề nghị xóa tên hội viên trong danh sách; cấp ủy có thẩm quyền quyết "
            "định. Việc xóa tên phải thông báo đến chi bộ.",
        ),
    },
)
ARTICLE = (
    a_passage(
        "tin-1",
        "",
        "Hội viên vùng cao thi đua học tập",
        number="",
        origin="title",
        title="Hội viên vùng cao thi đua học tập",
    ),
    a_passage(
        "tin-1",
        "noi-dung",
        "Phong trào thi đua ở vùng cao sôi nổi. Các chi bộ họp đúng kỳ, hòa cùng nhịp sống mới.\n"
        "Nhiều đơn vị thực hiện Nghị quyết số 04-NQ/TU và Chỉ thị số 05-CT/TW.",
        number="",
        order=1,
    ),
)
SUMMARY_ONLY = (
    a_passage(
        "quy-dinh-77",
        "",
        "Quy định về chế độ hội phí\nQuy chế hội phí mới",
        number="",
        origin="title",
        symbol="77-QĐ/TW",
        title="Quy định về chế độ hội phí",
    ),
    a_passage(
        "quy-dinh-77",
        "tom-tat-1",
        "Từ tháng 2, người hưởng lương đóng hội phí 1%.",
        number="",
        heading="Mức đóng",
        origin="summary",
        symbol="77-QĐ/TW",
        title="Quy định về chế độ hội phí",
        order=1,
    ),
)
SECRET = a_document(
    "rieng-1",
    "Nghị quyết nội bộ về nhân sự khóa tới",
    "99-NQ/TU",
    {"1": ("", "Phương án bí mật", "Phương án nhân sự chưa công bố.")},
)

DOCUMENTS = {
    passages[0].document_id: passages
    for passages in (REGULATION, GUIDE, OLD_GUIDE, ARTICLE, SUMMARY_ONLY, SECRET)
}
#: SECRET is in the index and in nobody's scope here.
SCOPE = {
    "quy-dinh-94": some_facts(
        symbol="94-QĐ/TW", title="Quy định thi hành điều lệ hội", topics=("điều lệ", "kỷ luật")
    ),
    "huong-dan-06": some_facts(
        kind="guidance",
        issuer="bbt",
        symbol="06-HD/TW",
        title="Hướng dẫn một số vấn đề về công tác hội viên",
        issued_on=date(2025, 6, 9),
    ),
    "huong-dan-01": some_facts(
        kind="guidance",
        issuer="bbt",
        year=2021,
        status="replaced",
        symbol="01-HD/TW",
        title="Hướng dẫn một số vấn đề về công tác hội viên",
        issued_on=date(2021, 9, 28),
    ),
    "tin-1": some_facts(
        kind="article",
        issuer="",
        year=None,
        status="unknown",
        issued_on=None,
        title="Hội viên vùng cao thi đua học tập",
    ),
    "quy-dinh-77": some_facts(
        issuer="bct",
        year=2026,
        symbol="77-QĐ/TW",
        issued_on=date(2026, 2, 3),
        title="Quy định về chế độ hội phí",
        topics=("hội phí",),
    ),
}
GLOSSARY = Glossary(
    {
        "UBKT": ("ủy ban kiểm tra",),
        "KNHV": ("kết nạp hội viên",),
        "ĐA": ("đề án",),
        "CB": ("chi bộ", "cán bộ"),
    },
    (
        ("nghỉ hưu", "nghỉ công tác"),
        ("không muốn làm hội viên", "xin ra khỏi hội"),
        ("xuất khẩu lao động", "lao động ở ngoài nước"),
    ),
)
