"""An OpenID provider in a thread: discovery, authorisation with PKCE, tokens (RS256), user info."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "zhuchao", "s3cret"


@dataclass
class Provider:
    """Who is logged in there, and what it answers wrongly on purpose."""

    claims: dict[str, Any]
    url: str = ""
    userinfo: dict[str, Any] = field(default_factory=dict)
    """Overrides of the claims in the user info alone."""
    audience: str = CLIENT
    denies: bool = False
    pending: dict[str, dict[str, str]] = field(default_factory=dict)
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))

    def configuration(self) -> dict[str, Any]:
        """The discovery document."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser is sent back to."""
        if self.denies:
            answer = {"error": "access_denied", "state": asked["state"]}
        else:
            code = f"code{len(self.pending)}"
            self.pending[code] = asked
            answer = {"code": code, "state": asked["state"]}
        return f"{asked['redirect_uri']}?{urlencode(answer)}"

    def token(self, form: dict[str, str]) -> dict[str, str] | None:
        """The tokens for a code, once, to the client who holds secret and verifier."""
        asked = self.pending.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        good = asked and asked.get("code_challenge") == challenge
        if not good or (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return None
        moment = int(time.time())
        claims = {
            **self.claims,
            "iss": self.url,
            "aud": self.audience,
            "iat": moment,
            "exp": moment + 60,
        }
        signed = jwt.encode(claims, self.key, "RS256", headers={"kid": "k1"})
        return {"access_token": "a1", "token_type": "Bearer", "id_token": signed}

    def jwks(self) -> dict[str, Any]:
        """The public key."""
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": "k1", "use": "sig", "alg": "RS256"}]}


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Be silent."""

        def do_GET(self) -> None:
            address = urlsplit(self.path)
            if address.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize(dict(parse_qsl(address.query))))
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            self._answer(
                {
                    "/.well-known/openid-configuration": provider.configuration,
                    "/userinfo": lambda: provider.claims | provider.userinfo,
                    "/jwks": provider.jwks,
                }[address.path]()
            )

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer(provider.token(dict(parse_qsl(body))))

        def _answer(self, document: dict[str, Any] | None) -> None:
            data = json.dumps(document or {"error": "invalid_grant"}).encode()
            self.send_response(200 if document else 400)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    return Handler


@contextmanager
def running(claims: dict[str, Any]) -> Iterator[Provider]:
    """A provider at which somebody with these claims is logged in."""
    provider = Provider(claims)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
