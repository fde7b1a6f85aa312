"""What holds whatever happens: verdicts and deeds agree, and nobody learns of others."""
