"""The base of every page: who asks, one transaction, typed forms, a page or the next address."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar, TypeVar, get_origin
from urllib.parse import quote

import orjson
from flask import Response, g, render_template, request
from flask.views import MethodView
from pydantic import BaseModel, ValidationError
from sqlalchemy.orm import Session
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from handbook_api.auth.errors import LOCKED, SessionEnded
from handbook_api.core.errors import HandbookError
from handbook_api.core.identity import GUEST, Identity
from handbook_api.core.policy import Access, PasswordNeeded, SecondFactorNeeded
from handbook_api.core.words import Words
from handbook_api.db import audit
from handbook_api.gateways.push import HOSTS, web_config
from handbook_api.http.authentication import SignInNeeded
from handbook_api.http.headers import POLICY, policy_that_also_talks_to
from handbook_api.http.packing import pack
from handbook_api.http.problems import InvalidRequest, ProblemOut, problem_of, problem_response
from handbook_api.pages import cookies, whose
from handbook_api.pages.addresses import SIGN_IN, here, pin_address, step_up_address
from handbook_api.pages.same_origin import require_same_origin
from handbook_api.pages.visitors import visitor_with
from handbook_api.runtime import Runtime, current_runtime

Model = TypeVar("Model", bound=BaseModel)


class Page(MethodView):
    """Find out who asks, read the form, open the one transaction, act, show.

    `get` returns the page it rendered; `post` returns where to go next, as `self.see(…)` says.
    When `post` is refused, the page is shown again by `get`, with the refusal on top and what
    was typed still there. Raising rolls back, anything else commits.
    """

    access: ClassVar[Access] = Access.SIGNED_IN
    #: True where reading is itself an act that is written down.
    audited_reads: ClassVar[bool] = False
    #: True where `post` opens its transactions itself, by `step`.
    in_steps: ClassVar[bool] = False
    #: What the reader's device may keep of the page: “shared” (it holds nothing of a person), “own”
    #: (sealed, and only if its owner said so), or nothing.
    keeps: str = ""
    #: False where an answer holds what nobody else may even guess the length of.
    packed: ClassVar[bool] = True

    runtime: Runtime
    words: Words
    identity: Identity
    session: Session
    #: Why the form was refused, and what was typed; None and nothing on a fresh page.
    problem: ProblemOut | None
    typed: Mapping[str, str]
    #: Whether this device was signed out from elsewhere, and is to forget what it kept.
    was_shut_out: bool = False

    def dispatch_request(self, **given: Any) -> AnyResponse:
        """Answer one request."""
        self.runtime = current_runtime()
        self.words = self.runtime.words(cookies.choice(request, "ngon-ngu"))
        self.identity, self.problem, self.typed = GUEST, None, {}
        try:
            was_out = self._meet()
            answer = self._act(given)
        except Exception as error:  # every failure is shown as a page
            return self._with_headers(self._refused(error, given))
        if was_out:
            cookies.forget_session(answer, self.runtime.settings)
        return self._with_headers(answer)

    @property
    def site(self) -> str:
        """Where the service stands for others: what is printed or handed on begins with it."""
        return self.runtime.settings.public_url or request.host_url.rstrip("/")

    @property
    def done(self) -> str:
        """What was done just before, in a word for the template; “” when nothing was."""
        return request.args.get("xong", "")

    def admit(self) -> None:
        """Return when whoever asks may come here now; raise what he has to do first."""

    def instead(self, error: Exception) -> AnyResponse | None:
        """Return what is asked first, where that helps; None: `error` is shown as it is."""
        if isinstance(error, SecondFactorNeeded | PasswordNeeded):
            return self.see(step_up_address(error, here(request)))
        return self.see(pin_address(here(request))) if isinstance(error, LOCKED) else None

    def render(self, template: str, **shown: Any) -> str:
        """Return the page made of `template` and what it shows."""
        return render_template(template, page=self, say=self.words.say, **shown)

    def form(self, model: type[Model], **more: Any) -> Model:
        """Return what was typed as `model`; empty fields are left out. Raises InvalidRequest."""
        given = {**_typed(model), **more}
        try:
            # Not strict, where the API's bodies are: all that a form holds is text.
            return model.model_validate(given, strict=False)
        except ValidationError as error:
            raise InvalidRequest(error) from error

    def query(self, model: type[Model]) -> Model:
        """Return the address's parameters as `model`. Raises InvalidRequest."""
        try:
            return model.model_validate(_read(model, request.args))
        except ValidationError as error:
            raise InvalidRequest(error) from error

    def see(self, address: str, **told: Any) -> AnyResponse:
        """Return the answer that leads on to `address`; a script is told so in JSON."""
        if self.wants_json:
            return _json({"address": address, **told}, 200)
        return Response(status=303, headers={"Location": address})

    @property
    def wants_json(self) -> bool:
        """Whether a script asks, which shows refusals itself."""
        accepted = request.accept_mimetypes
        return accepted.best_match(["text/html", "application/json"]) == "application/json"

    @property
    def person(self) -> str:
        """A short name that tells this reader's things on a device from another's."""
        return whose.name_of_person(self.identity)

    def choice(self, name: str) -> str:
        """Return how the reader likes it (cookies.CHOICES)."""
        return cookies.choice(request, name)

    @contextmanager
    def step(self) -> Iterator[Session]:
        """Open one of the transactions of a page that acts `in_steps`."""
        with self.runtime.transaction() as session:
            session.info["origin"] = audit.Origin(g.get("request_id"), self.identity.session_id)
            yield session

    def _meet(self) -> bool:
        """Find out who asks; return whether the browser still presents what has ended."""
        token = cookies.session_token(request, self.runtime.settings)
        try:
            if token is not None:
                self.identity = visitor_with(self.runtime, token)
        except (SessionEnded, SignInNeeded) as error:
            self.was_shut_out = isinstance(error, SessionEnded) and error.was_shut_out
            if self.access != Access.PUBLIC:
                raise
            return True
        if self.identity.is_guest and self.access != Access.PUBLIC:
            raise SignInNeeded
        if request.method == "POST":
            require_same_origin(request)
            whose.require_own_words(request, self.identity)
        self.admit()
        return False

    def _act(self, given: Mapping[str, Any]) -> AnyResponse:
        method = getattr(self, "get" if request.method == "HEAD" else request.method.lower())
        if request.method == "POST" and self.in_steps:
            return self._answer(method(**given))
        read_only = request.method != "POST" and not self.audited_reads
        with self.runtime.transaction(read_only=read_only) as self.session:
            self.session.info["origin"] = audit.Origin(
                g.get("request_id"), self.identity.session_id
            )
            return self._answer(method(**given))

    def _answer(self, made: str | AnyResponse, status: int = 200) -> AnyResponse:
        if not isinstance(made, str):
            return made
        answer = Response(made, status, mimetype="text/html")
        if self.identity.is_guest and status == 200 and request.method == "GET":
            answer.headers["Cache-Control"] = "private, no-cache"
            answer.add_etag(weak=True)
            answer.make_conditional(request)
        else:
            answer.headers["Cache-Control"] = "no-store"
        return pack(request, answer) if self.packed else answer

    def _with_headers(self, answer: AnyResponse) -> AnyResponse:
        answer.vary.update(("Cookie", "Accept"))
        # The service worker reads these: what it may keep, and whether it is the same person.
        answer.headers[whose.SESSION] = whose.name_of_session(self.identity)
        answer.headers[whose.PERSON] = whose.name_of_person(self.identity)
        if self.was_shut_out:
            answer.headers[whose.FORGET] = "1"
        if self.keeps and answer.status_code == 200 and request.method == "GET":
            answer.headers["X-So-Tay-Giu"] = self.keeps
        answer.headers.setdefault("Cache-Control", "no-store")
        if not self.identity.is_guest and web_config(self.runtime.settings):
            # A browser that is rung tells Firebase now and then that it is still there.
            answer.headers.setdefault(POLICY, policy_that_also_talks_to(*HOSTS))
        return answer

    def _refused(self, error: Exception, given: Mapping[str, Any]) -> AnyResponse:
        if self.wants_json:
            return problem_response(error)
        if isinstance(error, SignInNeeded | SessionEnded) and self.access != Access.PUBLIC:
            return self._to_sign_in(is_over=isinstance(error, SessionEnded))
        first = self.instead(error)
        if first is not None:
            return first
        problem, headers = problem_of(error, self.words)
        if isinstance(error, HandbookError) and self._may_be_mended(error):
            return self._once_more(problem, given)
        shown = self.render("pages/trouble.html", problem=problem)
        answer = self._answer(shown, problem.status)
        answer.headers.update(headers)
        return answer

    def _may_be_mended(self, refusal: HandbookError) -> bool:
        is_form = request.method == "POST" and hasattr(self, "get")
        return is_form and refusal.status not in (404, 503)

    def _once_more(self, problem: ProblemOut, given: Mapping[str, Any]) -> AnyResponse:
        """Show the form again with what was typed: nobody types a thing twice."""
        self.problem, self.typed = problem, _form()
        try:
            with self.runtime.transaction(read_only=not self.audited_reads) as self.session:
                shown = self.get(**given)  # type: ignore[attr-defined]  # a form has its page
        except HandbookError:
            shown = self.render("pages/trouble.html", problem=problem)
        return self._answer(shown, problem.status)

    def _to_sign_in(self, *, is_over: bool) -> AnyResponse:
        back = here(request) if request.method in ("GET", "HEAD") else "/"
        over = ("&het=xa" if self.was_shut_out else "&het=1") if is_over else ""
        answer = self.see(f"{SIGN_IN}?tiep={quote(back)}{over}")
        cookies.forget_session(answer, self.runtime.settings)
        return answer


def _form() -> Mapping[str, str]:
    """Return what was typed; nothing when there was too much of it to be read at all."""
    try:
        return request.form.to_dict()
    except RequestEntityTooLarge:
        return {}


def _typed(model: type[BaseModel]) -> dict[str, Any]:
    filled = {
        name: [value for value in values if value.strip()] for name, values in request.form.lists()
    }
    return _as_declared(model, {name: values for name, values in filled.items() if values})


def _read(model: type[BaseModel], arguments: Any) -> dict[str, Any]:
    filled = {name: [value for value in values if value] for name, values in arguments.lists()}
    return _as_declared(model, {name: values for name, values in filled.items() if values})


def _as_declared(model: type[BaseModel], given: Mapping[str, list[str]]) -> dict[str, Any]:
    """Lists where the model wants lists, the last value elsewhere, and nothing it does not know."""
    fields = model.model_fields
    return {
        name: values if get_origin(fields[name].annotation) is list else values[-1]
        for name, values in given.items()
        if name in fields
    }


def _json(told: Mapping[str, Any], status: int) -> Response:
    return Response(orjson.dumps(dict(told)), status, mimetype="application/json")
