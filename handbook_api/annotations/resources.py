"""One's own annotations over HTTP."""

from uuid import UUID

from flask_restx import Namespace

from handbook_api.annotations import errors, queries, schemas, service
from handbook_api.annotations.models import Annotation
from handbook_api.annotations.policy import AnnotationAct
from handbook_api.core.policy import Access
from handbook_api.documents.errors import DocumentNotFound, ProvisionNotFound
from handbook_api.http.operations import operation
from handbook_api.http.problems import words_of_request
from handbook_api.http.resource import ApiResource
from handbook_api.http.wire import PageOut

ns = Namespace("annotations", path="/me/annotations")


class AnnotationPageOut(PageOut[schemas.AnnotationOut]):
    """A page of annotations."""


class AnnotationResource(ApiResource):
    """What the resources of annotations share."""

    def shown(self, *rows: Annotation) -> list[schemas.AnnotationOut]:
        """Return annotations with what stands at their places."""
        words = words_of_request()
        found = queries.placed(self.session, self.identity, rows)
        return [schemas.annotation_out(one, words) for one in found]


@ns.route("")
class Annotations(AnnotationResource):
    """All that one keeps."""

    @operation(
        "listAnnotations",
        "annotations",
        access=Access.SIGNED_IN,
        query=schemas.AnnotationsQuery,
        gives=AnnotationPageOut,
        conditional=False,
    )
    def get(self, query: schemas.AnnotationsQuery) -> AnnotationPageOut:
        """Ghi chú, đánh dấu, tô sáng của riêng mình, mới viết trước; không ai khác xem được."""
        page = queries.page_of_annotations(
            self.session,
            self.identity,
            document_id=query.document,
            motivation=query.motivation,
            limit=query.limit,
            cursor=query.cursor,
        )
        return AnnotationPageOut(items=self.shown(*page.rows), next_cursor=page.next_cursor)


@ns.route("/<uuid:annotation_id>")
class OneAnnotation(AnnotationResource):
    """One of them."""

    @operation(
        "getAnnotation",
        "annotations",
        access=Access.SIGNED_IN,
        gives=schemas.AnnotationOut,
        refuses=[errors.AnnotationNotFound],
        conditional=False,
    )
    def get(self, annotation_id: UUID) -> schemas.AnnotationOut:
        """Một ghi chú của mình, bản mới nhất trên máy chủ."""
        row = queries.get_annotation(self.session, self.identity, annotation_id)
        return self.shown(row)[0]

    @operation(
        "keepAnnotation",
        "annotations",
        access=AnnotationAct.KEEP,
        takes=schemas.AnnotationIn,
        gives=schemas.AnnotationOut,
        refuses=[
            errors.AnnotationNotFound,
            errors.ChangedMeanwhile,
            errors.TargetStays,
            errors.TooManyAnnotations,
            errors.NothingWritten,
            errors.NoteTooLong,
            errors.QuoteTooLong,
            DocumentNotFound,
            ProvisionNotFound,
        ],
    )
    def put(self, annotation_id: UUID, body: schemas.AnnotationIn) -> schemas.AnnotationOut:
        """Ghi mới hoặc sửa; id do máy tự đặt, gửi lại vẫn là một. Chữ được mã hóa.

        Đánh dấu lại chỗ đã đánh dấu thì nhận lại dấu cũ, với id của nó.
        """
        kept = service.keep(
            self.session,
            self.identity,
            self.runtime.content,
            annotation_id,
            body.said(),
            body.version,
        )
        return self.shown(kept)[0]

    @operation(
        "deleteAnnotation",
        "annotations",
        access=AnnotationAct.DELETE,
        status=204,
        refuses=[errors.AnnotationNotFound],
    )
    def delete(self, annotation_id: UUID) -> None:
        """Xóa; còn lấy lại được ít ngày, rồi mất hẳn."""
        service.delete(self.session, self.identity, self.runtime.content, annotation_id)


@ns.route("/<uuid:annotation_id>/restoration")
class Restoration(AnnotationResource):
    """A deleted one is had back."""

    @operation(
        "restoreAnnotation",
        "annotations",
        access=AnnotationAct.KEEP,
        gives=schemas.AnnotationOut,
        refuses=[errors.AnnotationNotFound, errors.TooManyAnnotations],
    )
    def post(self, annotation_id: UUID) -> schemas.AnnotationOut:
        """Lấy lại ghi chú vừa xóa, như trước khi xóa."""
        row = service.give_back(self.session, self.identity, self.runtime.content, annotation_id)
        return self.shown(row)[0]
