"""The Celery application and THE timetable: everything periodic stands in this file."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoavang_portal.settings")

app = Celery("hoavang_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Every entry is safe to run twice: what it writes is keyed.  Hours are Vietnamese time.  When beat
# was down at an entry's hour, it starts the entry once as soon as it is up again.
app.conf.beat_schedule = {
    "deliver due notices": {
        "task": "common.tasks.deliver_due_notices",
        "schedule": crontab(),
    },
    "take up imports that no worker finished": {
        "task": "hoavang_portal.tasks.resume_imports",
        "schedule": crontab(minute="*/15"),
    },
    "compute the open years' scores": {
        "task": "emulation.tasks.roll_up_open_years",
        "schedule": crontab(hour=1, minute=30),
    },
    "close the help that is over and rated since": {
        "task": "assignments.tasks.close_help_that_is_over",
        "schedule": crontab(hour=2, minute=0),
    },
    "check what must always hold": {
        "task": "accounts.tasks.check_invariants",
        "schedule": crontab(hour=2, minute=30),
    },
    "tell cadres of called, moved and cancelled meetings": {
        "task": "assignments.tasks.tell_of_called_meetings",
        "schedule": crontab(minute="*/5"),
    },
    "pass on flash reports that nobody has looked at": {
        "task": "feedback.tasks.escalate_unseen_flash",
        "schedule": crontab(minute="*/5"),
    },
    "remind of visits tomorrow and in three days": {
        "task": "assignments.tasks.remind_of_visits",
        "schedule": crontab(hour=7, minute=0),
    },
    "remind of attendance not logged by day 25": {
        "task": "assignments.tasks.remind_of_missing_attendance",
        "schedule": crontab(day_of_month="25", hour=7, minute=10),
    },
    "remind on 31 March and 31 December": {
        "task": "assignments.tasks.remind_of_quarter_end",
        "schedule": crontab(day_of_month="31", month_of_year="3,12", hour=7, minute=20),
    },
    "remind on 30 June and 30 September": {
        "task": "assignments.tasks.remind_of_quarter_end",
        "schedule": crontab(day_of_month="30", month_of_year="6,9", hour=7, minute=20),
    },
    "remind on the day after a quarter": {
        "task": "assignments.tasks.remind_of_quarter_end",
        "schedule": crontab(day_of_month="1", month_of_year="1,4,7,10", hour=7, minute=20),
    },
    "remind of help actions due and late": {
        "task": "assignments.tasks.remind_of_help_actions",
        "schedule": crontab(hour=7, minute=40),
    },
    "remind of leaders' reviews that the last quarter lacks": {
        "task": "assignments.tasks.remind_of_help_reviews",
        "schedule": crontab(day_of_month="1,10,20", hour=7, minute=45),
    },
    "remind of rating steps due": {  # a round may have its deadlines in any month
        "task": "cells.tasks.remind_of_rating_steps",
        "schedule": crontab(hour=7, minute=30),
    },
    "reckon the due days of matters again": {  # those of paused ones move on every working day
        "task": "feedback.tasks.recompute_due_days",
        "schedule": crontab(hour=0, minute=20),
    },
    "leave answers unconfirmed that nobody confirmed": {
        "task": "feedback.tasks.leave_unconfirmed",
        "schedule": crontab(hour=0, minute=40),
    },
    "carry late matters up": {
        "task": "feedback.tasks.escalate_late_feedback",
        "schedule": crontab(hour=7, minute=15),
    },
    "remind of matters due, tell of late ones": {
        "task": "feedback.tasks.remind_of_feedback",
        "schedule": crontab(hour=7, minute=25),
    },
    "remind of a year whose days off are not settled": {
        "task": "feedback.tasks.remind_of_calendar",
        "schedule": crontab(day_of_month="1", month_of_year="1,2,10,11,12", hour=7, minute=35),
    },
    "delete personal data past its date": {
        "task": "feedback.tasks.delete_what_is_past",
        "schedule": crontab(hour=3, minute=0),
    },
    "remind of requests about personal data": {
        "task": "feedback.tasks.remind_of_data_requests",
        "schedule": crontab(hour=7, minute=50),
    },
}
