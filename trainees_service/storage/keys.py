"""The two columns by which every record of a trainee is found, as statements take them."""

from collections.abc import Iterable
from typing import TypeAlias, TypedDict
from uuid import UUID

import asyncpg

from trainees_service.domain.identifiers import ProviderId, TraineeId

TraineeKey: TypeAlias = tuple[ProviderId, TraineeId]


class KeyColumns(TypedDict):
    """Keys of several trainees, column by column."""

    provider_ids: list[UUID]
    trainee_ids: list[str]


def key_columns(keys: Iterable[tuple[UUID, str]]) -> KeyColumns:
    """Return the keys as the arrays that statements take."""
    listed = list(keys)
    return {
        "provider_ids": [provider_id for provider_id, _ in listed],
        "trainee_ids": [trainee_id for _, trainee_id in listed],
    }


def key_of(row: asyncpg.Record) -> TraineeKey:
    """Return whose record of which trainee a row belongs to."""
    return ProviderId(row["provider_id"]), TraineeId(row["trainee_id"])
