"""What clients do while the drill goes on, and how they know that nothing is lost."""
