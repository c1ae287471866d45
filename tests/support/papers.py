"""A paper of the Secretariat that does not exist, about planting trees."""

PAPER = """BAN BÍ THƯ
*
ĐẢNG CỘNG SẢN VIỆT NAM
Số {number}-HD/TW
Hà Nội, ngày {day} tháng 3 năm 2024

HƯỚNG DẪN
VIỆC TRỒNG CÂY Ở TRỤ SỞ CHI BỘ

- Căn cứ Điều lệ Đảng;

Ban Bí thư hướng dẫn việc trồng cây ở trụ sở chi bộ như sau:

1. Chọn cây

1.1. Chi bộ chọn cây phù hợp với đất và khí hậu của địa phương.

1.2. Cây được chọn {how} theo điểm 1.1 Hướng dẫn này và Quy định số 294-QĐ/TW, ngày 26/5/2025.

2. Chăm sóc

a) Đảng viên tưới cây mỗi tuần hai lần.

b) Chi ủy kiểm tra mỗi tháng một lần.

Hướng dẫn này có hiệu lực kể từ ngày ký và thay thế Hướng dẫn số 12-HD/TW, ngày 17/5/2012.

T/M BAN BÍ THƯ
Nguyễn Văn Mẫu
"""
