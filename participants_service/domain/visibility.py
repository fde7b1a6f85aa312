"""Which lead providers see a person, and by which training."""

from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.teachers import Role, Teacher, TrainingPeriod


def lead_providers_of(teacher: Teacher) -> frozenset[LeadProviderId]:
    """Return everybody who sees the person: who ever had a partnership in their training.

    Dates, programme and state of that training do not matter, so once seen is always seen. An
    expression of interest without a partnership shows nothing to anybody.
    """
    return frozenset(
        training.partnership.lead_provider_id
        for training in teacher.training_periods
        if training.partnership is not None
    )


def latest_training(
    teacher: Teacher, lead_provider_id: LeadProviderId, role: Role
) -> TrainingPeriod | None:
    """Return the training that a lead provider is shown for a role: the one that starts last.

    Training in the future counts. Of two that start on one day, the one created last is shown;
    the id decides when even that is equal, so that the answer never depends on the order of rows.
    """
    latest: TrainingPeriod | None = None
    for training in teacher.training_periods:
        if (
            training.role is role
            and training.partnership is not None
            and training.partnership.lead_provider_id == lead_provider_id
            and (latest is None or _recency(training) > _recency(latest))
        ):
            latest = training
    return latest


def _recency(training: TrainingPeriod) -> tuple[object, ...]:
    return training.started_on, training.created_at, training.id
