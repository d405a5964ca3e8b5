// Run by demo/e2e/thinclients against a real server: QUARTET_AUTHSERVER is the program.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Quartet, QuartetError } from "@quartet/testing";

let quartet;
before(async () => { quartet = await Quartet.start(); });
after(() => quartet.stop());

const claims = (token) => JSON.parse(Buffer.from(token.split(".")[1], "base64url"));
const authorize = (issuer) => `${issuer}/authorize?` + new URLSearchParams({
  response_type: "code", client_id: "native", redirect_uri: "http://127.0.0.1:3000/callback", scope: "openid", state: "s1",
  code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", code_challenge_method: "S256",
});

test("tokens, valid and forged", async () => {
  const valid = claims(await quartet.token("alice", { scope: "notes:read", claims: { groups: ["admin"] } }));
  assert.equal(valid.iss, quartet.issuer);
  assert.deepEqual(valid.groups, ["admin"]);
  assert.ok(claims(await quartet.forge("expired", "alice")).exp < Date.now() / 1000);
});

test("a sign-in without a browser", async () => {
  const callback = await quartet.signIn("alice", authorize(quartet.issuer));
  assert.ok(callback.searchParams.get("code"));
  assert.equal(callback.searchParams.get("state"), "s1");
  const denied = await quartet.signIn("alice", new URL(authorize(quartet.issuer)), { deny: true });
  assert.equal(denied.searchParams.get("error"), "access_denied");
  await quartet.logout("alice");
});

test("users and clients", async () => {
  await quartet.putUser("dora", { claims: { name: "Dora" } });
  assert.equal(claims(await quartet.token("dora")).sub, "dora");
  assert.deepEqual((await quartet.getUser("dora")).claims, { name: "Dora" });
  assert.ok((await quartet.users()).some((user) => user.username === "dora"));
  await quartet.removeUser("dora");
  await assert.rejects(quartet.getUser("dora"), (e) => e instanceof QuartetError && e.status === 404 && e.error === "not_found");
  await quartet.putResource("https://orders.example", { scopes: { "orders:read": "read your orders" } });
  await quartet.putScope("department", { description: "your department", claims: ["department"] });
  assert.ok(await quartet.token("alice", { scope: "orders:read department" }));
  await quartet.putClient("spa", { token_endpoint_auth_method: "none", redirect_uris: ["http://localhost:3000/cb"], scope: "openid" });
  assert.equal((await quartet.getClient("spa")).scope, "openid");
  assert.ok((await quartet.clients()).some((client) => client.client_id === "spa"));
  await quartet.removeClient("spa");
});

test("a refusal says in words what is wrong", async () => {
  await assert.rejects(quartet.token("nobody"), (e) => e instanceof QuartetError && e.status === 400 && /there is no user/.test(e.message));
  await assert.rejects(quartet.token("alice", { scop: "x" }), /unknown member scop/);
  await assert.rejects(new Quartet(quartet.issuer, { token: "x" }).now(), (e) => e.status === 401 && e.error === "invalid_token");
});

test("faults and requests", async () => {
  const fault = await quartet.failNext({ endpoint: "jwks", status: 503 });
  assert.deepEqual((await quartet.faults()).map((one) => one.id), [fault.id]);
  assert.equal((await fetch(`${quartet.issuer}/jwks`)).status, 503);
  assert.deepEqual((await quartet.requests({ endpoint: "jwks" })).map((one) => one.status), [503]);
  await quartet.removeFault((await quartet.failNext({ endpoint: "jwks", status: 503 })).id);
  await quartet.clearFaults();
  await quartet.clearRequests();
  assert.equal((await fetch(`${quartet.issuer}/jwks`)).status, 200);
});

test("clock and keys", async () => {
  const before = await quartet.now();
  assert.ok(await quartet.advance(600) - before >= 600_000);
  const keys = async () => (await (await fetch(`${quartet.issuer}/jwks`)).json()).keys.length;
  const count = await keys();
  await quartet.rotateKeys();
  assert.ok(await keys() > count);
});

test("a tenant has its own users and clock", async () => {
  const [one, other] = [quartet.tenant("one"), quartet.tenant("other")];
  await one.putUser("dora");
  assert.equal(claims(await one.token("dora")).iss, `${quartet.issuer}/one`);
  await assert.rejects(other.token("dora"), /there is no user/);
  await one.advance(3600);
  assert.ok(await one.now() - await other.now() > 3000_000);
});

test("reset, export and import", async () => {
  const tenant = quartet.tenant("state");
  await tenant.putUser("dora");
  const state = await tenant.exportState();
  await tenant.reset();
  await assert.rejects(tenant.token("dora"), /there is no user/);
  await tenant.importState(state);
  assert.ok(await tenant.token("dora"));
});

test("a name of this machine that the resolver need not know", async () => {
  assert.ok(await new Quartet(quartet.issuer.replace("localhost", "auth.localhost"), { token: "" }).now());
});

test("a program that does not start", async () => {
  await assert.rejects(Quartet.start({ program: "/nowhere/authserver" }), /ENOENT.*go build/);
  await assert.rejects(Quartet.start({ env: { PROFILE: "neither" } }), /authserver ended/);
});
