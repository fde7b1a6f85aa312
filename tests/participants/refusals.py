"""Every refusal of an action, literally as lead providers are told."""

Told = tuple[str, str]


def _told(title: str, *words: str) -> Told:
    return title, " ".join(words)


NO_COURSE = _told("course_identifier", "Enter a '#/course_identifier'.")
OTHER_COURSE = _told(
    "course_identifier",
    "The entered '#/course_identifier' is not recognised for the given participant. Check",
    "details and try again.",
)
NO_REASON = _told("reason", "Enter a '#/reason'.")
OTHER_REASON = _told(
    "reason",
    "The entered '#/reason' is not recognised for the given participant. Check details and",
    "try again.",
)
NOT_A_MENTOR = _told(
    "reason", "You cannot withdraw an ECT for this reason. The ECT is not a mentor."
)
ALREADY_ACTIVE = _told("participant_id", "The '#/participant_id' is already active.")
ALREADY_DEFERRED = _told("participant_id", "The '#/participant_id' is already deferred.")
ALREADY_WITHDRAWN = _told("participant_id", "The '#/participant_id' is already withdrawn.")
NOT_YET_DEFER = _told(
    "participant_id",
    "You cannot defer #/participant_id. This is because they have not been training with you",
    "for at least one day.",
)
NOT_YET_WITHDRAW = _told(
    "participant_id",
    "You cannot withdraw #/participant_id. This is because they have not been training with",
    "you for at least one day.",
)
TOMORROW = _told(
    "participant_id",
    "You cannot defer or withdraw this participant today. You need to try again tomorrow as",
    "the training was recently changed for this participant.",
)
ACTIVE_ELSEWHERE = _told(
    "participant_id",
    "This participant cannot be resumed because they are already active with another",
    "provider.",
)
GIVEN_UP_TODAY = _told(
    "participant_id",
    "You cannot resume a participant on the same day they were withdrawn or deferred. Resume",
    "them tomorrow or later.",
)
NOT_AT_SCHOOL = _told(
    "participant_id",
    "The participant is no longer at the school. Please contact the induction tutor to",
    "resolve.",
)
NO_SCHEDULE = _told(
    "schedule_identifier",
    "The property '#/schedule_identifier' must be present and correspond to a valid schedule.",
)
OTHER_SCHEDULE = _told("schedule_identifier", "Enter a valid schedule identifier.")
SAME_SCHEDULE = _told("schedule_identifier", "Selected schedule is already on the profile")
NOT_FOR_ECTS = _told(
    "schedule_identifier", "Selected schedule is not valid for the course_identifier"
)
NOT_FOR_MENTORS = _told(
    "schedule_identifier",
    "Mentors cannot be placed on a reduced schedule. Assign them to a different schedule.",
)
DECLARED_TODAY = _told(
    "schedule_identifier",
    "The change of schedule cannot be applied because a previous change of schedule and a",
    "declaration were made on the same day. Applying another change of schedule would",
    "invalidate existing declarations. Please contact DfE for assistance.",
)
OTHER_COHORT = _told(
    "cohort", "The '#/cohort' you have entered is invalid. Check cohort details and try again."
)
NO_PARTNERSHIP = _told(
    "cohort",
    "You cannot change a participant to this cohort as you do not have a partnership with the",
    "school for the cohort. Contact the DfE for assistance.",
)
FROZEN = _told(
    "cohort",
    "You cannot move a participant to a payments frozen cohort unless they previously",
    "belonged to that cohort.",
)
COMPLETED = _told(
    "participant_id",
    "You cannot change this participant's schedule as they have completed their training or",
    "induction.",
)
LEFT = _told(
    "participant_id",
    "You cannot change this participant's schedule. This is because the participant has a",
    "'left' participant_status, so they are not training with you currently.",
)
WITHDRAWN = _told("participant_id", "Cannot perform actions on a withdrawn participant")
DUE_ELSEWHERE = _told(
    "participant_id",
    "You cannot change this participant's schedule as they are due to start with another lead",
    "provider in the future.",
)
