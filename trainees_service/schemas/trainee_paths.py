"""The part that all addresses of a trainee's records have in common."""

from marshmallow import Schema

from shared.schemas import StrictString


class TraineePathSchema(Schema):
    """Which trainee is meant."""

    trainee_id = StrictString(
        required=True, metadata={"description": "As answered when the trainee was registered."}
    )
