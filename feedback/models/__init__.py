"""The people's side: matters raised, flash reports, sealed remarks, and their personal data."""

from feedback.models.attachments import Attachment
from feedback.models.desk import Category, DeskHead, DeskNorm, Route, UrgencyClass
from feedback.models.feedback import Answer, ClockPause, Feedback, FeedbackEvent
from feedback.models.flash import FlashEvent, FlashPhoto, FlashReport
from feedback.models.privacy import (
    ContactReading,
    DataRequest,
    RetentionRule,
    RetentionRun,
    SenderContact,
)
from feedback.models.published import PublishedMatter
from feedback.models.remarks import (
    ConductRemark,
    RemarkOpening,
    RemarkReader,
    RemarkReading,
    RemarkReply,
)

__all__ = [
    "Answer",
    "Attachment",
    "Category",
    "ClockPause",
    "ConductRemark",
    "ContactReading",
    "DataRequest",
    "DeskHead",
    "DeskNorm",
    "Feedback",
    "FeedbackEvent",
    "FlashEvent",
    "FlashPhoto",
    "FlashReport",
    "PublishedMatter",
    "RemarkOpening",
    "RemarkReader",
    "RemarkReading",
    "RemarkReply",
    "RetentionRule",
    "RetentionRun",
    "Route",
    "SenderContact",
    "UrgencyClass",
]
