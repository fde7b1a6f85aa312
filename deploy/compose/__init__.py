"""What compose.yaml needs besides images: a program that makes its secrets."""
