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

#: Two columns of the letterhead run into one line, as a PDF gives them; a title in capitals.
GUIDE = paper(
    """
TỈNH ỦY SAO MAI ĐẢNG CỘNG SẢN VIỆT NAM
BAN TỔ CHỨC
*
Số 12-HD/BTCTU Sao Mai, ngày 03 tháng 02 năm 2026
HƯỚNG DẪN
THỰC HIỆN CHỈ THỊ SỐ 50-CT/TW VỀ SINH HOẠT CHI BỘ CỦA ĐẢNG BỘ TỈNH SAO MAI, NHIỆM KỲ XX
-----
Thực hiện Chỉ thị số 50-CT/TW, ngày 23/7/2025 của Ban Bí thư, Ban Tổ chức Tỉnh ủy hướng dẫn:
1. Sinh hoạt đúng ngày.
2. Ghi biên bản đầy đủ.
Hướng dẫn này thay thế Hướng dẫn số 05-HD/BTCTU, ngày 01/3/2019 và Hướng dẫn số 09-HD/BTCTU,
ngày 02/4/2020 của Ban Tổ chức Tỉnh ủy; có hiệu lực từ ngày 15/02/2026.
Nơi nhận:
- Các đảng ủy trực thuộc,
- Lưu Ban Tổ chức Tỉnh ủy.
K/T TRƯỞNG BAN
PHÓ TRƯỞNG BAN
Hoàng Văn Ví Dụ1184
""".replace("-HD/BTCTU,\nngày", "-HD/BTCTU, ngày")
)

#: One that changes another.
AMENDMENT = paper("""
BAN CHẤP HÀNH TRUNG ƯƠNG
*
Số 98-QĐ/TW
ĐẢNG CỘNG SẢN VIỆT NAM
Hà Nội, ngày 14 tháng 02 năm 2026
QUY ĐỊNH
sửa đổi, bổ sung một số điều của Quy định số 97-QĐ/TW, ngày 06/7/2022 của Bộ Chính trị
- Căn cứ Điều lệ Đảng,
Bộ Chính trị quy định:
Điều 1. Sửa đổi, bổ sung Điều 5 Quy định số 97-QĐ/TW như sau:
“Điều 5. Trách nhiệm
1. Cấp ủy chịu trách nhiệm.”
Điều 2. Quy định này có hiệu lực từ ngày ký.
T/M BỘ CHÍNH TRỊ
Vũ Thị Mẫu Mực
""")

#: Minutes carry no number.
MINUTES = paper("""
ĐẢNG ỦY PHƯỜNG HOA MẪU
CHI BỘ TỔ DÂN PHỐ SỐ 3
ĐẢNG CỘNG SẢN VIỆT NAM
Hoa Mẫu, ngày 05 tháng 3 năm 2026
BIÊN BẢN
họp chi bộ thường kỳ tháng 3 năm 2026
Thời gian: 19 giờ 30 phút, ngày 05/3/2026.
1. Kiểm diện: có mặt 18/20 đảng viên.
2. Nội dung: học tập Chỉ thị 05.
CHỦ TRÌ
Bùi Thị Hoa Mẫu
THƯ KÝ
Ngô Văn Ghi Chép
""")

#: A draft: number and day are still blank.
DRAFT = paper("""
TỈNH ỦY SAO MAI
*
Số      -KH/TU
ĐẢNG CỘNG SẢN VIỆT NAM
Sao Mai, ngày      tháng      năm 2026
KẾ HOẠCH
thực hiện Nghị quyết số 99-NQ/TW, ngày 20/01/2026 của Bộ Chính trị
1. Mục đích rõ ràng.
2. Yêu cầu cụ thể.
T/M BAN THƯỜNG VỤ
""")

#: Typed by an officer: key lines, then the text.
TYPED = paper("""
---
Ký hiệu: 03-QC/ĐU
Loại: Quy chế
Ngày ban hành: 12/01/2026
Cơ quan ban hành: Đảng ủy xã Bình Minh Mẫu
Trích yếu: Quy chế làm việc của Đảng ủy xã
Người ký: Lê Thị Ví Dụ
Hiệu lực từ: 15/01/2026
---
Điều 1. Phạm vi
Quy chế này quy định chế độ làm việc.
Điều 2. Nguyên tắc
Tập trung dân chủ.
""")

#: A law: its day is the day on which it was adopted.
LAW = paper("""
QUỐC HỘI
Luật số: 999/2025/QH15
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
LUẬT
BẢO VỆ VIỆC MẪU
Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
Quốc hội ban hành Luật Bảo vệ việc mẫu.
Chương I
NHỮNG QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Luật này quy định về việc mẫu.
Điều 2. Hiệu lực thi hành
1. Luật này có hiệu lực thi hành từ ngày 01 tháng 01 năm 2026.
Luật này được Quốc hội khóa XV, kỳ họp thứ 9 thông qua ngày 26 tháng 6 năm 2025.
CHỦ TỊCH QUỐC HỘI
Trần Văn Mẫu
""")

#: Some articles of a charter; the rest is left out.
EXTRACT = paper("""
ĐẢNG CỘNG SẢN VIỆT NAM
ĐIỀU LỆ ĐẢNG MẪU
(Do Đại hội đại biểu toàn quốc thông qua ngày 19/01/2011)
CHƯƠNG I
ĐẢNG VIÊN
Điều 1.
1. Đảng viên là người mẫu mực.
2. Công dân từ mười tám tuổi trở lên.
Điều 9.
Đảng tổ chức theo nguyên tắc tập trung dân chủ.
""")
