"""Rows to objects and back; no decisions are taken here."""
