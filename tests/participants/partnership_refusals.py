"""Every refusal of a partnership, literally as lead providers are told."""

from tests.participants.refusals import Told


def _told(title: str, *words: str) -> Told:
    return title, " ".join(words)


NO_COHORT = ("cohort", "Enter a '#/cohort'.")
UNKNOWN_COHORT = _told(
    "cohort",
    "The '#/cohort' you have entered is invalid. Check cohort details and try again.",
)
FUTURE_COHORT = ("cohort", "You cannot create a partnership for a future cohort.")
CLOSED_COHORT = ("cohort", "You cannot create this partnership as the cohort is closed.")
NO_SCHOOL = ("school_id", "Enter a '#/school_id'.")
UNKNOWN_SCHOOL = _told(
    "school_id",
    "The '#/school_id' you have entered is invalid. Check school details and try again. Contact",
    "the DfE for support if you are unable to find the '#/school_id'.",
)
INELIGIBLE = _told(
    "school_id",
    "The school you have entered is currently ineligible for DfE funding. Contact the school for",
    "more information.",
)
DUPLICATE = _told(
    "school_id",
    "You are already in a confirmed partnership with this school for the entered cohort.",
)
SCHOOL_LED = _told(
    "school_id",
    "This school has only registered school-led participants. Contact the school for more",
    "information.",
)
NO_PARTNER = ("delivery_partner_id", "Enter a '#/delivery_partner_id'.")
UNKNOWN_PARTNER = _told(
    "delivery_partner_id",
    "The '#/delivery_partner_id' you have entered is invalid. Check delivery partner details and",
    "try again.",
)
NOT_PAIRED = _told(
    "delivery_partner_id",
    "The entered delivery partner is not recognised to be working in partnership with you for the",
    "given cohort. Contact the DfE for more information.",
)
ALREADY_WITH = _told(
    "delivery_partner_id",
    "We are unable to process this request. You are already confirmed to be in partnership with",
    "the entered delivery partner. Contact the DfE for support.",
)
