"""The work list and the page of a matter, as a commune's officer has them."""

import datetime
import re

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from feedback.actions.matter import add_note, attach_paper
from feedback.actions.merging import merge_feedback
from feedback.actions.messages import message_from_sender
from feedback.models import Feedback
from tests import make, make_feedback

pytestmark = pytest.mark.django_db
MONDAY = datetime.datetime(2026, 3, 2, 2, tzinfo=datetime.UTC)


@pytest.fixture
def desk(client, time_machine):
    """A Monday morning in a commune with an agency of the district; its officer is signed in."""
    time_machine.move_to(MONDAY, tick=False)
    area = make.area()
    commune = area.committee
    officer = make.commune_officer(commune)
    client.force_login(officer)
    agency = make.agency(committee=commune.parent)
    return {"area": area, "commune": commune, "officer": officer, "agency": agency}


def page_of(client, name, *args, **query):
    return client.get(reverse(f"feedback:{name}", args=args), query).content.decode()


def post(client, name, *args, **data):
    return client.post(reverse(f"feedback:{name}", args=args), data, follow=True)


def numbers_in(html):
    """Return the numbers of the matters in the list, from top to bottom."""
    return [int(n) for n in re.findall(r'<b><a href="/phan-anh/(\d+)/"', html)]


def due(days):
    return timezone.localdate() + datetime.timedelta(days=days)


def test_the_list_begins_with_what_is_due_first(client, desk):
    later = make_feedback.feedback(area=desk["area"], due_on=due(4))
    late = make_feedback.feedback(area=desk["area"], counts_from=due(-9), due_on=due(-4))
    today = make_feedback.feedback(area=desk["area"], counts_from=due(-3), due_on=due(0))
    html = page_of(client, "feedback_list")
    assert numbers_in(html) == [late.pk, today.pk, later.pk]
    assert "quá hạn 2 ngày" in html  # Thursday to Monday
    assert "hạn hôm nay" in html
    assert "còn 4 ngày" in html


def test_my_list_holds_what_waits_for_me_and_not_what_others_handle(client, desk):
    mine = make_feedback.feedback(area=desk["area"], handler=desk["officer"])
    untaken = make_feedback.feedback(area=desk["area"])
    colleague = make.commune_officer(desk["commune"])
    others = make_feedback.feedback(area=desk["area"], handler=colleague)
    routed = make_feedback.feedback(area=desk["area"], agency=desk["agency"])
    assert set(numbers_in(page_of(client, "feedback_list"))) == {mine.pk, untaken.pk}
    everything = numbers_in(page_of(client, "feedback_list", nhom="cho"))
    assert set(everything) == {mine.pk, untaken.pk, others.pk, routed.pk}


def test_a_matter_that_rose_a_level_waits_for_the_head(client, desk):
    head = make.commune_officer(desk["commune"])
    make_feedback.head(user=head, committee=desk["commune"])
    risen = make_feedback.feedback(area=desk["area"], handler=desk["officer"], level=1)
    client.force_login(head)
    assert numbers_in(page_of(client, "feedback_list")) == [risen.pk]


def test_an_agency_sees_what_was_routed_to_it_alone(client, desk):
    routed = make_feedback.feedback(area=desk["area"], agency=desk["agency"])
    make_feedback.feedback(area=desk["area"])
    client.force_login(make.agency_officer(desk["agency"]))
    assert numbers_in(page_of(client, "feedback_list", nhom="cho")) == [routed.pk]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "duong lang"}, 1),
        ({"q": "khong co"}, 0),
        ({"han": "qua"}, 0),
        ({"nguoi": "chua"}, 2),
        ({"tinh_trang": "verifying"}, 0),
        ({"loai": "x"}, 2),
    ],
)
def test_the_list_is_filtered(client, desk, query, found):
    make_feedback.feedback(area=desk["area"], text="Đường làng ngập nước")
    make_feedback.feedback(area=desk["area"])
    assert len(numbers_in(page_of(client, "feedback_list", **query))) == found


def test_a_number_finds_its_matter(client, desk):
    row = make_feedback.feedback(area=desk["area"])
    make_feedback.feedback(area=desk["area"])
    assert numbers_in(page_of(client, "feedback_list", q=f"#{row.pk}")) == [row.pk]


def count_queries(client, address):
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_a_longer_list_costs_no_more_queries(client, desk):
    for _n in range(3):
        make_feedback.feedback(area=desk["area"])
    address = reverse("feedback:feedback_list")
    client.get(address)
    few = count_queries(client, address)
    for _n in range(27):
        row = make_feedback.feedback(area=desk["area"], handler=desk["officer"])
        make_feedback.pause(feedback=row)
    assert count_queries(client, address) <= few


def test_what_people_wrote_is_not_exported(client, desk):
    make_feedback.feedback(area=desk["area"], text="Chuyện riêng nhà bà Tư", subject="Đèn hỏng")
    answer = client.get(reverse("feedback:feedback_list"), {"xuat": "csv"})
    sheet = b"".join(answer).decode("utf-8-sig")
    assert "Đèn hỏng" in sheet
    assert "bà Tư" not in sheet


# --- One matter -----------------------------------------------------------------------------------


def test_one_button_leads_from_sending_to_the_answer(client, desk):
    row = make_feedback.feedback(area=desk["area"])
    for step, name in (("Nhận xử lý", "feedback_take"), ("Bắt đầu giải quyết", "feedback_start")):
        html = page_of(client, "feedback_detail", row.pk)
        assert html.count("btn-primary") == 1
        assert step in html
        post(client, name, row.pk)
    html = page_of(client, "feedback_detail", row.pk)
    assert reverse("feedback:feedback_answer", args=[row.pk]) in html
    row.refresh_from_db()
    assert (row.status, row.handler) == (Feedback.Status.IN_PROGRESS, desk["officer"])
    data = {"outcome": "solved", "text": "Đã nạo vét xong.", "version": row.version}
    post(client, "feedback_answer", row.pk, **data)
    row.refresh_from_db()
    assert row.status == Feedback.Status.ANSWERED
    assert "Chờ người gửi nói" in page_of(client, "feedback_detail", row.pk)


def test_a_matter_shows_its_words_its_place_and_its_sum(client, desk):
    row = make_feedback.feedback(area=desk["area"], place="sau nhà văn hóa")
    html = page_of(client, "feedback_detail", row.pk)
    assert row.text in html
    assert "sau nhà văn hóa" in html
    assert "3 ngày làm việc" in html


def test_a_note_stays_inside_and_is_marked_so(client, desk):
    row = make_feedback.feedback(area=desk["area"])
    post(client, "feedback_note", row.pk, text="Đã gọi trưởng thôn")
    html = page_of(client, "feedback_detail", row.pk)
    assert "Đã gọi trưởng thôn" in html
    assert "người gửi không thấy" in html
    assert not row.events.filter(is_public=True, text__contains="trưởng thôn").exists()


def test_what_somebody_took_meanwhile_is_refused_with_their_name(client, desk):
    row = make_feedback.feedback(area=desk["area"], handler=make.user(full_name="Lê Thị Hoa"))
    answer = post(client, "feedback_take", row.pk)
    assert "Lê Thị Hoa đã nhận phản ánh này." in answer.content.decode()


def test_a_reader_is_offered_nothing_to_do(client, desk):
    row = make_feedback.feedback(area=desk["area"])
    client.force_login(make.inspector(desk["commune"].parent))
    html = page_of(client, "feedback_detail", row.pk)
    assert "Nhận xử lý" not in html
    assert row.text in html


def test_likely_duplicates_are_offered_beside_the_matter(client, desk):
    first = make_feedback.feedback(area=desk["area"])
    second = make_feedback.feedback(area=desk["area"], text="muong thoat nuoc bi lap tran vao san")
    html = page_of(client, "feedback_detail", second.pk)
    assert f"?vao={first.pk}" in html


def test_what_a_merged_sender_writes_is_read_where_it_is_dealt_with(client, desk):
    main, merged = (make_feedback.feedback(area=desk["area"]) for _n in range(2))
    merge_feedback(feedback=merged, into=main, by=desk["officer"])
    message_from_sender(feedback=merged, sent_key="tin", text="Sáng nay ngập thêm")
    html = page_of(client, "feedback_detail", main.pk)
    assert "Sáng nay ngập thêm" in html
    assert f"Người gửi phản ánh số {merged.pk}, đã gộp vào đây." in html


def test_a_longer_life_costs_no_more_queries(client, desk):
    row = make_feedback.feedback(area=desk["area"])
    address = reverse("feedback:feedback_detail", args=[row.pk])
    add_note(feedback=row, text="một", by=desk["officer"])
    client.get(address)
    few = count_queries(client, address)
    for _n in range(30):
        add_note(feedback=row, text="thêm", by=make.user())
    assert count_queries(client, address) <= few


def test_a_paper_is_handed_out_under_its_own_matter_alone(client, desk):
    row, other = (make_feedback.feedback(area=desk["area"]) for _n in range(2))
    paper = ContentFile(b"%PDF-1.4 thu", name="bien-ban.pdf")
    kept = attach_paper(feedback=row, paper=paper, by=desk["officer"])
    own = reverse("feedback:feedback_attachment", args=[row.pk, kept.pk])
    answer = client.get(own)
    assert b"".join(answer) == b"%PDF-1.4 thu"
    assert answer["Cache-Control"] == "private, no-store"
    assert client.get(own.replace(f"/{row.pk}/tep", f"/{other.pk}/tep")).status_code == 404
    client.force_login(make.commune_officer(make.commune()))
    assert client.get(own).status_code == 404


# --- Many at once ---------------------------------------------------------------------------------


def test_many_are_taken_at_once_and_each_refusal_is_said(client, desk):
    free = [make_feedback.feedback(area=desk["area"]) for _n in range(2)]
    taken = make_feedback.feedback(area=desk["area"], handler=make.user(full_name="Lê Thị Hoa"))
    far = make_feedback.feedback()
    keys = [row.pk for row in (*free, taken, far)]
    html = post(client, "feedback_bulk", viec=keys, act="take").content.decode()
    assert "Đã nhận 2 phản ánh." in html
    assert f"Số {taken.pk}: Lê Thị Hoa đã nhận phản ánh này." in html
    assert "1 phản ánh đồng chí không phụ trách, để nguyên." in html
    far.refresh_from_db()
    assert far.handler is None


def test_many_are_given_to_one_person(client, desk):
    rows = [make_feedback.feedback(area=desk["area"]) for _n in range(2)]
    colleague = make.commune_officer(desk["commune"])
    keys = [row.pk for row in rows]
    assert "Giao 2 phản ánh" in post(client, "feedback_assign_many", viec=keys).content.decode()
    post(
        client,
        "feedback_assign_many",
        viec=keys,
        handler=colleague.pk,
        note="",
    )
    assert {Feedback.objects.get(pk=key).handler for key in keys} == {colleague}


def test_nothing_ticked_is_said(client, desk):
    assert (
        "Chưa đánh dấu phản ánh nào." in post(client, "feedback_bulk", act="take").content.decode()
    )


def test_the_list_it_came_from_is_ours(client, desk):
    row = make_feedback.feedback(area=desk["area"])
    data = {"viec": [row.pk], "act": "take", "ve": "https://xau.example/phan-anh/"}
    answer = client.post(reverse("feedback:feedback_bulk"), data)
    assert answer.url == reverse("feedback:feedback_list")


def test_no_form_is_shown_of_an_act_that_would_only_be_refused(client, desk):
    row = make_feedback.answered(area=desk["area"])
    for act in ("answer", "assign", "route", "pass_on", "refuse", "merge"):
        answer = client.get(reverse(f"feedback:feedback_{act}", args=[row.pk]), follow=True)
        assert answer.redirect_chain, act
        assert "không còn chờ xử lý" in answer.content.decode(), act


def test_what_went_to_the_private_channel_is_not_called_deleted(client, desk):
    row = make_feedback.feedback(area=desk["area"])
    Feedback.objects.filter(pk=row.pk).update(status=Feedback.Status.MOVED, text="", subject="")
    page = page_of(client, "feedback_detail", row.pk)
    assert "đã chuyển kênh riêng" in page
    assert "xóa theo thời hạn" not in page


def test_notes_and_papers_of_the_desk_stay_with_the_desk(client, desk):
    row = make_feedback.feedback(area=desk["area"])
    add_note(feedback=row, text="Gọi thôn trưởng trước", by=desk["officer"])
    paper = ContentFile(b"%PDF-1.4\n%%EOF", name="bien-ban.pdf")
    kept = attach_paper(feedback=row, paper=paper, by=desk["officer"])
    client.force_login(make.cadre_user(make.assignment(area=desk["area"]).cadre))
    page = page_of(client, "feedback_detail", row.pk)
    assert "Gọi thôn trưởng" not in page
    assert "bien-ban" not in page
    assert (
        client.get(reverse("feedback:feedback_attachment", args=[row.pk, kept.pk])).status_code
        == 404
    )
