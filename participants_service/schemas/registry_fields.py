"""What members of registry events look like: everything strict, because nobody reads twice."""

import re
from typing import ClassVar

from marshmallow import RAISE, Schema

from shared.schemas import StrictInteger, StrictString


class EventSchema(Schema):
    """The data of an event, without members that the type does not know."""

    class Meta(Schema.Meta):
        unknown = RAISE


class NamePart(StrictString):
    """A first or last name as the national record has it, which is blank for who has only one."""

    longest: ClassVar[int] = 255
    default_error_messages = {"too_long": "Too long."}

    def _deserialize(self, value: object, attr: object, data: object, **kwargs: object) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if len(text) > self.longest:
            raise self.make_error("too_long")
        return text


class Name(NamePart):
    """The whole name of a person or an organisation."""

    default_error_messages = {"blank": "May not be blank."}

    def _deserialize(self, value: object, attr: object, data: object, **kwargs: object) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not text.strip():
            raise self.make_error("blank")
        return text


class _Written(StrictString):
    """A text that has to be written in a certain way."""

    pattern: ClassVar[re.Pattern[str]]

    def _deserialize(self, value: object, attr: object, data: object, **kwargs: object) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not self.pattern.fullmatch(text):
            raise self.make_error("invalid")
        return text


class Email(_Written):
    """An e-mail address; whether it works only a letter could tell."""

    default_error_messages = {"invalid": "Not a valid e-mail address."}
    pattern = re.compile(r"(?=.{1,254}$)[^@\s]+@[^@\s]+\.[^@\s.]+")


class Trn(_Written):
    """A teacher reference number."""

    default_error_messages = {"invalid": "Not a TRN of seven digits."}
    pattern = re.compile(r"[0-9]{7}")


class Urn(_Written):
    """The unique reference number of a school."""

    default_error_messages = {"invalid": "Not a URN of up to seven digits."}
    pattern = re.compile(r"[0-9]{1,7}")


class Year(StrictInteger):
    """A cohort by its year."""

    default_error_messages = {"not_a_year": "Not a year of four digits."}

    def _deserialize(self, value: object, attr: object, data: object, **kwargs: object) -> int:
        year = super()._deserialize(value, attr, data, **kwargs)
        if not 1000 <= year <= 9999:
            raise self.make_error("not_a_year")
        return year
