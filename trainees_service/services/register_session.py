"""A chunk of registry events: what they read of the registers, and what they are going to write."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar

from shared.database import Connection
from shared.feed import FeedEvent
from trainees_service.domain.identifiers import LeadPartnerId, ProviderId
from trainees_service.domain.register_entries import Provider, SchoolEntry
from trainees_service.domain.registers import LeadPartner
from trainees_service.storage.registers import (
    lock_registers,
    select_lead_partners,
    select_providers,
    select_schools,
    select_trainees_referring,
    update_placements_linked,
    upsert_lead_partners,
    upsert_providers,
    upsert_schools,
)
from trainees_service.views.refresh import TraineeViews

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


class RegisterSession:
    """The registers of providers, schools and lead partners within one transaction."""

    def __init__(self, conn: Connection, views: TraineeViews) -> None:
        self._conn = conn
        self._views = views
        self.providers: Register[ProviderId, Provider] = Register()
        self.schools: Register[str, SchoolEntry] = Register()
        self.lead_partners: Register[LeadPartnerId, LeadPartner] = Register()

    async def preload(self, events: Sequence[tuple[FeedEvent, Any]]) -> None:
        """Hold the registers alone, and load what the events put or could collide with."""
        payloads = [payload for _, payload in events]
        providers = [p for p in payloads if isinstance(p, Provider)]
        schools = [p for p in payloads if isinstance(p, SchoolEntry)]
        partners = [p for p in payloads if isinstance(p, LeadPartner)]
        await lock_registers(self._conn)
        if providers:
            self.providers.stored = await select_providers(
                self._conn, {p.provider_id for p in providers}
            )
        if schools:
            self.schools.stored = await select_schools(self._conn, {s.urn for s in schools})
        if partners:
            self.lead_partners.stored = await select_lead_partners(
                self._conn,
                {p.lead_partner_id for p in partners},
                urns={p.urn for p in partners if p.urn},
                ukprns={p.ukprn for p in partners if p.ukprn},
            )

    async def flush(self) -> None:
        """Write what differs, and publish every trainee whose record shows something of it."""
        providers = self.providers.changed()
        schools = self.schools.changed()
        partners = self.lead_partners.changed()
        if providers:
            await upsert_providers(self._conn, providers.values(), self.providers.created_at)
        if schools:
            await upsert_schools(self._conn, schools.values(), self.schools.created_at)
        if partners:
            await upsert_lead_partners(self._conn, partners.values(), self.lead_partners.created_at)
        new_schools = [urn for urn in schools if urn not in self.schools.stored]
        if new_schools:
            await update_placements_linked(self._conn, new_schools)
        await self._refresh_referring(providers, schools, partners)

    async def _refresh_referring(
        self,
        providers: Mapping[ProviderId, Provider],
        schools: Mapping[str, SchoolEntry],
        partners: Mapping[LeadPartnerId, LeadPartner],
    ) -> None:
        """Publish trainees of providers, schools and partners whose visible parts changed."""
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
        if provider_ids or school_urns or lead_partner_ids:
            keys = await select_trainees_referring(
                self._conn,
                provider_ids=provider_ids,
                school_urns=school_urns,
                lead_partner_ids=lead_partner_ids,
            )
            await self._views.refresh_keys(self._conn, keys)


def _numbers(partner: LeadPartner) -> tuple[str | None, str | None]:
    return partner.urn, partner.ukprn
