"""Providers, schools and lead partners as a transaction's events read and leave them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Generic, TypeAlias, TypeVar

from shared.database import Connection
from shared.feed import FeedEvent
from trainees_service.domain.identifiers import LeadPartnerId, ProviderId
from trainees_service.domain.register_entries import Provider, SchoolEntry
from trainees_service.domain.registers import LeadPartner
from trainees_service.storage.keys import TraineeKey
from trainees_service.storage.registers import (
    select_lead_partners,
    select_providers,
    select_schools,
    select_trainees_referring,
    update_placements_linked,
    upsert_lead_partners,
    upsert_providers,
    upsert_schools,
)

ReferenceFact: TypeAlias = Provider | SchoolEntry | LeadPartner

KeyT = TypeVar("KeyT")
EntryT = TypeVar("EntryT")


class Register(Generic[KeyT, EntryT]):
    """Entries of one register as the events so far have left them."""

    def __init__(self) -> None:
        self.stored: dict[KeyT, EntryT] = {}
        self.put: dict[KeyT, EntryT] = {}
        self.created_at: dict[KeyT, datetime] = {}

    def get(self, key: KeyT) -> EntryT | None:
        """Return an entry as it is now."""
        return self.put.get(key) or self.stored.get(key)

    def set(self, key: KeyT, entry: EntryT, event: FeedEvent) -> None:
        """Put an entry; a new one is as old as its first event."""
        self.put[key] = entry
        self.created_at.setdefault(key, event.occurred_at)

    def entries(self) -> dict[KeyT, EntryT]:
        """Return all entries that are loaded or put."""
        return {**self.stored, **self.put}

    def changed(self) -> dict[KeyT, EntryT]:
        """Return what was put and differs from what is stored."""
        return {key: entry for key, entry in self.put.items() if self.stored.get(key) != entry}


class ReferenceFacts:
    """The registers of providers, schools and lead partners within one transaction."""

    def __init__(self) -> None:
        self.providers: Register[ProviderId, Provider] = Register()
        self.schools: Register[str, SchoolEntry] = Register()
        self.lead_partners: Register[LeadPartnerId, LeadPartner] = Register()

    async def load(self, conn: Connection, facts: Sequence[ReferenceFact]) -> None:
        """Load what these facts replace or could collide with."""
        providers = [fact for fact in facts if isinstance(fact, Provider)]
        schools = [fact for fact in facts if isinstance(fact, SchoolEntry)]
        partners = [fact for fact in facts if isinstance(fact, LeadPartner)]
        if providers:
            self.providers.stored = await select_providers(conn, {p.provider_id for p in providers})
        if schools:
            self.schools.stored = await select_schools(conn, {s.urn for s in schools})
        if partners:
            self.lead_partners.stored = await select_lead_partners(
                conn,
                {p.lead_partner_id for p in partners},
                urns={p.urn for p in partners if p.urn},
                ukprns={p.ukprn for p in partners if p.ukprn},
            )

    async def write(self, conn: Connection) -> list[TraineeKey]:
        """Write what differs, and return whose records show something of it."""
        providers = self.providers.changed()
        schools = self.schools.changed()
        partners = self.lead_partners.changed()
        if providers:
            await upsert_providers(conn, providers.values(), self.providers.created_at)
        if schools:
            await upsert_schools(conn, schools.values(), self.schools.created_at)
        if partners:
            await upsert_lead_partners(conn, partners.values(), self.lead_partners.created_at)
        new_schools = [urn for urn in schools if urn not in self.schools.stored]
        if new_schools:
            await update_placements_linked(conn, new_schools)
        return await self._select_referring(conn, providers, schools, partners)

    async def _select_referring(
        self,
        conn: Connection,
        providers: Mapping[ProviderId, Provider],
        schools: Mapping[str, SchoolEntry],
        partners: Mapping[LeadPartnerId, LeadPartner],
    ) -> list[TraineeKey]:
        """Return trainees of providers, schools and partners whose visible parts changed."""
        known_providers, known_partners = self.providers.stored, self.lead_partners.stored
        known_schools = {urn: entry.school for urn, entry in self.schools.stored.items()}
        provider_ids = [
            key
            for key, entry in providers.items()
            if key in known_providers and known_providers[key].ukprn != entry.ukprn
        ]
        school_urns = [
            urn for urn, entry in schools.items() if known_schools.get(urn) != entry.school
        ]
        lead_partner_ids = [
            key
            for key, entry in partners.items()
            if key in known_partners and _numbers(known_partners[key]) != _numbers(entry)
        ]
        if not (provider_ids or school_urns or lead_partner_ids):
            return []
        return await select_trainees_referring(
            conn,
            provider_ids=provider_ids,
            school_urns=school_urns,
            lead_partner_ids=lead_partner_ids,
        )


def _numbers(partner: LeadPartner) -> tuple[str | None, str | None]:
    return partner.urn, partner.ukprn
