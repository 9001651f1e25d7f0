from django.db import migrations

from common.operations import AppendOnly

# QĐ 366-QĐ/TW 30/8/2025 Điều 11; HD 21-HD/BTCTW 18/10/2019.  For 2014-2017 no ceiling is known.
CEILING = {
    "ceiling_percent": 20,
    "ceiling_raised_percent": 25,
    "ceiling_source": (
        "Quy định số 366-QĐ/TW, ngày 30/8/2025, Điều 11; Hướng dẫn số 21-HD/BTCTW, ngày 18/10/2019: "
        "số xếp mức Hoàn thành xuất sắc không quá 20% số được xếp mức Hoàn thành tốt của nhóm; "
        "không quá 25% nơi có kết quả nổi trội, do cấp có thẩm quyền quyết định. "
        "Văn bản không nói cách làm tròn: cổng làm tròn xuống, là thiết đặt của địa phương."
    ),
}

# Kế hoạch số 08-KH/ĐU, ngày 19/9/2025, Đảng ủy phường An Phú.  Where the copy that could be read
# gives only the points of a part, its text says so.
_UNREAD = "phần {n} (bản đọc được của kế hoạch chỉ ghi điểm)"


def _judged(criterion, text, maximum, **more):
    return {"criterion": criterion, "text": text, "maximum": maximum, **more}


_LENGTH = [
    (5, "đủ thời gian quy định", 0),
    (4, "thiếu đến 15 phút", -15),
    (3, "thiếu trên 15 đến 30 phút", -30),
    (2, "bằng một nửa thời gian quy định", None),
    (1, "dưới một nửa thời gian quy định", None),
]
_PRESENCE = [
    (4, "từ 90% đảng viên dự", 90),
    (3, "từ 75% đến dưới 90%", 75),
    (2, "từ 65% đến dưới 75%", 65),
    (1, "dưới 65%, hoặc có đảng viên vắng không lý do", 0),
]
_SPEAKING = [
    (5, "trên 50% đảng viên dự phát biểu", None),
    (4, "từ 40% đến dưới 50%", None),
    (3, "từ 30% đến dưới 40%", None),
    (2, "dưới 30%", None),
]
_RESULT = [
    (points, f"mức {n} của kế hoạch", None) for n, points in enumerate((30, 27, 24, 20, 15, 10), 1)
]

C1, C2, C3, C4 = "1. Thời gian", "2. Đảng viên dự", "3. Chuẩn bị", "4. Tiến hành"
C5, C6 = "5. Điều hành", "6. Thực hiện các nguyên tắc sinh hoạt đảng"
C7, C8 = "7. Kết quả thực hiện nghị quyết tháng trước", "8. Kết thúc"

AN_PHU = [
    _judged(C1, "Thời lượng kỳ sinh hoạt", 5, fact="length", bands=_LENGTH),
    _judged(C2, "Tỷ lệ đảng viên dự", 4, fact="presence", bands=_PRESENCE),
    _judged(
        C2,
        "Không đảng viên nào vắng có lý do quá 3 kỳ liên tiếp trong năm",
        1,
        bands=[(1, "đúng vậy", None), (0, "có đảng viên vắng quá 3 kỳ", None)],
    ),
    _judged(C3, "Chuẩn bị nội dung", 3),
    _judged(C3, "Gợi ý thảo luận, dự thảo nghị quyết hoặc kết luận", 2),
    _judged(C3, "Họp chi ủy trước, có biên bản", 2),
    _judged(C3, "Thông báo thời gian, địa điểm, nội dung", 1),
    _judged(C3, "Đưa tài liệu lên sổ tay điện tử trước ít nhất 1 ngày", 2),
    _judged(C4, "Đúng trình tự", 5),
    _judged(C4, "Nội dung sinh hoạt thường kỳ", 10),
    _judged(C4, "Nội dung chuyên đề", 5),
    _judged(C4, "Biểu dương, nhắc nhở, phê bình", 2),
    _judged(C4, "Đảng viên phát biểu", 5, bands=_SPEAKING),
    _judged(C4, "Ghi biên bản", 1),
    _judged(C4, "Dành 15 đến 30 phút cho công tác tư tưởng", 1),
    _judged(C4, "Dùng sổ tay đảng viên điện tử", 1),
    *(
        _judged(C5, f"Điều hành, {_UNREAD.format(n=n)}", points)
        for n, points in enumerate((2, 4, 3, 1), 1)
    ),
    *(
        _judged(C6, f"Nguyên tắc sinh hoạt, {_UNREAD.format(n=n)}", points)
        for n, points in enumerate((1, 2, 1, 1), 1)
    ),
    _judged(C7, "Mức thực hiện nghị quyết tháng trước", 30, bands=_RESULT),
    _judged(C8, f"Kết thúc, {_UNREAD.format(n=1)}", 2),
    _judged(C8, f"Kết thúc, {_UNREAD.format(n=2)}", 2),
    _judged(C8, "Đưa biên bản, kết luận lên sổ tay điện tử trong 2 ngày", 1),
]
GRADES = [("Tốt", 4, 90), ("Khá", 3, 70), ("Trung bình", 2, 50), ("Kém", 1, 0)]
RUBRICS = [
    {
        "code": "an-phu-2025",
        "name": "Bảng điểm 100, theo kế hoạch của phường An Phú",
        "source": (
            "Kế hoạch số 08-KH/ĐU, ngày 19/9/2025 của Đảng ủy phường An Phú. Các ngưỡng 90, 70, 50 "
            "cũng là của Đảng ủy Khối Cơ quan và Doanh nghiệp Bình Thuận."
        ),
        "note": (
            "Chưa tìm thấy bảng điểm của Đà Nẵng. Dùng bảng này ở huyện là thiết đặt của địa phương. "
            "Chi bộ từ 30 đảng viên trở lên: thời gian quy định là 120 phút."
        ),
        "items": AN_PHU,
    },
    {
        "code": "khoi-binh-thuan",
        "name": "Ngưỡng của Đảng ủy Khối Cơ quan và Doanh nghiệp Bình Thuận",
        "source": "Trang sổ tay đảng viên của Đảng ủy Khối Cơ quan và Doanh nghiệp Bình Thuận.",
        "note": (
            "Tốt: từ 90 điểm và đạt tối đa ở bốn mục (đảng viên dự, thời gian, đảng viên phát biểu, "
            "biên bản); thiếu một trong bốn mục thì xếp Khá. Chưa đọc được bảng các mục, nên chỉ để "
            "tham khảo, chưa chấm được theo bảng này."
        ),
        "items": [],
    },
]


# Điều lệ Đảng 2011, Điều 24, khoản 2; CT 50-CT/TW 23/7/2025, mục 2.
NORM = {
    "regular_per_month": 1,
    "thematic_per_quarter": 1,
    "source": (
        "Điều lệ Đảng năm 2011, Điều 24: chi bộ họp thường lệ mỗi tháng một lần. Chỉ thị số 50-CT/TW, "
        "ngày 23/7/2025: sinh hoạt chuyên đề ít nhất mỗi quý một lần. Đếm chuyên đề của các năm trước "
        "theo cùng số này là thiết đặt của địa phương."
    ),
}


def load(apps, schema_editor):
    apps.get_model("cells", "MeetingNorm").objects.create(**NORM)
    rubric_model = apps.get_model("cells", "Rubric")
    item_model = apps.get_model("cells", "RubricItem")
    band_model = apps.get_model("cells", "RubricBand")
    grade_model = apps.get_model("cells", "RubricGrade")
    for facts in RUBRICS:
        rubric = rubric_model.objects.create(**{k: v for k, v in facts.items() if k != "items"})
        for name, rank, least in GRADES:
            grade_model.objects.create(rubric=rubric, name=name, rank=rank, least_points=least)
        for number, line in enumerate(facts["items"], 1):
            bands = line.get("bands", [])
            own = {k: v for k, v in line.items() if k != "bands"}
            item = item_model.objects.create(rubric=rubric, number=number, **own)
            for points, text, least in bands:
                band_model.objects.create(item=item, points=points, text=text, least=least)
    apps.get_model("cells", "RatingScheme").objects.filter(code="2018").update(**CEILING)


class Migration(migrations.Migration):
    dependencies = [("cells", "0003_calendar_scores_rounds")]

    operations = [
        AppendOnly(name="round_result_append_only", table="cells_roundresult"),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
