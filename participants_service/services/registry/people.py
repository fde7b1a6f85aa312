"""The people of one transaction: as loaded, and as its events have left them so far."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from participants_service.domain.cohorts import CohortYear
from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.schools import SchoolId
from participants_service.domain.teachers import InductionId, ParticipantId, Role, Teacher

WaitingKey = tuple[SchoolId, LeadProviderId, CohortYear]


class People:
    """Finds people by whatever an event may name, and remembers who was changed."""

    def __init__(self) -> None:
        self.loaded: dict[ParticipantId, Teacher] = {}
        self.changed: dict[ParticipantId, Teacher] = {}
        self.registered_in_error: set[ParticipantId] = set()
        self.trn_owners: dict[str, ParticipantId] = {}
        self.record_id_owners: dict[UUID, ParticipantId] = {}
        self.induction_owners: dict[InductionId, ParticipantId] = {}
        self._survivors: dict[ParticipantId, ParticipantId] = {}
        self._current: dict[ParticipantId, Teacher] = {}
        self._mentees: defaultdict[ParticipantId, set[ParticipantId]] = defaultdict(set)
        self._waiting: defaultdict[WaitingKey, set[ParticipantId]] = defaultdict(set)

    def load(
        self,
        teachers: Mapping[ParticipantId, Teacher],
        *,
        survivors: Mapping[ParticipantId, ParticipantId],
    ) -> None:
        """Take in people as they are stored."""
        self.loaded.update(teachers)
        self._survivors.update(survivors)
        for teacher in teachers.values():
            self._index(teacher)

    def put(self, teacher: Teacher) -> None:
        """Note what has become of somebody."""
        before = self._current.get(teacher.id)
        if before is not None:
            if before.trn is not None and self.trn_owners.get(before.trn) == before.id:
                del self.trn_owners[before.trn]
            for induction in before.inductions:
                if self.induction_owners.get(induction.id) == before.id:
                    del self.induction_owners[induction.id]
        self._index(teacher)
        self.changed[teacher.id] = teacher

    def put_all(self, teachers: Iterable[Teacher]) -> None:
        """Note what has become of several people; who is as before is not noted."""
        for teacher in teachers:
            if self._current.get(teacher.id) != teacher:
                self.put(teacher)

    def __getitem__(self, participant_id: ParticipantId) -> Teacher:
        return self._current[participant_id]

    def get(self, participant_id: ParticipantId) -> Teacher | None:
        """Return somebody, retired or not; None if nobody has the id."""
        return self._current.get(participant_id)

    def survivor(self, teacher: Teacher) -> ParticipantId:
        """Return as whom a retired person lives on, through as many merges as there were."""
        while teacher.merged_into is not None:
            survivor = self._current.get(teacher.merged_into)
            if survivor is None:
                return self._survivors.get(teacher.id, teacher.merged_into)
            teacher = survivor
        return teacher.id

    def mentees(self, mentor_id: ParticipantId) -> tuple[Teacher, ...]:
        """Return everybody who has or had a person as their mentor."""
        teachers = (self._current[one] for one in sorted(self._mentees[mentor_id]))
        return tuple(
            teacher
            for teacher in teachers
            if any(mentorship.mentor_id == mentor_id for mentorship in teacher.mentorships)
        )

    def counterparts(self, teacher: Teacher, role: Role) -> dict[ParticipantId, Teacher]:
        """Return the mentors of an ECT, or the mentees of a mentor."""
        if role is Role.MENTOR:
            return {mentee.id: mentee for mentee in self.mentees(teacher.id)}
        mentor_ids = {mentorship.mentor_id for mentorship in teacher.mentorships}
        return {mentor_id: self._current[mentor_id] for mentor_id in mentor_ids}

    def waiting(self, key: WaitingKey) -> tuple[Teacher, ...]:
        """Return who may be waiting for a partnership; what waits is the training's to say."""
        return tuple(self._current[one] for one in sorted(self._waiting[key]))

    def _index(self, teacher: Teacher) -> None:
        self._current[teacher.id] = teacher
        self.record_id_owners[teacher.ect_record_id] = teacher.id
        self.record_id_owners[teacher.mentor_record_id] = teacher.id
        if teacher.trn is not None:
            self.trn_owners[teacher.trn] = teacher.id
        for induction in teacher.inductions:
            self.induction_owners[induction.id] = teacher.id
        for mentorship in teacher.mentorships:
            self._mentees[mentorship.mentor_id].add(teacher.id)
        schools = None
        for training in teacher.training_periods:
            interest = training.expression_of_interest
            if training.partnership is None and interest is not None:
                schools = schools or {one.id: one.school.id for one in teacher.school_periods}
                school_id = schools[training.school_period_id]
                self._waiting[school_id, interest.lead_provider_id, interest.cohort].add(teacher.id)
