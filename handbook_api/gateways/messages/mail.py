"""E-mail over SMTP, encrypted before anything is said."""

import smtplib
import ssl
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import format_datetime

import structlog

from handbook_api.core import clock
from handbook_api.gateways.messages.shapes import Answer, Message, Outcome

_FOR_GOOD = range(500, 600)

log = structlog.get_logger("messages.mail")


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where e-mails are handed over, and how.

    security: “starttls”, “tls” (encrypted from the first byte) or “none” (this machine only).
    sender: the address they come from. seconds: for each step of the conversation.
    """

    host: str
    port: int
    user: str
    password: str
    sender: str
    security: str
    seconds: float


class SmtpGateway:
    """E-mails go to one server, in one conversation for each batch."""

    delivers = True

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._certificates = ssl.create_default_context()

    def send(self, messages: Sequence[Message]) -> Generator[Answer, None, None]:
        """Yield what became of each of `messages`."""
        if not messages:
            return
        try:
            client = self._greeted()
        except smtplib.SMTPAuthenticationError as error:
            log.error("mail_account_refused", status=error.smtp_code)
            yield from [Answer(Outcome.ACCOUNT_REFUSED)] * len(messages)
            return
        except (OSError, smtplib.SMTPException) as error:
            log.warning("mail_server_unavailable", error=type(error).__name__)
            yield from [Answer(Outcome.UNAVAILABLE)] * len(messages)
            return
        try:
            for message in messages:
                yield Answer(self._hand_over(client, message))
        finally:
            client.close()

    def _greeted(self) -> smtplib.SMTP:
        """Return a conversation that is encrypted and signed in."""
        server = self._server
        if server.security == "tls":
            client: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=server.seconds, context=self._certificates
            )
        else:
            client = smtplib.SMTP(server.host, server.port, timeout=server.seconds)
        try:
            if server.security == "starttls":
                client.starttls(context=self._certificates)
            if server.user:
                client.login(server.user, server.password)
        except BaseException:
            client.close()
            raise
        return client

    def _hand_over(self, client: smtplib.SMTP, message: Message) -> Outcome:
        if "@" not in message.to:
            return Outcome.REFUSED
        if client.sock is None:
            return Outcome.UNAVAILABLE  # cut off at the letter before this one
        try:
            client.send_message(self._letter(message), self._server.sender, [message.to])
        except (ValueError, MessageError, smtplib.SMTPNotSupportedError):
            return Outcome.REFUSED  # an address that no letter can carry
        except smtplib.SMTPException as error:
            return _meaning(error)
        except OSError as error:
            log.warning("mail_unanswered", error=type(error).__name__)
            client.close()  # whatever came now would be the answer to this letter, not the next
            return Outcome.UNKNOWN
        return Outcome.ACCEPTED

    def _letter(self, message: Message) -> EmailMessage:
        letter = EmailMessage()
        letter["From"] = self._server.sender
        letter["To"] = message.to
        letter["Subject"] = message.subject
        letter["Date"] = format_datetime(clock.now())
        letter["Message-ID"] = f"<{message.id}@{self._server.sender.rpartition('@')[2]}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(message.text, cte="base64")  # every server passes that on unchanged
        return letter


def _meaning(error: smtplib.SMTPException) -> Outcome:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next(iter(error.recipients.values()))[0]
    elif isinstance(error, smtplib.SMTPResponseException):
        code = error.smtp_code
    else:  # cut off, before or after the last word
        log.warning("mail_unanswered", error=type(error).__name__)
        return Outcome.UNKNOWN
    log.warning("mail_refused", status=code)
    if code not in _FOR_GOOD:
        return Outcome.UNAVAILABLE
    ours = isinstance(error, smtplib.SMTPSenderRefused)
    return Outcome.ACCOUNT_REFUSED if ours else Outcome.REFUSED
