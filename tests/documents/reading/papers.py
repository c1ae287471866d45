"""Papers of places that do not exist, in the forms in which Party papers are printed."""

from handbook_api.documents.reading.mending import Paragraph


def paper(text: str) -> tuple[Paragraph, ...]:
    """One paragraph for each line of `text`; empty lines only part them."""
    return tuple(
        Paragraph(line.strip(), None, None) for line in text.strip().splitlines() if line.strip()
    )


#: Chapters, articles, clauses, lettered points; a clause list inside a quotation.
RULES = paper("""
TỈNH ỦY SAO MAI
*
Số 15-QĐ/TU
ĐẢNG CỘNG SẢN VIỆT NAM
Sao Mai, ngày 05 tháng 3 năm 2026
QUY ĐỊNH
về đánh giá chất lượng sinh hoạt chi bộ
-----
- Căn cứ Điều lệ Đảng;
- Căn cứ Chỉ thị số 50-CT/TW, ngày 23/7/2025 của Ban Bí thư,
Ban Thường vụ Tỉnh ủy quy định như sau:
Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi và đối tượng
1. Quy định này áp dụng với mọi chi bộ trong Đảng bộ tỉnh.
2. Chi bộ có tính chất đặc thù thực hiện theo quy định riêng, gồm:
a) Chi bộ trong lực lượng vũ trang.
b) Chi bộ ở ngoài nước.
c) Chi bộ sinh hoạt tạm thời.
d) Chi bộ trong doanh nghiệp ngoài nhà nước.
đ) Chi bộ khác do Ban Thường vụ quyết định.
e) Trường hợp đặc biệt.
Điều 2. Nguyên tắc
Bảo đảm dân chủ, khách quan, công khai.
Việc chấm điểm thực hiện ngay tại cuộc họp, trong vòng
30 ngày phải gửi kết quả lên cấp trên.
Chương II
TIÊU CHÍ
Mục 1. Sinh hoạt thường kỳ
Điều 3. Tiêu chí
1. Tỷ lệ đảng viên dự họp:
1.1. Đạt từ 95% trở lên.
1.1.1. Không tính đảng viên được miễn sinh hoạt.
a) Đảng viên ốm dài ngày cũng không tính.
1.2. Đạt dưới 95%.
2. Thời gian sinh hoạt ít nhất 90 phút.
Mục 2. Sinh hoạt chuyên đề
Điều 4. Tiêu chí
Mỗi quý ít nhất một lần.
Chương III
ĐIỀU KHOẢN THI HÀNH
Điều 5. Sửa đổi quy định cũ
Khoản 2 Điều 7 Quy định số 09-QĐ/TU được sửa như sau:
“Điều 7. Chế độ báo cáo
1. Báo cáo hằng tháng.
2. Báo cáo hằng quý.”
Điều 6. Hiệu lực
Quy định này có hiệu lực kể từ ngày ký.
Nơi nhận:
- Các đảng ủy trực thuộc Tỉnh ủy,
- Lưu Văn phòng Tỉnh ủy.
T/M BAN THƯỜNG VỤ
BÍ THƯ
Trần Văn Mẫu
PHỤ LỤC 1
BẢNG CHẤM ĐIỂM
1. Chuẩn bị: 20 điểm.
2. Nội dung: 50 điểm.
PHỤ LỤC 2
DANH MỤC BIỂU MẪU
Mẫu chấm điểm chi bộ khu dân cư
""")

#: Sections I, II, III; points that begin again in each; dashes that stay text.
RESOLUTION = paper("""
ĐẢNG BỘ TỈNH SAO MAI
ĐẢNG ỦY XÃ BÌNH MINH MẪU
*
Số 07-NQ/ĐU
ĐẢNG CỘNG SẢN VIỆT NAM
Bình Minh Mẫu, ngày 12 tháng 01 năm 2026
NGHỊ QUYẾT
CỦA BAN CHẤP HÀNH ĐẢNG BỘ XÃ
về lãnh đạo thực hiện nhiệm vụ năm 2026
Năm 2025, Đảng bộ xã đã hoàn thành các nhiệm vụ đề ra.
I. TÌNH HÌNH
1. Kết quả
- Thu ngân sách đạt 105% kế hoạch.
- Kết nạp 12 đảng viên.
2. Hạn chế
Một số chi bộ sinh hoạt chưa đều.
II. MỤC TIÊU
1. Mục tiêu chung
Xây dựng Đảng bộ trong sạch, vững mạnh.
2. Chỉ tiêu
2.1. Kết nạp từ 15 đảng viên trở lên.
2.2. 100% chi bộ sinh hoạt đúng kỳ.
III. TỔ CHỨC THỰC HIỆN
1. Giao Ban Thường vụ Đảng ủy xây dựng kế hoạch.
2. Ủy ban Kiểm tra Đảng ủy giám sát việc thực hiện.
Nghị quyết này phổ biến đến chi bộ và đảng viên.
T/M BAN CHẤP HÀNH
BÍ THƯ
Lê Thị Ví Dụ
""")

#: A directive: reasons, then numbered paragraphs, no articles.
DIRECTIVE = paper("""
BAN CHẤP HÀNH TRUNG ƯƠNG
*
Số 99-CT/TW
ĐẢNG CỘNG SẢN VIỆT NAM
Hà Nội, ngày 01 tháng 02 năm 2026
CHỈ THỊ
CỦA BAN BÍ THƯ
về một việc mẫu trong công tác xây dựng Đảng
Thời gian qua, các cấp ủy đã chú trọng việc mẫu.
Để tiếp tục, Ban Bí thư yêu cầu:
1- Các cấp ủy quán triệt Chỉ thị đến từng chi bộ.
Năm 2026 phải xong.
2- Ban Tổ chức Trung ương hướng dẫn, kiểm tra.
3- Đảng viên gương mẫu thực hiện.
Chỉ thị này phổ biến đến chi bộ.
T/M BAN BÍ THƯ
Nguyễn Văn Thí Dụ
""")

#: A cell's own resolution, as small as they come.
CELL = paper("""
ĐẢNG ỦY XÃ BÌNH MINH MẪU
CHI BỘ THÔN ĐÔNG
*
Số 02-NQ/CB
ĐẢNG CỘNG SẢN VIỆT NAM
Thôn Đông, ngày 05 tháng 3 năm 2026
NGHỊ QUYẾT
Lãnh đạo thực hiện nhiệm vụ tháng 3 năm 2026
Chi bộ họp ngày 05/3/2026, có 18/20 đảng viên dự, thống nhất quyết nghị:
1. Vận động nhân dân làm đường nội đồng.
2. Phân công đồng chí Phó Bí thư theo dõi việc đóng đảng phí.
T/M CHI BỘ
BÍ THƯ
Phạm Thị Minh Họa
""")

#: A decision that enacts rules: its own articles, then those of the rules.
DECISION = paper("""
ĐẢNG BỘ TỈNH SAO MAI
ĐẢNG ỦY XÃ BÌNH MINH MẪU
*
Số 21-QĐ/ĐU
ĐẢNG CỘNG SẢN VIỆT NAM
Bình Minh Mẫu, ngày 20 tháng 02 năm 2026
QUYẾT ĐỊNH
ban hành Quy chế làm việc của Đảng ủy xã
- Căn cứ Điều lệ Đảng,
ĐẢNG ỦY XÃ QUYẾT ĐỊNH
Điều 1. Ban hành kèm theo Quyết định này Quy chế làm việc của Đảng ủy xã.
Điều 2. Quyết định này có hiệu lực từ ngày ký.
T/M BAN CHẤP HÀNH
BÍ THƯ
Lê Thị Ví Dụ
QUY CHẾ LÀM VIỆC
CỦA ĐẢNG ỦY XÃ
(Ban hành kèm theo Quyết định số 21-QĐ/ĐU)
Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi
Quy chế này quy định chế độ làm việc.
Điều 2. Nguyên tắc
1. Tập trung dân chủ.
2. Tập thể lãnh đạo, cá nhân phụ trách.
""")

#: An official letter: no kind is printed.
LETTER = paper("""
TỈNH ỦY SAO MAI
VĂN PHÒNG
*
Số 345-CV/VPTU
V/v chuẩn bị Hội nghị Tỉnh ủy
ĐẢNG CỘNG SẢN VIỆT NAM
Sao Mai, ngày 9 tháng 4 năm 2026
Kính gửi: Các đảng ủy trực thuộc Tỉnh ủy,
Thực hiện ý kiến của Thường trực Tỉnh ủy, Văn phòng Tỉnh ủy đề nghị các đồng chí gửi báo cáo.
Nơi nhận:
- Như trên.
CHÁNH VĂN PHÒNG
Đỗ Văn Giả Định
""")
