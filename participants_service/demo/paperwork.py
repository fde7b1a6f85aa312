"""Stories of lead providers without a partnership yet, and of details put right."""

from participants_service.demo.department import Department
from participants_service.demo.people import Person, cohort_at
from participants_service.demo.places import LeadProvider, School


def wait_for_partnership(department: Department) -> None:
    """People whose school named a lead provider that never became its partner."""
    for school in department.schools_without_partners:
        for days, lead_provider in zip((340, 75, -8), department.lead_providers[:3], strict=True):
            department.register.ect(
                department.register.person(),
                school,
                lead_provider,
                started_on=department.ago(days),
                registered_on=department.ago(max(days + 20, 1)),
            )
        department.mentor(started=200, lead_provider=department.lead_providers[0], school=school)


def find_partnership(department: Department) -> None:
    """People who waited until their lead provider and their school became partners."""
    register = department.register
    for days in (210, 95):
        started_on, registered_on = department.ago(days), department.ago(days + 15)
        cohort = cohort_at(started_on, registered_on)
        school, lead_provider = _strangers(department, cohort)
        for _ in range(2):
            register.ect(
                register.person(),
                school,
                lead_provider,
                started_on=started_on,
                registered_on=registered_on,
            )
        department.partnerships.agree(
            school, lead_provider, cohort, on=department.ago(days - 50), partner=1
        )


def change_delivery_partner(department: Department) -> None:
    """ECTs whose school got another delivery partner from the same lead provider."""
    for days in (180, 350):
        stay = department.ect(started=days)
        department.partnerships.agree(
            stay.school, stay.trained_by, stay.cohort, on=department.ago(15), partner=2
        )


def correct_details(department: Department) -> None:
    """People whose name, address or working pattern the school put right."""
    register = department.register
    department.ect(started=230, corrected_name="Zoë-Marie Ó Briain")
    stay = department.ect(started=285)
    married_name = f"{stay.person.first_name} Ashgrove"
    register.correct(stay, on=department.ago(190), corrected_name=married_name)
    stay = department.ect(started=145)
    register.correct(
        stay,
        on=department.ago(88),
        email=f"new.address@{stay.school.domain}",
        working_pattern="part_time",
    )
    stay = department.mentor(started=365)
    register.correct(stay, on=department.ago(14), corrected_name="Håkon Björn Friðriksson")


def be_called_otherwise(department: Department) -> None:
    """People with one name only, or with names in another script."""
    for first_name, last_name in (("Suryani", "."), ("芳", "王"), ("Μαρία", "Παπαδοπούλου")):
        invented = department.register.person()
        person = Person(
            id=invented.id, trn=invented.trn, first_name=first_name, last_name=last_name
        )
        cohort = cohort_at(department.ago(250), department.ago(260))
        lead_provider = department.active_lead_provider(cohort)
        department.register.ect(
            person,
            department.school_with(lead_provider, cohort),
            lead_provider,
            started_on=department.ago(250),
            registered_on=department.ago(260),
        )


def _strangers(department: Department, cohort: int) -> tuple[School, LeadProvider]:
    return department.rng.choice(
        [
            (school, lead_provider)
            for school in department.schools[:-3]
            for lead_provider in department.lead_providers[:3]
            if not school.is_partnered(lead_provider, cohort)
        ]
    )


PAPERWORK = (
    wait_for_partnership,
    find_partnership,
    change_delivery_partner,
    correct_details,
    be_called_otherwise,
)
