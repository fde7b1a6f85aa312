"""What requests may say and what resources look like."""
