"""The closed lists of this feature. Words for people are in content/messages."""

from enum import StrEnum


class DocumentKind(StrEnum):
    """What a document is. Stored, never derived: “QĐ” is a decision or a regulation."""

    PLATFORM = "platform"
    CHARTER = "charter"
    STRATEGY = "strategy"
    RESOLUTION = "resolution"
    DECISION = "decision"
    DIRECTIVE = "directive"
    CONCLUSION = "conclusion"
    WORKING_RULES = "working_rules"
    REGULATION = "regulation"
    CIRCULAR = "circular"
    GUIDANCE = "guidance"
    NOTICE = "notice"
    COMMUNIQUE = "communique"
    REPORT = "report"
    PLAN = "plan"
    PROGRAMME = "programme"
    SCHEME = "scheme"
    SUBMISSION = "submission"
    LETTER = "letter"
    MINUTES = "minutes"
    LAW = "law"
    DECREE = "decree"
    STATE_CIRCULAR = "state_circular"
    ARTICLE = "article"
    OTHER = "other"


class RelationKind(StrEnum):
    """How the acting document bears on its target."""

    REPLACES = "replaces"
    AMENDS = "amends"
    GUIDES = "guides"
    IMPLEMENTS = "implements"
    CONTINUES = "continues"
    RELATED = "related"


class ValidityStatus(StrEnum):
    """Whether a document is in force on a given day. Unknown is an answer, never a guess."""

    IN_FORCE = "in_force"
    AMENDED = "amended"
    NOT_YET = "not_yet"
    REPLACED = "replaced"
    EXPIRED = "expired"
    UNKNOWN = "unknown"
    #: A news article: nothing to be in force.
    NONE = "none"


class ProvisionKind(StrEnum):
    """The parts a document is made of."""

    PREAMBLE = "preamble"
    PART = "part"
    CHAPTER = "chapter"
    SECTION = "section"
    ARTICLE = "article"
    CLAUSE = "clause"
    POINT = "point"
    LETTER = "letter"
    CLOSING = "closing"
    APPENDIX = "appendix"
    BODY = "body"


class Certainty(StrEnum):
    """How sure the resolution of a citation is."""

    EXACT = "exact"
    LIKELY = "likely"
    UNRESOLVED = "unresolved"


class Precision(StrEnum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
