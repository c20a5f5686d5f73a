"""What of a case is personal: masked on every page and in every export, shown for a reason. Source: S3 §5.1."""

from models import personal
from models.complaints.tables import Complaint

personal.declare(
    Complaint,
    permission="complaint.reveal",
    full_export="complaint.export_full",
    phone="电话",
    plate="车牌号",
    content="text:内容",
    investigation="text:调查情况",
)
