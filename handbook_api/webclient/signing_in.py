"""Coming in and leaving: by printed slip, by password, with the one-time code."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from handbook_api.auth import second_factor, sessions, slip_use
from handbook_api.auth.locking import lock_device
from handbook_api.auth.schemas.signing_in import CodeIn, SignInIn, SlipIn, SlipUseIn
from handbook_api.auth.sign_in import sign_in
from handbook_api.auth.tokens import Tokens
from handbook_api.content_store.parameters.rules import SecurityRules
from handbook_api.core import clock
from handbook_api.core.errors import HandbookError
from handbook_api.core.policy import Access
from handbook_api.db import audit
from handbook_api.pages import cookies
from handbook_api.pages.addresses import local
from handbook_api.pages.page import Page
from handbook_api.webclient.browsers import is_inside_an_app, name_of_browser

bp = Blueprint("webclient_signing_in", __name__, template_folder="templates")

#: A first sign-in goes on to setting up the phone.
_AFTER_SLIP = "/chuan-bi"


class Door(Page):
    """A page that lets somebody in."""

    access = Access.PUBLIC
    in_steps = True

    @property
    def rules(self) -> SecurityRules:
        """The rules of signing in, as they stand today."""
        return self.runtime.content.security(clock.today())

    @property
    def device(self) -> str:
        """What the list of devices calls this browser."""
        return name_of_browser(request.user_agent.string, self.words)

    def let_in(self, given: Tokens, address: str) -> Response:
        """Return the answer that signs this browser in and leads on."""
        with self.step() as session:
            kept = sessions.settle_in_browser(session, given, self.rules)
            earlier = cookies.session_token(request, self.runtime.settings)
            sessions.end_the_one_before(session, earlier, kept.session_id)
        answer = self.see(address)
        self.keep(answer, kept.access)
        return answer

    def keep(self, answer: Response, token: str) -> None:
        """The browser presents `token` from now on."""
        cookies.keep_session(
            answer, token, sessions.longest_session(self.rules), self.runtime.settings
        )


class SignInChoice(Door):
    """With the slip, or with a password."""

    def get(self) -> str:
        """Show both ways, the slip first."""
        self.was_shut_out = self.identity.is_guest and request.args.get("het") == "xa"
        return self.render(
            "webclient/sign_in.html",
            back=local(request.args.get("tiep")),
            is_over="het" in request.args,
            is_inside=is_inside_an_app(request.user_agent.string),
        )


class PasswordSignIn(Door):
    """By name and password."""

    def get(self) -> str:
        """Ask for both."""
        back = local(self.typed.get("tiep") or request.args.get("tiep"))
        return self.render("webclient/password.html", back=back)

    def post(self) -> Response:
        """Let in whoever knows the password."""
        body = self.form(SignInIn, device=self.device)
        given = sign_in(self.step, body.name, body.password, body.device, self.rules)
        return self.let_in(given, local(request.form.get("tiep")))


class SlipSignIn(Door):
    """By printed slip: the code, then whether it is really him."""

    def get(self) -> str:
        """Ask for the code; after a wrong year of birth, for the year again."""
        if "birth_year" in request.form:
            return self._ask_who()
        return self.render(
            "webclient/slip.html", is_inside=is_inside_an_app(request.user_agent.string)
        )

    def post(self) -> Response | str:
        """Show whose slip it is, which consumes nothing; or use it."""
        if "birth_year" not in request.form:
            return self._ask_who()
        body = self.form(SlipUseIn, device=self.device)
        used = slip_use.Used(body.code, self._address, body.birth_year, body.device)
        given = slip_use.use_slip(self.step, used, self.rules, self.runtime.content.roles)
        return self.let_in(given, _AFTER_SLIP)

    def _ask_who(self) -> str:
        code = self.form(SlipIn).code
        seen = slip_use.look_at_slip(self.step, code, self._address, self.rules)
        return self.render("webclient/slip_owner.html", seen=seen, code=code)

    @property
    def _address(self) -> str:
        return request.remote_addr or ""


class OneTimeCode(Door):
    """The second factor, for rights that are asleep without it."""

    access = Access.SIGNED_IN

    def get(self) -> str:
        """Ask for the code."""
        back = local(self.typed.get("tiep") or request.args.get("tiep"))
        return self.render("webclient/one_time_code.html", back=back)

    def post(self) -> Response:
        """Wake the rights."""
        code = self.form(CodeIn).code
        given = second_factor.step_up(self.step, self.identity, code, self.rules)
        answer = self.see(local(request.form.get("tiep")))
        self.keep(answer, given.access)
        return answer


class SignOut(Page):
    """Leaving; the browser forgets all it kept."""

    def get(self) -> str:
        """Ask whether to."""
        return self.render("webclient/sign_out.html")

    def post(self) -> Response:
        """End the session here."""
        if self.identity.session_id is None:
            raise HandbookError
        device = lock_device(self.session, self.identity.session_id)
        sessions.end_session(device, "signed_out")
        account = str(device.account_id)
        audit.record(self.session, self.identity, "auth.sign_out", "account", account)
        answer = self.see("/")
        cookies.forget_session(answer, self.runtime.settings)
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'
        return answer


for rule, view in (
    ("/dang-nhap", SignInChoice),
    ("/dang-nhap/mat-khau", PasswordSignIn),
    ("/dang-nhap/ma-mot-lan", OneTimeCode),
    ("/phieu", SlipSignIn),
    ("/dang-xuat", SignOut),
):
    bp.add_url_rule(rule, view_func=view.as_view(view.__name__))
