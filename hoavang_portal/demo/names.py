"""Invented names of people, and the texts they write."""

from random import Random

__all__ = ["AGENCIES", "GUIDANCE", "HEARD", "TOPICS", "person"]

FAMILIES = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Huỳnh",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Trương",
    "Đinh",
    "Mai",
    "Tô",
    "Lâm",
]
MEN_MIDDLE = [
    "Văn",
    "Đức",
    "Minh",
    "Quốc",
    "Hữu",
    "Thanh",
    "Tấn",
    "Đình",
    "Anh",
    "Ngọc",
    "Công",
    "Xuân",
]
MEN_GIVEN = [
    "An",
    "Bình",
    "Cường",
    "Dũng",
    "Đạt",
    "Hải",
    "Hòa",
    "Hùng",
    "Khánh",
    "Khôi",
    "Lâm",
    "Long",
    "Nam",
    "Nghĩa",
    "Phúc",
    "Quân",
    "Sơn",
    "Tâm",
    "Thắng",
    "Thành",
    "Trung",
    "Tuấn",
    "Việt",
    "Vinh",
    "Ân",
    "Ánh",
    "Đức",
    "Ước",
    "Ý",
]
WOMEN_MIDDLE = ["Thị", "Thị Kim", "Thị Mỹ", "Thị Thu", "Thị Thanh", "Thị Ngọc", "Thị Xuân"]
WOMEN_GIVEN = [
    "Anh",
    "Chi",
    "Diễm",
    "Dung",
    "Hà",
    "Hạnh",
    "Hằng",
    "Hiền",
    "Hoa",
    "Hương",
    "Lan",
    "Linh",
    "Mai",
    "Ngọc",
    "Nhung",
    "Oanh",
    "Phượng",
    "Thảo",
    "Thủy",
    "Trang",
    "Trinh",
    "Tuyết",
    "Vân",
    "Yến",
]

AGENCIES = [
    ("Ban Tổ chức Huyện ủy", "Ban Tổ chức"),
    ("Ủy ban Kiểm tra Huyện ủy", "UBKT"),
    ("Ban Tuyên giáo Huyện ủy", "Ban Tuyên giáo"),
    ("Ban Dân vận Huyện ủy", "Ban Dân vận"),
    ("Văn phòng Huyện ủy", "VP Huyện ủy"),
    ("Trung tâm Chính trị huyện", "TT Chính trị"),
    ("Ủy ban MTTQ Việt Nam huyện", "Mặt trận"),
    ("Hội Nông dân huyện", "Hội Nông dân"),
    ("Hội Liên hiệp Phụ nữ huyện", "Hội LHPN"),
    ("Huyện đoàn", "Huyện đoàn"),
    ("Hội Cựu chiến binh huyện", "Hội CCB"),
    ("Liên đoàn Lao động huyện", "LĐLĐ"),
    ("Văn phòng HĐND và UBND huyện", "VP UBND"),
    ("Phòng Nội vụ", "Nội vụ"),
    ("Phòng Tài chính - Kế hoạch", "TC-KH"),
    ("Phòng Giáo dục và Đào tạo", "GD-ĐT"),
    ("Phòng Nông nghiệp và PTNT", "NN-PTNT"),
    ("Phòng Tài nguyên và Môi trường", "TN-MT"),
    ("Phòng Kinh tế và Hạ tầng", "KT-HT"),
    ("Phòng Lao động - TB&XH", "LĐ-TB&XH"),
    ("Phòng Văn hóa và Thông tin", "VH-TT"),
    ("Phòng Tư pháp", "Tư pháp"),
    ("Phòng Y tế", "Y tế"),
    ("Thanh tra huyện", "Thanh tra"),
    ("Trung tâm Y tế huyện", "TT Y tế"),
]

TOPICS = [
    "Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh",
    "Xây dựng thôn kiểu mẫu nông thôn mới",
    "Phân công đảng viên phụ trách nhóm hộ",
    "Giữ gìn vệ sinh môi trường, phân loại rác tại nguồn",
    "Phát triển đảng viên trẻ ở thôn",
    "Nâng cao chất lượng sinh hoạt chi bộ",
]
GUIDANCE = [
    "Hướng dẫn cách chuẩn bị nội dung và trình tự sinh hoạt.",
    "Góp ý dự thảo nghị quyết tháng, phân công đảng viên cụ thể.",
    "Hướng dẫn ghi biên bản và lưu sổ nghị quyết.",
    "Trao đổi cách tổ chức sinh hoạt chuyên đề.",
    "Giúp rà soát việc thực hiện nghị quyết tháng trước.",
]
HEARD = [
    "Bà con đề nghị sửa đoạn đường bê tông vào thôn bị sụt lún.",
    "Mong sớm có hệ thống thoát nước ở khu dân cư phía tây.",
    "Đề nghị tăng chuyến thu gom rác trong tuần.",
    "Đèn đường nhiều đoạn không sáng vào buổi tối.",
    "Cần hỗ trợ giống và kỹ thuật trồng trọt cho hộ khó khăn.",
    "Đề nghị nâng cấp nhà văn hóa thôn để đủ chỗ sinh hoạt.",
]


def person(random: Random) -> tuple[str, str]:
    """Return an invented full name and its gender (`man` or `woman`)."""
    family = random.choice(FAMILIES)
    if random.random() < 0.55:
        return f"{family} {random.choice(MEN_MIDDLE)} {random.choice(MEN_GIVEN)}", "man"
    return f"{family} {random.choice(WOMEN_MIDDLE)} {random.choice(WOMEN_GIVEN)}", "woman"
