"""What both services need: tokens, HTTP, the registry feed, stored views, the database."""
