"""A workbook on its way into the portal, and what became of each of its rows."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["ImportLine", "ImportRun"]


class ImportRun(models.Model):
    """One uploaded workbook: first checked (dry run), then written if the user says so."""

    class State(models.TextChoices):
        WAITING = "waiting", _("chờ đọc")
        CHECKING = "checking", _("đang đọc")
        CHECKED = "checked", _("đã đọc, chưa ghi")
        WRITING = "writing", _("đang ghi")
        DONE = "done", _("đã ghi")
        FAILED = "failed", _("không đọc được")
        DROPPED = "dropped", _("đã bỏ")

    kind = models.CharField(_("loại bảng"), max_length=40, blank=True)
    file = models.FileField(_("tệp"), upload_to="imports/%Y/%m")
    file_name = models.CharField(_("tên tệp"), max_length=255)
    file_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    options = models.JSONField(default=dict)
    rows_total = models.PositiveIntegerField(null=True, blank=True)
    rows_read = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    problem = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("lúc"), auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("lượt nhập bảng")
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.file_name


class ImportLine(models.Model):
    """What the dry run found about one row (or one cell) of the workbook."""

    class Outcome(models.TextChoices):
        CREATE = "create", _("thêm mới")
        CHANGE = "change", _("sửa")
        SAME = "same", _("giữ nguyên")
        NOTE = "note", _("lưu ý")
        FAULT = "fault", _("sai")

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="lines")
    sheet = models.CharField(_("trang"), max_length=100)
    row = models.PositiveIntegerField(_("dòng"))
    column = models.CharField(_("cột"), max_length=120, blank=True)
    value = models.CharField(_("giá trị"), max_length=300, blank=True)
    outcome = models.CharField(_("kết quả"), max_length=6, choices=Outcome.choices)
    label = models.CharField(max_length=300, blank=True)
    message = models.TextField(blank=True)
    changes = models.JSONField(default=list)

    class Meta:
        verbose_name = _("dòng của bảng")
        ordering = ("run", "id")
        indexes = (models.Index(fields=("run", "outcome", "id"), name="import_line_outcome"),)

    def __str__(self) -> str:
        return f"{self.sheet}:{self.row} {self.outcome}"
