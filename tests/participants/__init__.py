"""Tests of the participants service."""
