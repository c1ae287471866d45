"""A server that speaks FCM HTTP v1, in a process of its own: fast enough for two senders.

What it answers is chosen by the beginning of each address (“unregistered-…”), or by a mode that is
switched on for all. It remembers what it was sent. Started by `tests.support.fcm`.
"""

import asyncio
import base64
import json
import ssl
import sys
from email.utils import formatdate
from pathlib import Path
from random import Random
from urllib.parse import parse_qs

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

TOKEN = "stand-in-token"
_TYPES = "type.googleapis.com/"


def _error(status, code, *details):
    body = {"error": {"code": status, "message": "stand-in", "status": code}}
    if details:
        body["error"]["details"] = list(details)
    return status, orjson.dumps(body)


def _fcm(code):
    return {"@type": f"{_TYPES}google.firebase.fcm.v1.FcmError", "errorCode": code}


def _violations(field):
    faults = [{"field": field, "description": "stand-in"}]
    return {"@type": f"{_TYPES}google.rpc.BadRequest", "fieldViolations": faults}


SCRIPTS = {
    "unregistered": _error(404, "NOT_FOUND", _fcm("UNREGISTERED")),
    "malformed": _error(400, "INVALID_ARGUMENT", _fcm("INVALID_ARGUMENT")),
    "malformedfield": _error(
        400, "INVALID_ARGUMENT", _fcm("INVALID_ARGUMENT"), _violations("message.token")
    ),
    "badpayload": _error(400, "INVALID_ARGUMENT", _violations("message.android.ttl")),
    "proxysaysno": (400, b"<html>Bad Request</html>"),
    "wrongsender": _error(403, "PERMISSION_DENIED", _fcm("SENDER_ID_MISMATCH")),
    "quota": _error(429, "RESOURCE_EXHAUSTED", _fcm("QUOTA_EXCEEDED")),
    "unavailable": _error(503, "UNAVAILABLE", _fcm("UNAVAILABLE")),
    "internal": _error(500, "INTERNAL", _fcm("INTERNAL")),
    "platformkey": _error(401, "UNAUTHENTICATED", _fcm("THIRD_PARTY_AUTH_ERROR")),
    "unauthenticated": _error(401, "UNAUTHENTICATED"),
    "denied": _error(403, "PERMISSION_DENIED"),
    "noproject": _error(404, "NOT_FOUND"),
    "html502": (502, b"<html><body>Bad Gateway</body></html>"),
    "notjson": (200, b"<html>Welcome to this network</html>"),
    "nameless": (200, b"{}"),
    # no answer at all:
    "reset": None,
    "hang": None,
}


class State:
    """What it was told and what it has seen."""

    def __init__(self, public_key):
        self.public_key = public_key
        self.forget()

    def forget(self):
        self.mode, self.share, self.retry_after = "", 1.0, None
        self.delay, self.token_mode, self.keeps_bodies = 0.0, "ok", True
        self.seen, self.bodies, self.tokens, self.heads = [], [], 0, []
        self.tags = set()
        self.random = Random(7)

    def tell(self, said):
        for name, value in said.items():
            setattr(self, name, value)


class Speaker(asyncio.Protocol):
    """One connection: HTTP/1.1, kept alive."""

    def __init__(self, state):
        self.state, self.held = state, b""

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.held += data
        while True:
            end = self.held.find(b"\r\n\r\n")
            if end < 0:
                return
            head = self.held[:end].decode("latin-1")
            lines = head.split("\r\n")
            headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in lines[1:])}
            length = int(headers.get("content-length", 0))
            if len(self.held) < end + 4 + length:
                return
            body = self.held[end + 4 : end + 4 + length]
            self.held = self.held[end + 4 + length :]
            method, path, _ = lines[0].split(" ", 2)
            self.asked(method, path, headers, body)

    def asked(self, method, path, headers, body):
        state = self.state
        if path.startswith("/v1/projects/"):
            self.message(path, headers, body)
        elif path == "/token":
            self.answer(*self.token(body))
        elif path == "/control" and method == "POST":
            state.tell(orjson.loads(body))
            self.answer(200, b"{}")
        elif path == "/control/forget":
            state.forget()
            self.answer(200, b"{}")
        elif path == "/control/seen":
            self.answer(200, _listed(state))
        elif path == "/control/bodies":
            self.answer(200, b"\n".join(state.bodies))
        elif path == "/control/heads":
            self.answer(200, orjson.dumps(state.heads))
        else:
            self.answer(404, b"{}")

    def token(self, body):
        state = self.state
        state.tokens += 1
        if state.token_mode == "refused":
            return 400, b'{"error": "invalid_grant", "error_description": "stand-in"}'
        if state.token_mode == "down":
            return 503, b"{}"
        signed, _, signature = parse_qs(body.decode())["assertion"][0].rpartition(".")
        padded = signature + "=" * (-len(signature) % 4)
        try:
            state.public_key.verify(
                base64.urlsafe_b64decode(padded),
                signed.encode(),
                padding.PKCS1v15(),
                hashes.SHA256(),
            )
        except InvalidSignature:
            return 400, b'{"error": "invalid_grant"}'
        granted = {"access_token": TOKEN, "expires_in": 3600, "token_type": "Bearer"}
        return 200, orjson.dumps(granted)

    def message(self, path, headers, body):
        state, said = self.state, orjson.loads(body)
        message = said["message"]
        address = message.get("fid") or message.get("token") or f"topic-{message.get('topic')}"
        script = address.split("-", 1)[0]
        # A phone that is gone is gone in every weather that lets FCM look.
        if state.mode and state.random.random() < state.share:
            script = state.random.choice(state.mode) if isinstance(state.mode, list) else state.mode
        if headers.get("authorization") != f"Bearer {TOKEN}":
            script = "unauthenticated"
        if script not in SCRIPTS:
            script = "ok"
        state.seen.append([address, message.get("data", {}).get("notice_id", ""), script])
        tag = message.get("android", {}).get("notification", {}).get("tag", "")
        state.tags.add((message.get("data", {}).get("notice_id", ""), tag))
        if state.keeps_bodies:
            state.bodies.append(body)
            state.heads.append([path, said.get("validate_only", False)])
        asyncio.get_running_loop().call_later(state.delay, self.play, script, path, len(state.seen))

    def play(self, script, path, number):
        if script == "ok":
            name = path.removeprefix("/v1/").removesuffix(":send")
            self.answer(200, orjson.dumps({"name": f"{name}/{number}"}))
        elif script == "reset":
            self.transport.abort()
        elif script != "hang":
            self.answer(*SCRIPTS[script])

    def answer(self, status, body):
        asked = self.state.retry_after
        wait = f"Retry-After: {asked}\r\n" if asked is not None and status in (429, 503) else ""
        head = (
            f"HTTP/1.1 {status} Stand-in\r\nContent-Length: {len(body)}\r\n{wait}"
            f"Content-Type: application/json\r\nDate: {formatdate(usegmt=True)}\r\n\r\n"
        )
        self.transport.write(head.encode() + body)


def _listed(state):
    said = {"seen": state.seen, "tokens": state.tokens, "tags": sorted(state.tags)}
    return orjson.dumps(said)


async def _pipe(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()


def _proxy(tls_port, asked):
    """Everything that is asked for through this proxy is found at the stand-in's TLS port."""

    async def connected(reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        asked.append(head.split(b" ")[1].decode())
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", tls_port)
        await asyncio.gather(_pipe(reader, inner_writer), _pipe(inner_reader, writer))

    return connected


async def main(folder):
    loop = asyncio.get_running_loop()
    public_key = serialization.load_pem_public_key((folder / "public.pem").read_bytes())
    state = State(public_key)
    plain = await loop.create_server(lambda: Speaker(state), "127.0.0.1", 0, backlog=1024)
    ports = {"http": plain.sockets[0].getsockname()[1]}
    if (folder / "server.pem").exists():
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "server.pem")
        tls = await loop.create_server(lambda: Speaker(state), "127.0.0.1", 0, ssl=context)
        ports["https"] = tls.sockets[0].getsockname()[1]
        proxy = await asyncio.start_server(_proxy(ports["https"], state.heads), "127.0.0.1", 0)
        ports["proxy"] = proxy.sockets[0].getsockname()[1]
    print(json.dumps(ports), flush=True)
    # Whoever started it holds the other end: it ends with its starter, however that ends.
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
