"""What each provider sees: built from the record, stored as it is sent."""
