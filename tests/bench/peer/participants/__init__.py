"""Participants of a lead provider, computed whenever somebody reads them."""
