"""What members of registry events look like: everything strict, because nobody reads twice."""

from marshmallow import RAISE, Schema, ValidationError, validate


class EventSchema(Schema):
    """The data of an event, without members that the type does not know."""

    class Meta(Schema.Meta):
        unknown = RAISE


def not_blank(text: str) -> None:
    """Refuse a text that says nothing."""
    if not text.strip():
        raise ValidationError("Must not be blank.")


TRN = validate.Regexp(r"[0-9]{7}\Z", error="Not a TRN of seven digits.")
URN = validate.Regexp(r"[0-9]{6}\Z", error="Not a URN of six digits.")
UKPRN = validate.Regexp(r"[0-9]{8}\Z", error="Not a UKPRN of eight digits.")
NAME = (not_blank, validate.Length(max=500))
FREE_TEXT = (not_blank, validate.Length(max=2_000))
