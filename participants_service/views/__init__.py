"""What each lead provider sees, stored as it is sent."""
