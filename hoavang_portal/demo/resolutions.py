"""Resolutions of the demo with their tasks: most done on time, some overdue, some carried over."""

import datetime
from random import Random

from cells.models import Meeting, PartyCell, Resolution, ResolutionTask
from hoavang_portal.demo.names import person
from hoavang_portal.demo.story import compared_cells
from hoavang_portal.demo.units import HELP_BEGAN, HELPED_VILLAGE

__all__ = ["load_resolutions"]

MONTHS, STORY_YEARS = 13, (2016, 2019)
TASKS = [
    "Vận động nhóm hộ đóng góp sửa đường vào thôn",
    "Họp nhóm hộ phân loại rác tại nguồn",
    "Giúp hai hộ khó khăn làm hồ sơ vay vốn",
    "Tổ chức ra quân dọn vệ sinh tuyến kênh",
    "Phổ biến nghị quyết cấp trên cho hội viên Nông dân",
    "Theo dõi, giúp đỡ quần chúng ưu tú vào Đảng",
    "Rà soát hộ chưa đạt gia đình văn hóa",
    "Vận động thanh niên dự sinh hoạt Chi đoàn",
]
CARRIED = ["Chờ kinh phí của xã.", "Mưa lũ, phải lùi ngày ra quân.", "Đảng viên được giao đi vắng."]
DONE = ["Xong, bà con đồng tình.", "Đạt theo kế hoạch.", "Xong phần việc chính."]
# Of so many cells one lets its tasks lie.
SLACK = 11
ON_TIME, ON_TIME_SLACK, ON_TIME_BEFORE_HELP = 0.88, 0.5, 0.5


def load_resolutions(cells: list[PartyCell], today: datetime.date, random: Random) -> None:
    """Store the resolutions of a year, and those of the years of the story."""
    since = today - datetime.timedelta(days=30 * MONTHS)
    desk = _Desk(today, random)
    slack = {cell.pk for number, cell in enumerate(cells) if number % SLACK == 4}
    story = {cell.pk for cell in compared_cells(cells)}
    story |= {cell.pk for cell in cells if cell.name.endswith(HELPED_VILLAGE)}
    held = Meeting.objects.select_related("cell").order_by("held_on", "pk")
    years = (datetime.date(STORY_YEARS[0], 1, 1), datetime.date(STORY_YEARS[1], 12, 31))
    for meeting in held.filter(held_on__range=years, cell__in=story):
        helped = meeting.cell.name.endswith(HELPED_VILLAGE) and meeting.held_on >= HELP_BEGAN
        desk.resolve(meeting, 0.93 if helped else 0.62, always_done=True)
    # A resolution in two of three months; in the newest months always.
    newest = today - datetime.timedelta(days=70)
    for meeting in held.filter(held_on__gte=since):
        if meeting.held_on >= newest or (meeting.cell_id + meeting.held_on.month) % 3:
            desk.resolve(meeting, ON_TIME_SLACK if meeting.cell_id in slack else ON_TIME)
    desk.store()


class _Desk:
    def __init__(self, today: datetime.date, random: Random) -> None:
        self.today, self.random = today, random
        self.resolutions: list[Resolution] = []
        self.tasks: list[ResolutionTask] = []

    def resolve(self, meeting: Meeting, on_time: float, *, always_done: bool = False) -> None:
        """Write what a meeting resolved, and who does what by when."""
        resolution = Resolution(
            cell=meeting.cell,
            meeting=meeting,
            number=f"{meeting.held_on.month:02}-NQ/CB",
            adopted_on=meeting.held_on,
            title=f"Nhiệm vụ tháng {meeting.held_on.month}/{meeting.held_on.year}",
        )
        self.resolutions.append(resolution)
        for text in self.random.sample(TASKS, self.random.choice([1, 2, 2, 3])):
            self.tasks.append(self._task(resolution, text, on_time, always_done=always_done))

    def _task(
        self, resolution: Resolution, text: str, on_time: float, *, always_done: bool
    ) -> ResolutionTask:
        random = self.random
        due_on = resolution.adopted_on + datetime.timedelta(days=random.choice([20, 25, 28]))
        task = ResolutionTask(
            resolution=resolution, text=text, member_name=person(random)[0], due_on=due_on
        )
        done_on = due_on - datetime.timedelta(days=random.randint(0, 12))
        luck = random.random()
        if luck < on_time:
            if done_on <= self.today:
                task.done_on, task.result = done_on, random.choice(DONE)
        elif due_on <= self.today or luck > 0.96:
            self._be_late(task, always_done=always_done or luck < 0.97)
        return task

    def _be_late(self, task: ResolutionTask, *, always_done: bool) -> None:
        """Carry it over with a reason, and finish it late, or leave it overdue."""
        later = task.due_on + datetime.timedelta(days=30)
        if self.random.random() < 0.5:
            task.carried_to, task.carried_reason = later, self.random.choice(CARRIED)
        done_on = task.due_on + datetime.timedelta(days=self.random.randint(3, 28))
        if always_done and done_on <= self.today and self.random.random() < 0.8:
            task.done_on, task.result = done_on, self.random.choice(DONE)

    def store(self) -> None:
        """Store every resolution with its tasks."""
        Resolution.objects.bulk_create(self.resolutions, batch_size=400)
        ResolutionTask.objects.bulk_create(self.tasks, batch_size=400)
