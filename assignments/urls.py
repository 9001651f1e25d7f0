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
    worries,
)
from assignments.views import assignments as assigning
from assignments.views import attendance as visits
from assignments.views import attendance_confirm as confirm
from assignments.views import attendance_log as log
from assignments.views import help as helping
from assignments.views import help_plan as plans

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
    path("chi-bo/can-quan-tam/", worries.worry_list, name="worry_list"),
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

# --- Help -----------------------------------------------------------------------------------------
_one = "giup-do/<int:registration_id>"
_action = "giup-do/viec/<int:help_action_id>"
helps = [
    path("giup-do/", helping.help_list, name="help_list"),
    path("giup-do/can-giup/", helping.help_needs, name="help_needs"),
    path("giup-do/dang-ky/", helping.help_register, name="help_register"),
    path("giup-do/goi-y/chi-bo/", helping.help_cell_options, name="help_cell_options"),
    path(f"{_one}/", helping.help_detail, name="help_detail"),
    path(f"{_one}/sua/", helping.help_edit, name="help_edit"),
    path(f"{_one}/ket-thuc/", helping.help_close, name="help_close"),
    path(f"{_one}/rut/", helping.help_withdraw, name="help_withdraw"),
    path(f"{_one}/viec/them/", plans.help_action_create, name="help_action_create"),
    path(f"{_action}/sua/", plans.help_action_edit, name="help_action_edit"),
    path(f"{_action}/xong/", plans.help_action_finish, name="help_action_finish"),
    path(f"{_action}/kiem-tra/", plans.help_action_check, name="help_action_check"),
    path(f"{_action}/tra-lai/", plans.help_action_reopen, name="help_action_reopen"),
    path(f"{_action}/minh-chung/", plans.help_action_proof, name="help_action_proof"),
    path(f"{_one}/thong-nhat/", plans.help_agreement_create, name="help_agreement_create"),
    path(f"{_one}/phoi-hop/", plans.help_partner_create, name="help_partner_create"),
    path(
        "giup-do/phoi-hop/<int:help_partner_id>/bo/",
        plans.help_partner_remove,
        name="help_partner_remove",
    ),
    path(f"{_one}/nhan-xet/", plans.help_review_create, name="help_review_create"),
    path(
        "giup-do/nhan-xet/<int:help_review_id>/sua/",
        plans.help_review_edit,
        name="help_review_edit",
    ),
]

urlpatterns = [*people, *attendance, *helps]
