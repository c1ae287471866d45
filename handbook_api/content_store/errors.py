"""Refusals of the content reader."""

from handbook_api.core.errors import FieldsRefused, HandbookError


class ContentUnreadable(HandbookError):
    """A content file cannot be read; `handbook content check` lists every problem at once.

    Facts: file (path inside the folder), problem (one Vietnamese sentence).
    """

    status, code = 500, "content.unreadable"

    def __str__(self) -> str:
        return f"{self.facts['file']}: {self.facts['problem']}"


class NoValueInForce(HandbookError):
    """A rule (`name`) has no value on the day `on`: it is older than what the content knows."""

    status, code = 422, "content.no_value_in_force"


class TemplateVersionUnknown(HandbookError):
    """The template `template` has no version `version`, or it is not in use any more or yet."""

    status, code = 422, "content.template_version_unknown"


class TemplateFieldsRefused(FieldsRefused):
    """The fields of a template were filled in wrongly; `faults` names every one."""

    code = "content.template_fields"
