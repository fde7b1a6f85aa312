"""Stored provider views: what each provider sees, byte for byte, and the journal of its changes."""

from shared.views.drafts import UPDATED_AT_PLACEHOLDER, Gone, Op, PublishedView, ViewDraft
from shared.views.publisher import Publication, Publisher, ViewStore

__all__ = [
    "UPDATED_AT_PLACEHOLDER",
    "Gone",
    "Op",
    "Publication",
    "PublishedView",
    "Publisher",
    "ViewDraft",
    "ViewStore",
]
