"""What my account is locked with: password, chosen name, one-time codes."""

import base64

from werkzeug.wrappers import Response

from handbook_api.auth import own_account, second_factor
from handbook_api.auth.guarding import require_unlocked
from handbook_api.auth.qr import qr_svg
from handbook_api.auth.schemas.own import ChosenNameIn, PasswordIn, PasswordProofIn
from handbook_api.auth.schemas.signing_in import CodeIn
from handbook_api.webclient.own.base import ME, OwnPage

_CODES = "/toi/ma-mot-lan"


class KeyPage(OwnPage):
    """A page that acts in steps: hashing a password takes time, and holds no transaction."""

    in_steps = True


class OwnPassword(KeyPage):
    """My password."""

    def get(self) -> str:
        """Ask for a new one, and for the present one where there is one."""
        shortest, me = self.rules.password_min_length, self.me()
        if not me.has_password:
            require_unlocked(self.identity)
        return self.render("webclient/own/password.html", me=me, shortest=shortest)

    def post(self) -> Response:
        """Set it; other devices are signed out."""
        body = self.form(PasswordIn)
        own_account.set_own_password(self.step, self.identity, body.current, body.new, self.rules)
        return self.see(f"{ME}?xong=mat-khau" if self.back == ME else self.back)


class SignInName(KeyPage):
    """The name I chose to sign in under."""

    def get(self) -> str:
        """Ask for it."""
        return self.render("webclient/own/sign_in_name.html", me=self.me())

    def post(self) -> Response:
        """Sign in under it from now on."""
        name = self.form(ChosenNameIn).name
        own_account.choose_name(self.step, self.identity, name, self.rules)
        return self.see(f"{ME}?xong=ten")


class NoSignInName(KeyPage):
    """The name I chose is given up."""

    def post(self) -> Response:
        """Sign in under it no more."""
        own_account.choose_name(self.step, self.identity, None, self.rules)
        return self.see(f"{ME}?xong=bo-ten")


class OneTimeCodes(KeyPage):
    """One-time codes: on, or to be set up."""

    def get(self) -> str:
        """Show how it stands; before setting up, the password is asked again."""
        return self.render("webclient/own/codes.html", me=self.me())

    def post(self) -> str:
        """Show the secret, this once, as a square, as a link and as letters."""
        body = self.form(PasswordProofIn)
        begun = second_factor.begin_factor(self.step, self.identity, body.password, self.rules)
        return self.render(
            "webclient/own/codes_begun.html",
            secret=_in_fours(begun.secret),
            link=begun.uri,
            square=_image(qr_svg(begun.uri)),
        )


class OneTimeCodesOn(KeyPage):
    """The first code."""

    def get(self) -> str:
        """Ask for it again, after a wrong one: the app has the secret already."""
        return self.render("webclient/own/codes_begun.html", secret=None)

    def post(self) -> str:
        """Switch codes on; show the backup codes, this once."""
        code = self.form(CodeIn).code
        made = second_factor.confirm_factor(self.step, self.identity, code, self.rules)
        return self.render("webclient/own/backup_codes.html", codes=made)


class OneTimeCodesOff(KeyPage):
    """No more codes."""

    def get(self) -> str:
        """Ask for a last one."""
        return self.render("webclient/own/codes_off.html", me=self.me())

    def post(self) -> Response:
        """Switch codes off."""
        code = self.form(CodeIn).code
        second_factor.remove_factor(self.step, self.identity, code, self.rules)
        return self.see(f"{_CODES}?xong=tat")


class BackupCodes(KeyPage):
    """New codes for the day the phone is lost."""

    def get(self) -> str:
        """Ask for a code from the app."""
        return self.render("webclient/own/codes_again.html", me=self.me())

    def post(self) -> str:
        """Show them, this once."""
        code = self.form(CodeIn).code
        made = second_factor.renew_backup_codes(self.step, self.identity, code, self.rules)
        return self.render("webclient/own/backup_codes.html", codes=made)


def _in_fours(secret: str) -> str:
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def _image(svg: str) -> str:
    """Return the address of a picture that is this <svg> itself."""
    # By itself a picture has to say that it is SVG; inside a page it need not.
    named = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return "data:image/svg+xml;base64," + base64.b64encode(named.encode()).decode()
