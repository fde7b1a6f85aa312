"""Public identifiers on the wire."""

from shared.schemas import TextField
from trainees_service.domain.identifiers import ALPHABET, LENGTH, is_identifier


def _read(text: str) -> str:
    if not is_identifier(text):
        raise ValueError("not an identifier")
    return text


class Identifier(TextField[str]):
    """24 characters that name a trainee, placement or degree for good; case matters."""

    default_error_messages = {"invalid": "Not an identifier."}
    openapi = {
        "type": "string",
        "pattern": f"^[{ALPHABET}]{{{LENGTH}}}$",
        "minLength": LENGTH,
        "maxLength": LENGTH,
        "examples": ["k3TzWq8NfP5hYbRm2VdXs7Ga"],
    }
    read = staticmethod(_read)
