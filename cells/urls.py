"""Addresses of units, meetings and ratings."""

from django.urls import path

from cells.views import (
    areas,
    calendar,
    cells,
    communes,
    meetings,
    missing,
    objections,
    publishing,
    rating_sheets,
    ratings,
    records,
    resolutions,
    rounds,
    scores,
)

app_name = "cells"

_RATING = "xep-loai/<int:cell_id>/<int:year>/"

_ROUND = "xep-loai/dot/<int:round_id>/"
_SHEET = "xep-loai/dot/<int:year>/xa/<int:commune_id>/"
_OBJECTION = "xep-loai/y-kien/<int:objection_id>/"
_RESOLUTION = "nghi-quyet/<int:resolution_id>/"

_CELL = "chi-bo/<int:cell_id>/"

_PLANNED = "lich-hop/<int:planned_meeting_id>/"

_COMMUNE = "xa/<int:commune_id>/"
_AREA = "khu-dan-cu/<int:area_id>/"
_STRENGTH = f"{_AREA}to-chuc/<int:body_id>/danh-gia/"

urlpatterns = [
    # --- Committees
    path("xa/", communes.commune_list, name="commune_list"),
    path("xa/them/", communes.commune_create, name="commune_create"),
    path(_COMMUNE, communes.commune_detail, name="commune_detail"),
    path(f"{_COMMUNE}sua/", communes.commune_edit, name="commune_edit"),
    path(f"{_COMMUNE}ket-thuc/", communes.commune_end, name="commune_end"),
    # --- Areas and their bodies
    path("khu-dan-cu/", areas.area_list, name="area_list"),
    path("khu-dan-cu/them/", areas.area_create, name="area_create"),
    path(_AREA, areas.area_detail, name="area_detail"),
    path(f"{_AREA}sua/", areas.area_edit, name="area_edit"),
    path(f"{_AREA}ket-thuc/", areas.area_end, name="area_end"),
    path(f"{_AREA}to-chuc/them/", areas.body_create, name="body_create"),
    path(f"{_AREA}to-chuc/<int:body_id>/sua/", areas.body_edit, name="body_edit"),
    path(f"{_AREA}to-chuc/<int:body_id>/ket-thuc/", areas.body_end, name="body_end"),
    path(_STRENGTH, records.strength_create, name="strength_create"),
    path(f"{_STRENGTH}<int:strength_id>/", records.strength_edit, name="strength_edit"),
    # --- Cells and meetings
    path("chi-bo/", cells.cell_list, name="cell_list"),
    path("chi-bo/them/", cells.cell_create, name="cell_create"),
    path(_CELL, cells.cell_detail, name="cell_detail"),
    path(f"{_CELL}sua/", cells.cell_edit, name="cell_edit"),
    path(f"{_CELL}ket-thuc/", cells.cell_end, name="cell_end"),
    path(f"{_CELL}khu-dan-cu/gan/", cells.cell_area_add, name="cell_area_add"),
    path(f"{_CELL}khu-dan-cu/<int:link_id>/thoi/", cells.cell_area_end, name="cell_area_end"),
    path(f"{_CELL}sinh-hoat/them/", meetings.meeting_create, name="meeting_create"),
    path(f"{_CELL}ky-luat/them/", records.discipline_create, name="discipline_create"),
    path("ky-luat/<int:cell_discipline_id>/", records.discipline_edit, name="discipline_edit"),
    path("sinh-hoat/", meetings.meeting_list, name="meeting_list"),
    path("sinh-hoat/<int:meeting_id>/", meetings.meeting_edit, name="meeting_edit"),
    path("sinh-hoat/<int:meeting_id>/bien-ban/", meetings.meeting_minutes, name="meeting_minutes"),
    path("sinh-hoat/thieu/", missing.missing_list, name="missing_list"),
    # --- Resolutions
    path(
        f"{_CELL}nghi-quyet/", resolutions.resolution_list_of_cell, name="resolution_list_of_cell"
    ),
    path(f"{_CELL}nghi-quyet/them/", resolutions.resolution_create, name="resolution_create"),
    path("nghi-quyet/", resolutions.resolution_list, name="resolution_list"),
    path(_RESOLUTION, resolutions.resolution_detail, name="resolution_detail"),
    path(f"{_RESOLUTION}sua/", resolutions.resolution_edit, name="resolution_edit"),
    path("nghi-quyet/viec/", resolutions.task_list, name="task_list"),
    path("nghi-quyet/viec/<int:task_id>/sua/", resolutions.task_edit, name="task_edit"),
    path("nghi-quyet/viec/<int:task_id>/xong/", resolutions.task_done, name="task_done"),
    path("nghi-quyet/viec/<int:task_id>/chuyen-han/", resolutions.task_carry, name="task_carry"),
    # --- Scores of meetings
    path("sinh-hoat/<int:meeting_id>/diem/", scores.meeting_scores, name="meeting_scores"),
    path("sinh-hoat/<int:meeting_id>/cham/", scores.meeting_score, name="meeting_score"),
    path("diem-sinh-hoat/", scores.meeting_score_list, name="meeting_score_list"),
    path("bang-diem/", scores.rubric_list, name="rubric_list"),
    path("bang-diem/<int:rubric_id>/", scores.rubric_detail, name="rubric_detail"),
    # --- Meetings to come
    path("lich-hop/", calendar.calendar_list, name="calendar_list"),
    path(f"{_CELL}lich-hop/bao/", calendar.planned_create, name="planned_create"),
    path(f"{_CELL}lich-hop/<slug:month>/hoan/", calendar.usual_call_off, name="usual_call_off"),
    path(_PLANNED, calendar.planned_detail, name="planned_detail"),
    path(f"{_PLANNED}sua/", calendar.planned_edit, name="planned_edit"),
    path(f"{_PLANNED}doi/", calendar.planned_move, name="planned_move"),
    path(f"{_PLANNED}hoan/", calendar.planned_call_off, name="planned_call_off"),
    # --- Ratings
    path("xep-loai/", ratings.rating_list, name="rating_list"),
    path("xep-loai/dot/", rounds.round_list, name="round_list"),
    path("xep-loai/dot/mo/", rounds.round_open, name="round_open"),
    path(_ROUND, rounds.round_detail, name="round_detail"),
    path(f"{_ROUND}nhan-moi/", rounds.round_complete, name="round_complete"),
    path(f"{_ROUND}nhom/<int:group_id>/nang-tran/", rounds.ceiling_raise, name="ceiling_raise"),
    path(_SHEET, rating_sheets.rating_sheet_page, name="rating_sheet"),
    path(f"{_SHEET}nhan/", rating_sheets.rating_sheet_accept, name="rating_sheet_accept"),
    path(f"{_SHEET}<int:rating_id>/", rating_sheets.rating_sheet_row, name="rating_sheet_row"),
    path(_RATING, ratings.rating_detail, name="rating_detail"),
    path(f"{_RATING}tu-xep/", ratings.rating_self, name="rating_self"),
    path(f"{_RATING}xet/", ratings.rating_review, name="rating_review"),
    path(f"{_RATING}quyet-dinh/", ratings.rating_decide, name="rating_decide"),
    path(f"{_RATING}tra-lai/", ratings.rating_return, name="rating_return"),
    # --- Objections to published ratings
    path("xep-loai/y-kien/", objections.objection_list, name="objection_list"),
    path(f"{_RATING}y-kien/", objections.objection_create, name="objection_create"),
    path(f"{_OBJECTION}giu-nguyen/", objections.objection_keep, name="objection_keep"),
    path(f"{_OBJECTION}xep-loai-lai/", objections.objection_redo, name="objection_redo"),
    # --- Published rounds
    path(f"{_ROUND}cong-bo/", publishing.round_publish, name="round_publish"),
    path(f"{_ROUND}ket-qua/", publishing.result_list, name="result_list"),
    path(f"{_ROUND}ket-qua/in/", publishing.result_print, name="result_print"),
]
