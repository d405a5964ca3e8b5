"""Run by demo/e2e/thinclients against a real server: QUARTET_AUTHSERVER is the program."""

import base64
import json
import time
import unittest
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import urlopen

from quartet_testing import Quartet, QuartetError


def claims(token: str) -> dict:
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


def authorize(issuer: str) -> str:
    return f"{issuer}/authorize?" + urlencode({
        "response_type": "code", "client_id": "native", "redirect_uri": "http://127.0.0.1:3000/callback", "scope": "openid", "state": "s1",
        "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "code_challenge_method": "S256",
    })


def parameters(callback: str) -> dict:
    return parse_qs(urlsplit(callback).query)


class TestQuartet(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.quartet = Quartet.start()
        cls.addClassCleanup(cls.quartet.stop)

    def keys(self) -> int:
        with urlopen(f"{self.quartet.issuer}/jwks") as answer:
            return len(json.load(answer)["keys"])

    def test_tokens_valid_and_forged(self) -> None:
        valid = claims(self.quartet.token("alice", scope="notes:read", claims={"groups": ["admin"]}))
        self.assertEqual((valid["iss"], valid["groups"]), (self.quartet.issuer, ["admin"]))
        self.assertLess(claims(self.quartet.forge("expired", "alice"))["exp"], time.time())

    def test_a_sign_in_without_a_browser(self) -> None:
        callback = parameters(self.quartet.sign_in("alice", authorize(self.quartet.issuer)))
        self.assertEqual(callback["state"], ["s1"])
        self.assertTrue(callback["code"])
        denied = parameters(self.quartet.sign_in("alice", authorize(self.quartet.issuer), deny=True))
        self.assertEqual(denied["error"], ["access_denied"])
        self.quartet.logout("alice")

    def test_users_and_clients(self) -> None:
        self.quartet.put_user("dora", claims={"name": "Dora"})
        self.assertEqual(claims(self.quartet.token("dora"))["sub"], "dora")
        self.assertEqual(self.quartet.get_user("dora")["claims"], {"name": "Dora"})
        self.assertIn("dora", [user["username"] for user in self.quartet.users()])
        self.quartet.remove_user("dora")
        with self.assertRaises(QuartetError) as caught:
            self.quartet.get_user("dora")
        self.assertEqual((caught.exception.status, caught.exception.error), (404, "not_found"))
        self.quartet.put_resource("https://orders.example", {"orders:read": "read your orders"})
        self.quartet.put_scope("department", description="your department", claims=["department"])
        self.assertTrue(self.quartet.token("alice", scope="orders:read department"))
        self.quartet.put_client("spa", token_endpoint_auth_method="none", redirect_uris=["http://localhost:3000/cb"], scope="openid")
        self.assertEqual(self.quartet.get_client("spa")["scope"], "openid")
        self.assertIn("spa", [client["client_id"] for client in self.quartet.clients()])
        self.quartet.remove_client("spa")

    def test_a_refusal_says_in_words_what_is_wrong(self) -> None:
        with self.assertRaisesRegex(QuartetError, "there is no user") as caught:
            self.quartet.token("nobody")
        self.assertEqual(caught.exception.status, 400)
        with self.assertRaisesRegex(QuartetError, "unknown member scop"):
            self.quartet.token("alice", scop="x")
        with self.assertRaises(QuartetError) as caught:
            Quartet(self.quartet.issuer, token="x").now()
        self.assertEqual((caught.exception.status, caught.exception.error), (401, "invalid_token"))

    def test_faults_and_requests(self) -> None:
        fault = self.quartet.fail_next(endpoint="jwks", status=503)
        self.assertEqual([one["id"] for one in self.quartet.faults()], [fault["id"]])
        with self.assertRaises(HTTPError):
            self.keys()
        self.assertEqual([one["status"] for one in self.quartet.requests(endpoint="jwks")], [503])
        self.quartet.remove_fault(self.quartet.fail_next(endpoint="jwks", status=503)["id"])
        self.quartet.clear_faults()
        self.quartet.clear_requests()
        self.assertTrue(self.keys())

    def test_keys(self) -> None:
        before = self.keys()
        self.quartet.rotate_keys()
        self.assertGreater(self.keys(), before)

    def test_a_tenant_has_its_own_users_and_clock(self) -> None:
        one, other = self.quartet.tenant("one"), self.quartet.tenant("other")
        one.put_user("dora")
        self.assertEqual(claims(one.token("dora"))["iss"], f"{self.quartet.issuer}/one")
        with self.assertRaisesRegex(QuartetError, "there is no user"):
            other.token("dora")
        before = one.now()
        self.assertGreaterEqual((one.advance(3600) - before).total_seconds(), 3600)
        self.assertGreater((one.now() - other.now()).total_seconds(), 3000)

    def test_reset_export_and_import(self) -> None:
        tenant = self.quartet.tenant("state")
        tenant.put_user("dora")
        state = tenant.export_state()
        tenant.reset()
        with self.assertRaisesRegex(QuartetError, "there is no user"):
            tenant.token("dora")
        tenant.import_state(state)
        self.assertTrue(tenant.token("dora"))

    def test_a_name_of_this_machine_that_the_resolver_need_not_know(self) -> None:
        self.assertTrue(Quartet(self.quartet.issuer.replace("localhost", "auth.localhost"), token="").now())

    def test_a_program_that_does_not_start(self) -> None:
        with self.assertRaisesRegex(FileNotFoundError, "go build"):
            Quartet.start(program="/nowhere/authserver")
        with self.assertRaisesRegex(RuntimeError, "authserver ended"):
            Quartet.start(env={"PROFILE": "neither"})


if __name__ == "__main__":
    unittest.main()
