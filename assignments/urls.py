"""Addresses of people, assignments and attendance."""

from django.urls import path

from assignments.views import (
    absences,
    agencies,
    attendance_duty,
    attendance_grid,
    bulk,
    cadres,
    charges,
    decisions,
    norms,
    scores,
)
from assignments.views import assignments as assigning
from assignments.views import attendance as visits
from assignments.views import attendance_confirm as confirm
from assignments.views import attendance_log as log

app_name = "assignments"

# --- People and assignments -----------------------------------------------------------------------
people = [
    path("co-quan/", agencies.agency_list, name="agency_list"),
    path("co-quan/moi/", agencies.agency_create, name="agency_create"),
    path("co-quan/<int:agency_id>/", agencies.agency_detail, name="agency_detail"),
    path("co-quan/<int:agency_id>/sua/", agencies.agency_edit, name="agency_edit"),
    path("co-quan/<int:agency_id>/ket-thuc/", agencies.agency_end, name="agency_end"),
    path("can-bo/", cadres.cadre_list, name="cadre_list"),
    path("can-bo/moi/", cadres.cadre_create, name="cadre_create"),
    path("can-bo/chua-phan-cong/", assigning.cadre_gaps, name="cadre_gaps"),
    path("can-bo/<int:cadre_id>/", cadres.cadre_detail, name="cadre_detail"),
    path("can-bo/<int:cadre_id>/sua/", cadres.cadre_edit, name="cadre_edit"),
    path("can-bo/<int:cadre_id>/thoi-cong-tac/", cadres.cadre_leave, name="cadre_leave"),
    path("can-bo/<int:cadre_id>/ban-giao/", cadres.cadre_hand_over, name="cadre_hand_over"),
    path("quyet-dinh/", decisions.decision_list, name="decision_list"),
    path("quyet-dinh/moi/", decisions.decision_create, name="decision_create"),
    path("quyet-dinh/<int:decision_id>/", decisions.decision_detail, name="decision_detail"),
    path("quyet-dinh/<int:decision_id>/sua/", decisions.decision_edit, name="decision_edit"),
    path("dinh-muc/", norms.norm_list, name="norm_list"),
    path("dinh-muc/<int:norm_id>/sua/", norms.norm_edit, name="norm_edit"),
    path("phan-cong/", assigning.assignment_list, name="assignment_list"),
    path("phan-cong/moi/", assigning.assignment_create, name="assignment_create"),
    path("phan-cong/hang-loat/", bulk.assignment_bulk, name="assignment_bulk"),
    path("phan-cong/hang-loat/ghi/", bulk.assignment_bulk_write, name="assignment_bulk_write"),
    path("phan-cong/con-thieu/", assigning.assignment_gaps, name="assignment_gaps"),
    path("phan-cong/ai-phu-trach/", assigning.responsible_page, name="responsible_page"),
    path("phan-cong/goi-y/can-bo/", assigning.cadre_options, name="cadre_options"),
    path("phan-cong/goi-y/khu/", assigning.area_options, name="area_options"),
    path("phan-cong/<int:assignment_id>/sua/", assigning.assignment_edit, name="assignment_edit"),
    path("phan-cong/<int:assignment_id>/bo/", assigning.assignment_drop, name="assignment_drop"),
    path(
        "phan-cong/<int:assignment_id>/ket-thuc/", assigning.assignment_end, name="assignment_end"
    ),
    path("phu-trach/", charges.charge_list, name="charge_list"),
    path("phu-trach/moi/", charges.charge_create, name="charge_create"),
    path("phu-trach/<int:charge_id>/sua/", charges.charge_edit, name="charge_edit"),
    path("phu-trach/<int:charge_id>/ket-thuc/", charges.charge_end, name="charge_end"),
    path("nghi/", absences.absence_list, name="absence_list"),
    path("nghi/moi/", absences.absence_create, name="absence_create"),
    path("nghi/<int:absence_id>/sua/", absences.absence_edit, name="absence_edit"),
    path("nghi/<int:absence_id>/huy/", absences.absence_cancel, name="absence_cancel"),
]

# --- Attendance -----------------------------------------------------------------------------------
attendance = [
    path("hom-nay/", log.attendance_today, name="attendance_today"),
    path("ghi-du/", log.attendance_log, name="attendance_log"),
    path("ghi-du/gui/", log.attendance_send, name="attendance_send"),
    path("luot-du/", visits.attendance_list, name="attendance_list"),
    path("luot-du/dinh-muc/", attendance_duty.duty_list, name="duty_list"),
    path("luot-du/cho-xac-nhan/", confirm.attendance_confirm_list, name="attendance_confirm_list"),
    path(
        "luot-du/cho-xac-nhan/ghi/",
        confirm.attendance_confirm_many,
        name="attendance_confirm_many",
    ),
    path("luot-du/<int:attendance_id>/", visits.attendance_detail, name="attendance_detail"),
    path("luot-du/<int:attendance_id>/sua/", visits.attendance_correct, name="attendance_correct"),
    path(
        "luot-du/<int:attendance_id>/rut/", visits.attendance_withdraw, name="attendance_withdraw"
    ),
    path(
        "luot-du/<int:attendance_id>/xac-nhan/",
        confirm.attendance_confirm,
        name="attendance_confirm",
    ),
    path(
        "luot-du/<int:attendance_id>/khong-du/",
        confirm.attendance_dispute,
        name="attendance_dispute",
    ),
    path("luot-du/hai-ban/<int:clash_id>/", visits.attendance_clash, name="attendance_clash"),
    path(
        "luot-du/hai-ban/<int:clash_id>/giu/",
        visits.attendance_clash_keep,
        name="attendance_clash_keep",
    ),
    path(
        "luot-du/hai-ban/<int:clash_id>/lay/",
        visits.attendance_clash_take,
        name="attendance_clash_take",
    ),
    path("sinh-hoat/<int:meeting_id>/can-bo-cham/", scores.meeting_score, name="meeting_score"),
    path("cham-du/", attendance_grid.attendance_grid, name="attendance_grid"),
    path(
        "cham-du/<int:assignment_id>/",
        attendance_grid.attendance_grid_row,
        name="attendance_grid_row",
    ),
    path("cham-du/chot/<slug:slug>/", attendance_grid.quarter_close, name="quarter_close"),
]

urlpatterns = [*people, *attendance]
