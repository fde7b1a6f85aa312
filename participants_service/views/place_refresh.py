"""Bring stored views of partnerships, schools and delivery partners in line with what is known."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from participants_service.domain.partnerships import (
    DeliveryPartnerId,
    LeadProviderId,
    PartnershipId,
)
from participants_service.domain.places import SchoolFacts
from participants_service.domain.school_standings import Gain, SchoolCohort
from participants_service.domain.touched_places import TouchedPlaces
from participants_service.storage.delivery_partner_views import (
    DELIVERY_PARTNER_VIEWS,
    select_seen_delivery_partners,
)
from participants_service.storage.lead_providers import select_lead_provider_ids
from participants_service.storage.partnership_views import (
    PARTNERSHIP_VIEWS,
    select_partnership_facts,
    select_partnerships_of,
)
from participants_service.storage.school_facts import (
    Standing,
    StoredStanding,
    lock_all_schools,
    lock_schools,
    select_school_cohorts,
    select_school_details,
    select_standings,
    select_stored_standings,
)
from participants_service.storage.school_views import EVERYBODY, SCHOOL_VIEWS, record_id
from participants_service.views.place_drafts import (
    draft_delivery_partner,
    draft_partnership,
    draft_school,
    draft_school_for_everybody,
)
from shared.database import Connection
from shared.views import Gone, Op, Publication, ViewDraft
from shared.views.drafts import ViewKey

_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPlaces:
    """What is to be looked at again, with the schools that all of it is about held.

    Schools of `standings` are drawn only if what is stored says something else of their standing,
    which is most of the time not so; `schools` are drawn in any case.
    """

    partnerships: Sequence[PartnershipId] = ()
    standings: Sequence[tuple[SchoolCohort, Gain | None]] = ()
    schools: Sequence[SchoolCohort] = ()
    delivery_partners: Sequence[DeliveryPartnerId] = ()

    def batches(self) -> Iterator["HeldPlaces"]:
        """Yield as much at once as can be published together."""
        parts = (self.partnerships, self.standings, self.schools, self.delivery_partners)
        for start in range(0, max(map(len, parts)), _AT_ONCE):
            end = start + _AT_ONCE
            yield HeldPlaces(
                partnerships=self.partnerships[start:end],
                standings=self.standings[start:end],
                schools=self.schools[start:end],
                delivery_partners=self.delivery_partners[start:end],
            )


async def hold_places(conn: Connection, touched: TouchedPlaces) -> HeldPlaces:
    """Hold the schools that are touched, so that nobody else draws what depends on them.

    This comes after people are held and before any mentor or journal is. Only behind it is anything
    read that views are made of: whoever held a school before has changed it by then.
    """
    partnerships = set(touched.partnerships)
    schools: set[SchoolCohort] = set()
    if touched.schools or touched.renamed_delivery_partners:
        partnerships |= await select_partnerships_of(
            conn,
            school_ids=touched.schools,
            delivery_partner_ids=touched.renamed_delivery_partners,
        )
    if touched.cohorts:
        await lock_all_schools(conn)
    elif partnerships or touched.standings or touched.schools:
        school_ids = {school.school_id for school in touched.standings} | touched.schools
        await lock_schools(conn, school_ids=school_ids, partnership_ids=partnerships)
    if touched.schools or touched.cohorts:
        schools = await select_school_cohorts(
            conn, school_ids=touched.schools, cohorts=touched.cohorts
        )
    return HeldPlaces(
        partnerships=sorted(partnerships),
        standings=[item for item in touched.standings.items() if item[0] not in schools],
        schools=sorted(schools),
        delivery_partners=sorted(touched.delivery_partners | touched.renamed_delivery_partners),
    )


async def place_publications(
    conn: Connection, held: HeldPlaces, *, today: date
) -> list[Publication]:
    """Draw what is held, for everybody who sees it."""
    publications = []
    if held.partnerships:
        facts = await select_partnership_facts(conn, held.partnerships)
        drafts = [draft_partnership(one, today) for one in facts]
        publications.append(Publication(store=PARTNERSHIP_VIEWS, drafts=drafts))
    if held.standings or held.schools:
        publications.append(await _school_publication(conn, held))
    if held.delivery_partners:
        publications.append(await _delivery_partner_publication(conn, held.delivery_partners))
    return publications


async def _school_publication(conn: Connection, held: HeldPlaces) -> Publication:
    schools = {school for school, _ in held.standings}.union(held.schools)
    stored = await select_stored_standings(conn, schools)
    standings = await _standings_to_draw(conn, held, stored)
    if not standings:
        return Publication(store=SCHOOL_VIEWS, drafts=())
    lead_provider_ids = await select_lead_provider_ids(conn)
    gone: list[Gone] = []
    audiences: dict[ViewKey, Sequence[LeadProviderId]] = {}
    for standing in standings:
        apart = set(stored[standing.school].own_views)
        if standing.is_listed:
            apart |= standing.standing.interested_in
        else:
            gone += _unlisted(standing.school, stored[standing.school])
        audiences[EVERYBODY, record_id(standing.school)] = [
            one for one in lead_provider_ids if one not in apart
        ]
    drafts = await draft_schools(conn, standings, stored)
    return Publication(store=SCHOOL_VIEWS, drafts=drafts, gone=gone, audiences=audiences)


async def _standings_to_draw(
    conn: Connection, held: HeldPlaces, stored: Mapping[SchoolCohort, StoredStanding]
) -> list[Standing]:
    """Find out how schools stand, where that can be news."""
    wanted = list(held.schools)
    for school, gain in held.standings:
        before = stored[school].standing
        if gain is None or before is None or gain.is_news_to(before):
            wanted.append(school)
    if not wanted:
        return []
    schools = set(held.schools)
    return [
        one
        for one in await select_standings(conn, wanted)
        if one.school in schools or one.is_news_to(stored[one.school])
    ]


async def draft_schools(
    conn: Connection,
    standings: Collection[Standing],
    stored: Mapping[SchoolCohort, StoredStanding],
) -> list[ViewDraft]:
    """Draw schools for everybody, and apart for whom they are or were interested in."""
    listed = [one for one in standings if one.is_listed]
    details = await select_school_details(conn, {one.school.school_id for one in listed})
    drafts = []
    for one in listed:
        school, created_at = details[one.school.school_id]
        facts = SchoolFacts(
            details=school,
            created_at=created_at,
            cohort=one.school.cohort,
            standing=one.standing,
        )
        drafts.append(draft_school_for_everybody(facts))
        drafts += [
            draft_school(facts, lead_provider_id)
            for lead_provider_id in one.standing.interested_in | stored[one.school].own_views
        ]
    return drafts


def _unlisted(school: SchoolCohort, stored: StoredStanding) -> Iterator[Gone]:
    """Say that nobody sees a school in a cohort any more."""
    for provider_id in (EVERYBODY, *stored.own_views):
        yield Gone(provider_id=provider_id, record_id=record_id(school), op=Op.ACCESS_ENDED)


async def _delivery_partner_publication(
    conn: Connection, ids: Collection[DeliveryPartnerId]
) -> Publication:
    drafts = [draft_delivery_partner(one) for one in await select_seen_delivery_partners(conn, ids)]
    present = {draft.key for draft in drafts}
    gone = [
        Gone(provider_id=view.key[0], record_id=view.key[1], op=Op.ACCESS_ENDED)
        for view in await DELIVERY_PARTNER_VIEWS.select_stored(conn, ids)
        if view.key not in present
    ]
    return Publication(store=DELIVERY_PARTNER_VIEWS, drafts=drafts, gone=gone)
