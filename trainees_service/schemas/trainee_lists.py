"""Lists of trainees on the wire, and what the query string may say."""

from marshmallow import Schema, fields, validate

from shared.schemas import Choice, ResourceSchema, StrictInteger, StrictString
from trainees_service.domain.academic_cycles import CYCLES
from trainees_service.domain.list_cursors import CURSOR_PARAMETER
from trainees_service.domain.list_statuses import ListStatus
from trainees_service.domain.paging import DEFAULT_SIZE, LARGEST_SIZE
from trainees_service.schemas.examples import TRAINEE
from trainees_service.schemas.trainees import TraineeSchema


class TraineesQuerySchema(Schema):
    """Which trainees to list: filters are combined, and a blank one is none.

    This is for the documentation; the rules read the query string themselves, because they have
    their own words for what is wrong with it.
    """

    academic_cycle = StrictString(
        validate=validate.OneOf([str(cycle.start_year) for cycle in CYCLES]),
        metadata={
            "description": "The academic cycle in which they started, by the year in which it "
            "begins, on 1 August. The current one unless you say otherwise."
        },
    )
    status = Choice(
        ListStatus,
        metadata={
            "description": "Their status. A course starts on its `itt_start_date`: before that day "
            "trainees are `course_not_yet_started`, from then on they are `in_training`."
        },
    )
    statuses = fields.List(
        Choice(ListStatus),
        data_key="status[]",
        metadata={"description": "One of several statuses; repeat the parameter."},
    )
    since = StrictString(
        metadata={
            "description": "Changed at this moment or later: an ISO 8601 date, which begins at "
            "midnight in UTC, or date-time."
        }
    )
    has_trn = StrictString(
        validate=validate.OneOf(["true", "false"]),
        metadata={"description": "With or without a TRN."},
    )
    page = StrictInteger(
        load_default=1,
        validate=validate.Range(min=1),
        metadata={"description": "The page, counted from 1."},
    )
    per_page = StrictInteger(
        load_default=DEFAULT_SIZE,
        validate=validate.Range(min=1, max=LARGEST_SIZE),
        metadata={"description": "How many to a page; larger numbers count as 1,000."},
    )
    sort_order = StrictString(
        load_default="desc",
        validate=validate.OneOf(["asc", "desc"]),
        metadata={"description": "By `updated_at`: `desc` has the latest changes first."},
    )
    after = StrictString(
        data_key=CURSOR_PARAMETER,
        metadata={
            "description": "Where a walk goes on: follow the link `next` of the page before. It "
            "keeps the order of its beginning, and decides on the page whatever `page` says."
        },
    )


class PageMetaSchema(ResourceSchema):
    """Which page of the list this is; along a walk, of the list as it was at the beginning."""

    current_page = StrictInteger()
    total_pages = StrictInteger()
    total_count = StrictInteger()
    per_page = StrictInteger()


class TraineesResponseSchema(ResourceSchema):
    """A page of trainees."""

    example = {
        "data": [TRAINEE],
        "meta": {"current_page": 1, "total_pages": 3, "total_count": 120, "per_page": 50},
    }

    data = fields.List(fields.Nested(TraineeSchema), validate=validate.Length(min=1))
    meta = fields.Nested(PageMetaSchema)
