"""Documents on their way into the library, over HTTP."""

from urllib.parse import quote
from uuid import UUID

from flask import Response, request
from flask_restx import Namespace

from handbook_api.documents.drafts import errors, queries, schemas, service
from handbook_api.documents.drafts.policy import DraftAct
from handbook_api.documents.errors import FileNotHeld, MarkedSecret
from handbook_api.documents.reading.reader import MEDIA_TYPES
from handbook_api.gateways.text_extraction.errors import FileEmpty
from handbook_api.http.operations import operation
from handbook_api.http.problems import words_of_request
from handbook_api.http.resource import ApiResource

ns = Namespace("document-drafts", path="/document-drafts")

_TAG = "document-drafts"
_MEGABYTE = 1024 * 1024
#: Longest body that this door ever takes; how much is taken in is a setting, and usually less.
_MOST_BYTES = 1024 * _MEGABYTE
_OCTETS = "application/octet-stream"
_OF_OPEN = (errors.DraftNotFound, errors.NotReady)


class DraftResource(ApiResource):
    """What the resources of drafts share."""

    def review(self, draft_id: UUID) -> schemas.ReviewOut:
        """Return the draft as it is looked through."""
        content = self.runtime.content
        seen = service.review(self.session, self.identity, content, draft_id)
        return schemas.review_out(seen, words_of_request())


@ns.route("")
class Drafts(DraftResource):
    """Files that come in."""

    @operation(
        "sendDocumentFile",
        _TAG,
        access=DraftAct.IMPORT,
        query=schemas.SendQuery,
        takes_file=(*MEDIA_TYPES.values(), "application/rtf", _OCTETS),
        most_bytes=_MOST_BYTES,
        gives=schemas.SentOut,
        status=201,
        refuses=[errors.TooManyDrafts, errors.DraftFileTooLarge, FileEmpty, MarkedSecret],
        in_steps=True,
    )
    def post(self, query: schemas.SendQuery) -> schemas.SentOut:
        """Gửi tệp văn bản; máy đọc ở nền, rồi chờ rà soát. Tệp đang nhập rồi thì không nhập lại."""
        service.may_import(self.identity)
        most = self.runtime.settings.import_most_megabytes
        if (request.content_length or 0) > most * _MEGABYTE:
            raise errors.DraftFileTooLarge(limit=most)
        # Who does not say how much he sends is stopped at the same place.
        request.max_content_length = most * _MEGABYTE
        file = service.NewFile(query.name, request.get_data())
        with self.step() as session:
            sent = service.receive(session, self.identity, self.runtime.content, file)
            row = queries.get_draft(session, self.identity, sent.draft.id)
            draft = schemas.draft_brief(row, words_of_request())
        return schemas.SentOut(draft=draft, is_new=sent.is_new)

    @operation(
        "listDocumentDrafts",
        _TAG,
        access=DraftAct.IMPORT,
        query=schemas.DraftListQuery,
        gives=schemas.DraftPageOut,
        conditional=False,
    )
    def get(self, query: schemas.DraftListQuery) -> schemas.DraftPageOut:
        """Các văn bản đang nhập của tổ chức mình và cấp dưới, mới nhất trước."""
        service.may_import(self.identity)
        page = queries.page_of_drafts(
            self.session, self.identity, query.state, limit=query.limit, cursor=query.cursor
        )
        words = words_of_request()
        return schemas.DraftPageOut(
            items=[schemas.draft_brief(row, words) for row in page.rows],
            next_cursor=page.next_cursor,
        )


@ns.route("/<uuid:draft_id>")
class OneDraft(DraftResource):
    """One draft."""

    @operation(
        "getDocumentDraft",
        _TAG,
        access=DraftAct.IMPORT,
        gives=schemas.DraftBrief,
        refuses=[errors.DraftNotFound],
        conditional=False,
    )
    def get(self, draft_id: UUID) -> schemas.DraftBrief:
        """Văn bản đang nhập đang ở bước nào."""
        row = queries.get_draft(self.session, self.identity, draft_id)
        return schemas.draft_brief(row, words_of_request())

    @operation(
        "describeDocumentDraft",
        _TAG,
        access=DraftAct.IMPORT,
        takes=schemas.DescriptionIn,
        gives=schemas.ReviewOut,
        refuses=[errors.AudienceIncomplete, *_OF_OPEN],
    )
    def patch(self, draft_id: UUID, body: schemas.DescriptionIn) -> schemas.ReviewOut:
        """Sửa thông tin văn bản; mục không gửi thì giữ nguyên."""
        service.describe(self.session, self.identity, draft_id, body.said)
        return self.review(draft_id)

    @operation(
        "discardDocumentDraft",
        _TAG,
        access=DraftAct.IMPORT,
        status=204,
        refuses=_OF_OPEN,
    )
    def delete(self, draft_id: UUID) -> None:
        """Bỏ văn bản đang nhập cùng tệp của nó."""
        service.discard(self.session, self.identity, draft_id)


@ns.route("/<uuid:draft_id>/reading")
class DraftReading(DraftResource):
    """Reading the file once more."""

    @operation(
        "readDocumentDraftAgain",
        _TAG,
        access=DraftAct.IMPORT,
        gives=schemas.DraftBrief,
        refuses=[errors.NothingToReadAgain, errors.DraftNotFound],
    )
    def post(self, draft_id: UUID) -> schemas.DraftBrief:
        """Đọc lại tệp, khi lần đọc trước dở dang."""
        service.read_again(self.session, self.identity, draft_id)
        row = queries.get_draft(self.session, self.identity, draft_id)
        return schemas.draft_brief(row, words_of_request())


@ns.route("/<uuid:draft_id>/review")
class DraftReview(DraftResource):
    """What there is to look at."""

    @operation(
        "reviewDocumentDraft",
        _TAG,
        access=DraftAct.IMPORT,
        gives=schemas.ReviewOut,
        refuses=_OF_OPEN,
        conditional=False,
    )
    def get(self, draft_id: UUID) -> schemas.ReviewOut:
        """Rà soát: điều cần xem, thông tin, quan hệ, dẫn chiếu, và việc đưa vào sẽ đổi gì."""
        return self.review(draft_id)


@ns.route("/<uuid:draft_id>/sheets/<int:number>")
class DraftSheet(DraftResource):
    """The original beside what was recognised in it."""

    @operation(
        "getDocumentDraftSheet",
        _TAG,
        access=DraftAct.IMPORT,
        gives=schemas.SheetOut,
        refuses=_OF_OPEN,
        conditional=False,
    )
    def get(self, draft_id: UUID, number: int) -> schemas.SheetOut:
        """Một trang bản gốc và các điều khoản nhận ra trên trang đó."""
        text = queries.text_of(self.session, self.identity, draft_id)
        return schemas.sheet_out(text, number)


@ns.route("/<uuid:draft_id>/relations")
class DraftRelations(DraftResource):
    """What the document does to others."""

    @operation(
        "answerDocumentDraftRelations",
        _TAG,
        access=DraftAct.IMPORT,
        takes=schemas.AnswersIn,
        gives=schemas.ReviewOut,
        refuses=[errors.UnknownRelation, *_OF_OPEN],
    )
    def put(self, draft_id: UUID, body: schemas.AnswersIn) -> schemas.ReviewOut:
        """Trả lời từng quan hệ: đúng hay không."""
        answers = {**dict.fromkeys(body.no, False), **dict.fromkeys(body.yes, True)}
        service.answer_relations(self.session, self.identity, draft_id, answers)
        return self.review(draft_id)

    @operation(
        "addDocumentDraftRelation",
        _TAG,
        access=DraftAct.IMPORT,
        takes=schemas.RelationIn,
        gives=schemas.ReviewOut,
        refuses=[errors.RelationNotUnderstood, errors.TooManyRelations, *_OF_OPEN],
    )
    def post(self, draft_id: UUID, body: schemas.RelationIn) -> schemas.ReviewOut:
        """Thêm một quan hệ mà máy không đọc ra."""
        service.add_relation(self.session, self.identity, draft_id, body.kind, body.words)
        return self.review(draft_id)


@ns.route("/<uuid:draft_id>/relations/<int:place>")
class DraftRelation(DraftResource):
    """A relation that a person added."""

    @operation(
        "dropDocumentDraftRelation",
        _TAG,
        access=DraftAct.IMPORT,
        gives=schemas.ReviewOut,
        refuses=[errors.UnknownRelation, *_OF_OPEN],
    )
    def delete(self, draft_id: UUID, place: int) -> schemas.ReviewOut:
        """Bỏ một quan hệ do cán bộ thêm."""
        service.drop_relation(self.session, self.identity, draft_id, place)
        return self.review(draft_id)


@ns.route("/<uuid:draft_id>/file")
class DraftFileResource(DraftResource):
    """The file as it was sent."""

    @operation(
        "getDocumentDraftFile",
        _TAG,
        access=DraftAct.IMPORT,
        media_types=(_OCTETS,),
        refuses=[errors.DraftNotFound, FileNotHeld],
        conditional=False,
    )
    def get(self, draft_id: UUID) -> Response:
        """Tải lại tệp đã gửi."""
        row = queries.get_draft(self.session, self.identity, draft_id)
        content = queries.content_of(self.session, self.identity, draft_id)
        if content is None:
            raise FileNotHeld(id=str(draft_id))
        return file_download(row.draft.file_name, content)


@ns.route("/<uuid:draft_id>/taking-over")
class DraftTakingOver(DraftResource):
    """The yes."""

    @operation(
        "takeOverDocumentDraft",
        _TAG,
        access=DraftAct.IMPORT,
        takes=schemas.TakingOverIn,
        gives=schemas.TakenOut,
        status=201,
        refuses=[
            errors.DraftIncomplete,
            errors.RelationsUnanswered,
            errors.LibraryMoved,
            *_OF_OPEN,
        ],
    )
    def post(self, draft_id: UUID, body: schemas.TakingOverIn) -> schemas.TakenOut:
        """Đưa vào thư viện đúng như lần rà soát đã xem; chỉ mục tìm kiếm tự theo sau."""
        content = self.runtime.content
        outcome = service.take_over(self.session, self.identity, content, draft_id, body.revision)
        return schemas.taken_out(outcome)


def file_download(name: str, content: bytes) -> Response:
    """Return the file, untouched, as a download: never shown inside our own origin."""
    answer = Response(content, mimetype=_OCTETS)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return answer
