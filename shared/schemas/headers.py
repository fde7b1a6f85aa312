"""Request headers that every operation reads."""

from marshmallow import Schema

from shared.schemas.strict import StrictString


class SandboxHeaders(Schema):
    """The clock of one request, in a sandbox only."""

    server_date = StrictString(
        data_key="X-With-Server-Date",
        required=False,
        metadata={
            "description": "Answer as of this instant (ISO 8601; UTC unless it says otherwise)."
        },
    )
