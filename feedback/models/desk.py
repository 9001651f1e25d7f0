"""What the desk is set up with: kinds of matters, classes of urgency, routes, heads, norms."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules import Ability
from assignments.models import Agency
from cells.models import Committee
from cells.models.scope import acting_under, any_of, under
from common.models import Dated, DatedQuerySet, Versioned
from common.models.rows import ends_after_start

__all__ = ["Category", "DeskHead", "DeskNorm", "Route", "UrgencyClass"]


class UrgencyClass(Versioned):
    """How soon a matter of this class is answered, in working days.

    QĐ 960/QĐ-UBND 25/3/2021 of Đà Nẵng: urgent within 1, what can be checked at once within 3;
    QĐ 11-QĐi/TW 18/2/2019: letters to the head of the committee within 10.  `reopened_days`, the
    shorter clock of a matter that was not solved, is local policy.
    """

    code = models.SlugField(unique=True)
    name = models.CharField(_("tên"), max_length=80)
    days = models.PositiveSmallIntegerField(_("số ngày làm việc"))
    reopened_days = models.PositiveSmallIntegerField(_("số ngày làm việc khi mở lại"))
    source = models.CharField(_("căn cứ"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("loại thời hạn")
        ordering = ("days", "id")
        constraints = (
            models.CheckConstraint(
                name="urgency_days_counted",
                condition=Q(days__range=(1, 60), reopened_days__range=(1, 60)),
                violation_error_message=_("Số ngày làm việc phải từ 1 đến 60."),
            ),
            models.CheckConstraint(
                name="urgency_reopened_not_longer",
                condition=Q(reopened_days__lte=models.F("days")),
                violation_error_message=_("Thời hạn khi mở lại không được dài hơn thời hạn đầu."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class Category(Versioned):
    """A kind of matter that people write about.  Local policy; hidden ones take no new matters."""

    code = models.SlugField(unique=True)
    name = models.CharField(_("tên"), max_length=80, unique=True)
    hint = models.CharField(_("thí dụ cho người gửi"), max_length=200, blank=True)
    urgency = models.ForeignKey(
        UrgencyClass, models.PROTECT, related_name="categories", verbose_name=_("thời hạn thường")
    )
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=50)
    is_open = models.BooleanField(_("đang nhận"), default=True)

    class Meta:
        verbose_name = _("loại việc")
        ordering = ("order", "id")

    def __str__(self) -> str:
        return self.name


class Route(Versioned):
    """Where matters go: by kind and commune to the commune itself or to an agency.

    The row that says most wins (commune and kind, then commune, then kind, then neither); without
    any, a matter goes to the commune it is about.
    """

    committee = models.ForeignKey(
        Committee,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("xã, phường"),
    )
    category = models.ForeignKey(
        Category,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("loại việc"),
    )
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("chuyển đến cơ quan"),
        help_text=_("Để trống: chính xã, phường đó xử lý."),
    )

    class Meta:
        verbose_name = _("cách chuyển việc")
        ordering = ("committee__sort_key", "category__order", "id")
        constraints = (
            models.UniqueConstraint(
                name="route_once",
                fields=("committee", "category"),
                violation_error_message=_("Đã có cách chuyển cho xã và loại việc này."),
            ),
            models.UniqueConstraint(
                name="route_once_for_commune",
                fields=("committee",),
                condition=Q(category__isnull=True),
                violation_error_message=_("Đã có cách chuyển cho mọi loại việc của xã này."),
            ),
            models.UniqueConstraint(
                name="route_once_for_category",
                fields=("category",),
                condition=Q(committee__isnull=True),
                violation_error_message=_("Đã có cách chuyển loại việc này cho mọi xã."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.committee or '*'} · {self.category or '*'} → {self.agency or '='}"


class HeadQuerySet(DatedQuerySet):
    def visible_to(self, user: User) -> Self:
        """Return the heads of the committees and agencies under the person's committees."""
        return self.filter(any_of(under(user, "committee__") + under(user, "agency__committee__")))

    def acted_on_by(self, user: User, ability: Ability) -> Self:
        """Return those on which `user` may use `ability`."""
        ways = acting_under(user, "committee__", ability)
        return self.filter(any_of(ways + acting_under(user, "agency__committee__", ability)))


class DeskHead(Dated, Versioned):
    """Who answers for the matters of a commune or an agency when their handler is late."""

    committee = models.ForeignKey(
        Committee,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="desk_heads",
        verbose_name=_("xã, phường"),
    )
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="desk_heads",
        verbose_name=_("cơ quan"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="desk_heads",
        verbose_name=_("người đứng đầu"),
    )

    objects = HeadQuerySet.as_manager()

    class Meta:
        verbose_name = _("người đứng đầu nơi xử lý")
        ordering = ("committee__sort_key", "agency__sort_key", "-valid_from")
        constraints = (
            ends_after_start("desk_head"),
            models.CheckConstraint(
                name="desk_head_of_one_place",
                condition=Q(committee__isnull=True, agency__isnull=False)
                | Q(committee__isnull=False, agency__isnull=True),
                violation_error_message=_("Chọn một xã hoặc một cơ quan."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.committee or self.agency}: {self.user}"


class NormQuerySet(models.QuerySet[Any]):
    def in_force(self) -> "DeskNorm":
        """Return THE norms; the migration writes the row."""
        row: DeskNorm = self.get(pk=1)
        return row


class DeskNorm(Versioned):
    """The numbers of the desk that no regulation gives.  One row; local policy, shown as such."""

    confirm_days = models.PositiveSmallIntegerField(_("số ngày chờ người gửi xác nhận"), default=15)
    remind_days = models.PositiveSmallIntegerField(_("nhắc trước hạn, số ngày làm việc"), default=1)
    head_after_days = models.PositiveSmallIntegerField(
        _("báo người đứng đầu khi quá hạn, số ngày làm việc"), default=1
    )
    board_after_days = models.PositiveSmallIntegerField(
        _("báo ủy viên phụ trách khi quá hạn, số ngày làm việc"), default=3
    )
    flash_unseen_hours = models.PositiveSmallIntegerField(
        _("báo nhanh chưa ai xem thì báo người kế tiếp sau, số giờ"), default=4
    )
    reply_days = models.PositiveSmallIntegerField(
        _("cán bộ trả lời nhận xét trong, số ngày làm việc"), default=5
    )
    opening_minutes = models.PositiveSmallIntegerField(
        _("mỗi lần mở nhận xét niêm phong được xem trong, số phút"), default=30
    )

    objects = NormQuerySet.as_manager()

    class Meta:
        verbose_name = _("định mức xử lý phản ánh")
        constraints = (
            models.CheckConstraint(name="desk_norm_one_row", condition=Q(pk=1)),
            models.CheckConstraint(
                name="desk_norm_board_after_head",
                condition=Q(board_after_days__gte=models.F("head_after_days")),
                violation_error_message=_(
                    "Báo ủy viên phụ trách phải cùng lúc hoặc sau khi báo người đứng đầu."
                ),
            ),
            models.CheckConstraint(
                name="desk_norm_counted",
                condition=Q(
                    confirm_days__range=(1, 90),
                    head_after_days__gte=1,
                    flash_unseen_hours__range=(1, 72),
                    reply_days__range=(1, 60),
                    opening_minutes__range=(5, 240),
                ),
            ),
        )

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
