"""Client of the control API of a Quartet authorization server.

/control/openapi.json of the server describes all members of tokens, faults and requests.
"""

from __future__ import annotations

import atexit
import json
import os
import re
import socket
import subprocess
import time
from datetime import datetime
from typing import Any, Mapping, Optional
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

__all__ = ["Quartet", "QuartetError"]


class QuartetError(Exception):
    """A request that the server refused. The text says in words what is wrong."""

    def __init__(self, status: int, error: Optional[str], description: str) -> None:
        super().__init__(description)
        self.status, self.error = status, error


class Quartet:
    """One authorization server, or one issuer of it (see tenant)."""

    def __init__(self, issuer: str, token: Optional[str] = None) -> None:
        """issuer is that of a running server; token its control token, by default $CONTROL_TOKEN."""
        self.issuer = issuer.rstrip("/")
        self._token = os.environ.get("CONTROL_TOKEN", "") if token is None else token
        self._process: Optional[subprocess.Popen[bytes]] = None

    @classmethod
    def start(cls, program: Optional[str] = None, env: Mapping[str, str] = {}, seconds: float = 30) -> Quartet:
        """Run the program authserver on a free port until stop, and wait until it is ready."""
        port = _free_port()
        quartet = cls(f"http://localhost:{port}", token="")
        settings = {"REDIS_URL": "", "PROFILE": "dev", "ISSUER": quartet.issuer, "AUTHSERVER_LISTEN": f"localhost:{port}", "AUTHSERVER_LOG_LEVEL": "error"}
        program = program or os.environ.get("QUARTET_AUTHSERVER", "authserver")
        try:
            quartet._process = subprocess.Popen([program], env={**os.environ, **settings, **env}, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        except FileNotFoundError as missing:
            how = 'build it with "go build -o bin/ ./authserver/cmd/authserver" in the folder of Quartet'
            raise FileNotFoundError(missing.errno, f"{missing.strerror}; {how}", program) from None
        atexit.register(quartet.stop)  # also if a test forgets to stop it
        try:
            quartet._wait(time.monotonic() + seconds)
        except BaseException:
            quartet.stop()
            raise
        return quartet

    def stop(self) -> None:
        """End the server that start has started."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait()

    def __enter__(self) -> Quartet:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def tenant(self, name: str) -> Quartet:
        """Another issuer of the same server, made on first use, with its own users, keys, clock and faults."""
        return Quartet(f"{self.issuer}/{quote(name, safe='')}", token=self._token)

    def token(self, user: Optional[str] = None, **more: Any) -> str:
        """An access token, or with type="id_token" an ID token."""
        return self.call("POST", "tokens", _members(user=user, **more))["token"]

    def forge(self, flaw: str, user: Optional[str] = None, **more: Any) -> str:
        """A token with a flaw, such as "expired", which every service must refuse."""
        return self.call("POST", "forged-tokens", _members(flaw=flaw, user=user, **more))["token"]

    def sign_in(self, user: str, authorize_url: str, **more: Any) -> str:
        """Sign a user in without a browser; return the URL of the redirect to the client."""
        return self.call("POST", "sign-in", _members(user=user, authorize_url=authorize_url, **more))["callback_url"]

    def logout(self, user: str) -> None:
        """End all sessions and grants of a user; clients get logout tokens."""
        self.call("POST", "logout", {"user": user})

    def put_user(self, username: str, **entry: Any) -> None:
        self.call("PUT", f"users/{quote(username, safe='')}", entry)

    def get_user(self, username: str) -> dict[str, Any]:
        """A user as in the seed file, without the password."""
        return self.call("GET", f"users/{quote(username, safe='')}")

    def users(self) -> list[dict[str, Any]]:
        return self.call("GET", "users")["users"]

    def remove_user(self, username: str) -> None:
        self.call("DELETE", f"users/{quote(username, safe='')}")

    def put_client(self, client_id: str, **entry: Any) -> None:
        self.call("PUT", f"clients/{quote(client_id, safe='')}", entry)

    def put_resource(self, resource: str, scopes: dict[str, Any], name: str = "") -> None:
        """A protected resource, and its scopes with their descriptions."""
        self.call("PUT", f"resources/{quote(resource, safe='')}", {"scopes": scopes, **({"name": name} if name else {})})

    def put_scope(self, name: str, **entry: Any) -> None:
        """A scope about the user: description, and the claims that it releases."""
        self.call("PUT", f"scopes/{quote(name, safe='')}", entry)

    def get_client(self, client_id: str) -> dict[str, Any]:
        """A client as in the seed file, without the secret."""
        return self.call("GET", f"clients/{quote(client_id, safe='')}")

    def clients(self) -> list[dict[str, Any]]:
        return self.call("GET", "clients")["clients"]

    def remove_client(self, client_id: str) -> None:
        self.call("DELETE", f"clients/{quote(client_id, safe='')}")

    def fail_next(self, **fault: Any) -> dict[str, Any]:
        """Make the next request that the fault chooses go wrong."""
        return self.call("POST", "faults", fault)

    def faults(self) -> list[dict[str, Any]]:
        return self.call("GET", "faults")["faults"]

    def remove_fault(self, fault_id: str) -> None:
        self.call("DELETE", f"faults/{quote(fault_id, safe='')}")

    def clear_faults(self) -> None:
        self.call("DELETE", "faults")

    def requests(self, **filter: Any) -> list[dict[str, Any]]:
        """The requests that the server received; the filter is, for example, endpoint="token".

        A refused one has error, error_description and check, the id of the check that failed.
        """
        return self.call("GET", f"requests?{urlencode(filter)}")["requests"]

    def clear_requests(self) -> None:
        self.call("DELETE", "requests")

    def now(self) -> datetime:
        return _time(self.call("GET", "clock"))

    def advance(self, seconds: int) -> datetime:
        """Move the clock of the server forward, so that tokens and sessions expire."""
        return _time(self.call("POST", "clock", {"advance_seconds": seconds}))

    def rotate_keys(self) -> None:
        self.call("POST", "keys/rotate")

    def reset(self) -> None:
        """Back to the users, clients and state of the start; keys and clock stay."""
        self.call("POST", "reset")

    def export_state(self) -> dict[str, Any]:
        return self.call("GET", "state")

    def import_state(self, state: Mapping[str, Any]) -> None:
        self.call("PUT", "state", state)

    def call(self, method: str, path: str, body: Optional[Mapping[str, Any]] = None) -> Any:
        """Send a request to /control/path."""
        request = Request(f"{_reachable(self.issuer)}/control/{path}", method=method)
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        if self._token:
            request.add_header("Authorization", f"Bearer {self._token}")
        try:
            with _opener.open(request, timeout=60) as answer:
                text = answer.read()
        except HTTPError as refused:
            with refused:
                raise _error(refused.code, refused.read()) from None
        return json.loads(text) if text else None

    def _wait(self, deadline: float) -> None:
        assert self._process is not None
        while True:
            if self._process.poll() is not None:
                raise RuntimeError("authserver ended; its output says why")
            try:
                with _opener.open(f"{self.issuer}/readyz", timeout=5):
                    return
            except (URLError, OSError):
                if time.monotonic() > deadline:
                    raise TimeoutError(f"authserver is not ready at {self.issuer}") from None
            time.sleep(0.02)


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


_opener = build_opener(ProxyHandler({}), _NoRedirect)


def _members(**members: Any) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}


def _error(status: int, body: bytes) -> QuartetError:
    try:
        said = json.loads(body)
        return QuartetError(status, said["error"], said["error_description"])
    except (ValueError, KeyError, TypeError):
        return QuartetError(status, None, f"the server answered {status}")


def _time(clock: dict[str, str]) -> datetime:
    text = re.sub(r"(\.\d{1,6})\d*", lambda m: m[1].ljust(7, "0"), clock["now"])  # Python before 3.11 reads six digits only
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def _reachable(issuer: str) -> str:
    """Not every resolver knows *.localhost; a server on this machine answers at localhost too."""
    return re.sub(r"^(https?://)[^/:]+\.localhost(?=[:/]|$)", r"\1localhost", issuer)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
