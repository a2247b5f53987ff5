"""A tiny OpenID provider on this machine: whoever it is told to be signs in at once."""

import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT = "pincore"


class Provider(ThreadingHTTPServer):
    """The provider; `who` is the person at the keyboard."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.who = "anna"
        self.nonces: dict[str, tuple[str, str]] = {}
        self.key = RSAKey.generate_key(2048, {"kid": "one"})

    def secrets_for(self, server: str) -> str:
        """What the app's secrets say about this provider."""
        lines = {
            "redirect_uri": f"{server}/oauth2callback", "cookie_secret": secrets.token_hex(32), "client_id": CLIENT, "client_secret": "x",
            "server_metadata_url": f"{self.issuer}/.well-known/openid-configuration",
        }  # fmt: skip
        return "[auth]\n" + "".join(f'{name} = "{value}"\n' for name, value in lines.items())


class _Answers(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        path, query = urlsplit(self.path).path, {name: found[0] for name, found in parse_qs(urlsplit(self.path).query).items()}
        if path == "/authorize":
            code = secrets.token_hex(8)
            self.server.nonces[code] = (query.get("nonce", ""), self.server.who)
            self.send_response(302)
            self.send_header("Location", f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}")
            self.end_headers()
        elif path == "/keys":
            self._send({"keys": [self.server.key.as_dict(private=False)]})
        else:
            issuer = self.server.issuer
            self._send({
                "issuer": issuer, "authorization_endpoint": f"{issuer}/authorize", "token_endpoint": f"{issuer}/token", "jwks_uri": f"{issuer}/keys",
                "response_types_supported": ["code"], "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"],
            })  # fmt: skip

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        nonce, who = self.server.nonces.pop(form["code"][0])
        now = int(time.time())
        told = {"iss": self.server.issuer, "sub": who, "aud": CLIENT, "iat": now, "exp": now + 600, "nonce": nonce, "name": who.title()}
        token = jwt.encode({"alg": "RS256", "kid": "one"}, told, self.server.key)
        self._send({"access_token": "x", "token_type": "Bearer", "expires_in": 600, "id_token": token})

    def _send(self, value: object) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(value).encode())

    def log_message(self, *_: object) -> None: ...


@contextmanager
def providing() -> Iterator[Provider]:
    """A provider that answers while this lasts."""
    provider = Provider()
    thread = Thread(target=provider.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.shutdown()
        provider.server_close()
        thread.join()
