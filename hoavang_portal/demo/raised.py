"""What people of the demo raise and what they are answered: invented, on real places.

By kind: a title, what was written, and what the office answered.  No name, number or address is in them.
"""

__all__ = ["AGAIN", "NOT_SOLVED", "PLACES", "RAISED", "ROUTES"]

RAISED: dict[str, list[tuple[str, str, str]]] = {
    "road": [
        (
            "Đường vào xóm sụt hố",
            (
                "Đường bê tông vào xóm bị sụt một hố rộng gần một mét, xe máy tránh nhau rất khó, tối "
                "không có đèn nên đã có người ngã."
            ),
            "Đã vá hố sụt, lu lèn lại 6 m mặt đường và cắm biển báo; kiểm tra sau ba ngày không sụt.",
        ),
        (
            "Đèn đường trước nhà văn hóa hỏng",
            (
                "Ba bóng đèn đường đoạn trước nhà văn hóa thôn hỏng gần một tháng nay, các cháu đi học "
                "thêm về tối rất nguy hiểm."
            ),
            "Đã thay ba bóng đèn và một hộp nối bị nước vào.",
        ),
        (
            "Nắp cống ngang đường vỡ",
            "Nắp cống ngang đường bị vỡ, xe tải qua lại kêu to cả đêm và dễ sập bánh.",
            "Đã thay hai tấm đan cống loại chịu tải.",
        ),
    ],
    "water": [
        (
            "Mương thoát nước bị lấp",
            "Mương thoát nước sau dãy nhà bị lấp, mưa lớn là nước tràn vào sân mấy hộ.",
            "Đã nạo vét 60 m mương và khơi lại cửa thoát; đề nghị các hộ không đổ xà bần xuống mương.",
        ),
        (
            "Nước máy yếu ở cuối tuyến",
            "Nước máy yếu từ chiều đến tối, mấy hộ cuối tuyến gần như không có nước nấu cơm.",
            "Đơn vị cấp nước đã súc xả tuyến ống và chỉnh van tăng áp cho cuối tuyến.",
        ),
    ],
    "power": [
        (
            "Dây điện chùng ngang mái hiên",
            "Dây điện chùng xuống ngang mái hiên, trẻ con với tay là tới.",
            "Điện lực đã căng lại dây và thay hai sứ đỡ.",
        ),
        (
            "Cột điện trong xóm nghiêng",
            "Một cột điện trong xóm nghiêng hẳn sau đợt mưa, bà con không dám đi qua.",
            "Điện lực đã kéo thẳng, gia cố móng cột.",
        ),
    ],
    "waste": [
        (
            "Rác ứ ở điểm tập kết cạnh chợ",
            "Điểm tập kết rác cạnh chợ bốc mùi, hai ba ngày xe mới vào lấy một lần.",
            "Đã thống nhất với đơn vị thu gom: lấy rác mỗi ngày trước 7 giờ, rửa điểm tập kết thứ Bảy.",
        ),
        (
            "Đốt rác, nhựa trong khu dân cư",
            "Có hộ đốt rác và nhựa ngay sau vườn buổi tối, khói bay vào nhà người già.",
            "Đã nhắc hộ đốt rác, lập biên bản; tổ tự quản theo dõi.",
        ),
        (
            "Nước thải chuồng heo chảy ra mương",
            "Chuồng heo xả nước thải thẳng ra mương, mùi hôi cả xóm.",
            "Đã kiểm tra, yêu cầu hộ chăn nuôi làm hố thu và hầm biogas; hẹn kiểm tra lại.",
        ),
    ],
    "order": [
        (
            "Loa kéo gây ồn đến khuya",
            "Quán hát với nhau bằng loa kéo đến gần nửa đêm, trong xóm có người bệnh không ngủ được.",
            "Công an xã đã làm việc với chủ quán, ký cam kết tắt loa trước 22 giờ.",
        ),
        (
            "Chạy xe rú ga tối thứ Bảy",
            "Thanh niên tụ tập chạy xe rú ga trên đường mới mở vào tối thứ Bảy.",
            "Công an xã tuần tra ba tối cuối tuần, xử lý bốn trường hợp.",
        ),
    ],
    "danger": [
        (
            "Cây lớn nghiêng ra đường",
            "Cây keo lớn nghiêng hẳn về phía đường sau cơn gió đêm qua, rễ đã bật lên.",
            "Đã cưa hạ cây trong buổi sáng, dọn cành, thông đường.",
        ),
        (
            "Taluy nứt sau nhà dân",
            "Taluy sau nhà hai hộ bị nứt dài, mưa thêm là sạt.",
            "Đã di dời tạm hai hộ, căng dây cảnh báo và phủ bạt vết nứt.",
        ),
    ],
    "public_building": [
        (
            "Mái nhà văn hóa thôn dột",
            "Mái nhà văn hóa thôn dột mấy chỗ, họp thôn phải dồn ghế về một góc.",
            "Đã thay 12 tấm tôn và trám máng xối.",
        ),
        (
            "Sân trường mẫu giáo đọng nước",
            "Sân trường mẫu giáo đọng nước, các cháu không ra chơi được.",
            "Đã đổ bù mặt sân và đặt thêm hai hố thu nước.",
        ),
    ],
    "policy": [
        (
            "Chậm thẻ bảo hiểm y tế",
            "Gia đình thuộc hộ cận nghèo mà hai tháng rồi chưa nhận được thẻ bảo hiểm y tế.",
            "Danh sách bổ sung đã gửi cơ quan bảo hiểm; thẻ đã trao tại nhà văn hóa thôn.",
        ),
        (
            "Trợ cấp người cao tuổi nhận trễ",
            "Tiền trợ cấp người cao tuổi tháng rồi nhận trễ, hỏi ở đâu cũng chưa rõ vì sao.",
            "Chi trả chậm do đổi hình thức nhận; đã chi bù và hướng dẫn nhận qua bưu điện.",
        ),
    ],
    "land": [
        (
            "Hồ sơ tách thửa quá hẹn",
            "Hồ sơ tách thửa nộp đã quá ngày hẹn mà chưa có kết quả, mỗi lần hỏi lại hẹn thêm.",
            "Đã rà hồ sơ: thiếu bản trích đo; đã đo lại và trả kết quả kèm thư xin lỗi.",
        ),
        (
            "Hàng rào lấn lối đi chung",
            "Hàng rào của một công trình mới lấn ra lối đi chung của xóm.",
            "Đã đo đạc, lập biên bản; chủ công trình tự lùi hàng rào về đúng mốc.",
        ),
    ],
    "cell_life": [
        (
            "Công khai thu chi làm đường",
            "Chuyện đóng góp làm đường đã bàn ở thôn nhưng chưa thấy báo lại thu chi, bà con thắc mắc.",
            "Chi bộ và Ban nhân dân thôn đã họp dân, công khai thu chi và niêm yết tại nhà văn hóa.",
        ),
        (
            "Thôn ít họp dân",
            "Mấy tháng nay thôn ít họp dân, việc mới của xã bà con chỉ nghe nói lại.",
            "Chi bộ đã thống nhất lịch họp dân hai tháng một lần, thông báo trước trên loa.",
        ),
    ],
    "other": [
        (
            "Loa phát thanh của thôn rè",
            "Loa phát thanh của thôn rè, nghe không rõ thông báo phòng chống bão.",
            "Đã thay loa và kéo lại dây ở hai cụm.",
        ),
    ],
}
PLACES = (
    "gần nhà văn hóa thôn",
    "đầu ngõ vào xóm",
    "đoạn qua cầu nhỏ",
    "cạnh trường mẫu giáo",
    "cuối xóm, giáp ruộng",
    "",
    "",
)
NOT_SOLVED = (
    "Làm rồi nhưng mưa xong lại như cũ.",
    "Mới làm được một đoạn, đoạn trong xóm còn nguyên.",
    "Có người đến xem nhưng chưa thấy làm.",
)
AGAIN = "Đã kiểm tra lại cùng đại diện hộ dân, làm nốt phần còn lại và theo dõi sau một tuần."
# Local policy of the demo: kinds that go to an agency of the district instead of the commune.
ROUTES = {
    "cell_life": "Phòng Nội vụ",
    "land": "Phòng Tài nguyên và Môi trường",
    "policy": "Phòng Lao động - TB&XH",
}
