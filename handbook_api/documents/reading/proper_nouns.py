"""Names that keep their capitals when a title printed in capitals is written in small letters."""

#: Longer phrases stand before the shorter ones that they contain.
PHRASES = (
    "Đoàn Thanh niên Cộng sản Hồ Chí Minh",
    "Đảng Cộng sản Việt Nam",
    "Mặt trận Tổ quốc Việt Nam",
    "Mặt trận Tổ quốc",
    "Ban Tuyên giáo và Dân vận Trung ương",
    "Ban Tuyên giáo Trung ương",
    "Ban Chấp hành Trung ương",
    "Ban Tổ chức Trung ương",
    "Ban Nội chính Trung ương",
    "Ủy ban Kiểm tra Trung ương",
    "Văn phòng Trung ương",
    "Quân ủy Trung ương",
    "Ban Chấp hành",
    "Ban Thường vụ",
    "Bộ Chính trị",
    "Ban Bí thư",
    "Ban Tổ chức",
    "Ủy ban Kiểm tra",
    "Ủy ban nhân dân",
    "Hội đồng nhân dân",
    "Trung ương",
    "Tỉnh ủy",
    "Thành ủy",
    "Điều lệ Đảng",
    "Huy hiệu Đảng",
    "Sổ tay đảng viên điện tử",
    "Quân đội nhân dân",
    "Công an nhân dân",
    "Hồ Chí Minh",
    "Bác Hồ",
    "Mác - Lênin",
    "Việt Nam",
    "Nhà nước",
    "Nhân dân",
    "Tổ quốc",
    "Quốc hội",
    "Chính phủ",
)

#: Provinces and cities, those of before 2025 too: old papers keep their names.
PLACES = (
    *("An Giang", "Bà Rịa - Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bắc Ninh", "Bến Tre"),
    *("Bình Dương", "Bình Định", "Bình Phước", "Bình Thuận", "Cà Mau", "Cao Bằng", "Cần Thơ"),
    *("Đà Nẵng", "Đắk Lắk", "Đắk Nông", "Điện Biên", "Đồng Nai", "Đồng Tháp", "Gia Lai"),
    *("Hà Giang", "Hà Nam", "Hà Nội", "Hà Tĩnh", "Hải Dương", "Hải Phòng", "Hậu Giang", "Hòa Bình"),
    *("Huế", "Hưng Yên", "Khánh Hòa", "Kiên Giang", "Kon Tum", "Lai Châu", "Lạng Sơn", "Lào Cai"),
    *("Lâm Đồng", "Long An", "Nam Định", "Nghệ An", "Ninh Bình", "Ninh Thuận", "Phú Thọ"),
    *("Phú Yên", "Quảng Bình", "Quảng Nam", "Quảng Ngãi", "Quảng Ninh", "Quảng Trị", "Sóc Trăng"),
    *("Sơn La", "Tây Ninh", "Thái Bình", "Thái Nguyên", "Thanh Hóa", "Thừa Thiên Huế"),
    *("Tiền Giang", "Trà Vinh", "Tuyên Quang", "Vĩnh Long", "Vĩnh Phúc", "Yên Bái"),
)

#: Abbreviations that stay in capitals.
SHORT_FORMS = frozenset(
    (
        *("UBND", "HĐND", "MTTQ", "BTV", "BCH", "BCT", "BBT", "UBKT", "CCQ", "ĐUK", "TCCSĐ"),
        *("ĐV", "CB", "HTX", "THCS", "THPT", "COVID-19", "VNEID"),
    )
)

#: Family names that most signatures begin with.
FAMILY_NAMES = frozenset(
    (
        *("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi"),
        *("Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Tô", "Trương", "Đinh", "Lâm", "Mai", "Đào"),
        *("Đoàn", "Hà", "Cao", "Thái", "Tạ", "Lương", "Châu", "Trịnh", "Vương", "Quách"),
        *("Giàng", "Lò", "Vàng", "Sùng", "Hầu", "Điểu", "Nông", "Ma", "Triệu", "Chu", "La"),
        *("Lưu", "Tống", "Kiều", "Quàng", "Cà", "Thào", "Mùa", "Bàn", "Hứa", "Đàm", "Lục"),
        *("Lầu", "Ksor", "Siu", "Khuất", "Nghiêm", "Phùng", "Tăng", "Từ", "Văn", "Vi", "Lại"),
        *("Lã", "Mạc", "Nhâm", "Ninh", "Ông", "Phí", "Phương", "Thân", "Thạch", "Tòng"),
        *("Trang", "Viên", "Xa", "Y"),
    )
)
