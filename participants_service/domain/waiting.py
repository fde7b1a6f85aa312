"""Training that waits for a partnership."""

from dataclasses import replace

from participants_service.domain.partnerships import Partnership
from participants_service.domain.teachers import Teacher


def attached(teacher: Teacher, partnership: Partnership) -> Teacher:
    """Return the person with a new partnership in all training that waited for it, ended or not."""
    stays = {stay.id for stay in teacher.school_periods if stay.school.id == partnership.school_id}
    return replace(
        teacher,
        training_periods=tuple(
            replace(training, partnership=partnership)
            if training.partnership is None
            and training.school_period_id in stays
            and training.lead_provider_id == partnership.lead_provider_id
            and training.cohort == partnership.cohort
            else training
            for training in teacher.training_periods
        ),
    )
