"""What notices refuse, and why. None of them names a person or repeats what was typed."""

from handbook_api.core.errors import HandbookError, NotFound


class NoticeNotFound(NotFound):
    """No notice that you have a part in has this id."""

    code = "notices.not_found"


class GroupNotFound(NotFound):
    """No group of yours has this id."""

    code = "notices.group_not_found"


class RecipientNotFound(NotFound):
    """Nobody you look after got this notice under this id."""

    code = "notices.recipient_not_found"


class KindUnknown(HandbookError):
    """There is no such kind of notice, or only the handbook itself makes it."""

    status, code = 422, "notices.kind_unknown"


class TemplateUnknown(HandbookError):
    """There is no such template."""

    status, code = 422, "notices.template_unknown"


class WordsMissing(HandbookError):
    """Title and text are given, or a template that makes them."""

    status, code = 422, "notices.words_missing"


class MarkedSecret(HandbookError):
    """The words bear a stamp of secrecy (`degree`): such a paper goes through no network."""

    status, code = 422, "notices.marked_secret"


class TooLong(HandbookError):
    """The `field` holds at most `most` characters."""

    status, code = 422, "notices.too_long"


class TooMany(HandbookError):
    """At most `most` of these (`field`) can be named; take a group or an organisation instead."""

    status, code = 422, "notices.too_many"


class LinkUnknown(HandbookError):
    """A document or provision that is linked is not in the library, or not for you."""

    status, code = 422, "notices.link_unknown"


class UrgentNotAllowed(HandbookError):
    """This kind of notice does not ring at night."""

    status, code = 422, "notices.urgent_not_allowed"


class EventNeeded(HandbookError):
    """An invitation says when and where."""

    status, code = 422, "notices.event_needed"


class TimesOutOfOrder(HandbookError):
    """Send, answer by, begin, end, expire: in this order, and none of them over already."""

    status, code = 422, "notices.times_out_of_order"


class AudienceEmpty(HandbookError):
    """Nobody would get it: choose others, or include the exempt."""

    status, code = 422, "notices.audience_empty"


class AudienceOutside(HandbookError):
    """Somebody or something chosen does not stand below the sending organisation."""

    status, code = 422, "notices.audience_outside"


class ContactOutside(HandbookError):
    """Whom to ask is somebody of the sending organisation."""

    status, code = 422, "notices.contact_outside"


class NotOpen(HandbookError):
    """In this state (`state`) of the notice the act is not possible any more, or not yet."""

    status, code = 409, "notices.not_open"


class ChangedMeanwhile(HandbookError):
    """Somebody else changed it since you read it: read it again."""

    status, code = 409, "notices.changed_meanwhile"


class SecondPersonNeeded(HandbookError):
    """Who wrote it does not release it: a second person does."""

    status, code = 403, "notices.second_person_needed"


class NothingChanged(HandbookError):
    """A correction changes words, time or place."""

    status, code = 422, "notices.nothing_changed"


class AnswerUnknown(HandbookError):
    """This notice does not ask for such an answer."""

    status, code = 422, "notices.answer_unknown"


class ReasonNeeded(HandbookError):
    """This answer needs a reason in words."""

    status, code = 422, "notices.reason_needed"


class NoticeOver(HandbookError):
    """The notice has closed: nothing is taken down any more; call the secretary."""

    status, code = 409, "notices.over"


class NoticeWithdrawn(HandbookError):
    """The notice was cancelled: it asks nothing of anybody any more."""

    status, code = 409, "notices.withdrawn"


class NameTaken(HandbookError):
    """Another group of this organisation is called so."""

    status, code = 409, "notices.name_taken"


class NobodyToRemind(HandbookError):
    """Everybody has answered, was told, or was reminded as often as the rules allow."""

    status, code = 409, "notices.nobody_to_remind"
