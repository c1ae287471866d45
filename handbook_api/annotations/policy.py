"""Who may annotate."""

from handbook_api.core.policy import Act, Policy, is_signed_in


class AnnotationAct(Act):
    """What is done with annotations; everybody does it with his own alone."""

    KEEP = "annotations.keep"
    DELETE = "annotations.delete"


POLICY = Policy(
    {
        AnnotationAct.KEEP: [[is_signed_in]],
        AnnotationAct.DELETE: [[is_signed_in]],
    }
)
