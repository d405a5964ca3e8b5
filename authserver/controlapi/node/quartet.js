// Client of the control API of a Quartet authorization server (/control/openapi.json has all members).
import { spawn } from "node:child_process";
import { createServer } from "node:net";

/** A request that the server refused. The message says in words what is wrong. */
export class QuartetError extends Error {
  constructor(status, error, description) {
    super(description);
    Object.assign(this, { name: "QuartetError", status, error });
  }
}

/** One authorization server, or one issuer of it (see tenant). */
export class Quartet {
  #headers;
  #process;

  /** @param issuer issuer identifier of a running server, such as http://auth.localhost:9000 */
  constructor(issuer, { token = process.env.CONTROL_TOKEN } = {}) {
    this.issuer = issuer.replace(/\/$/, "");
    this.#headers = token ? { authorization: `Bearer ${token}` } : {};
  }

  /** Runs the program authserver on a free port until stop, and waits until it is ready. */
  static async start({ program = process.env.QUARTET_AUTHSERVER ?? "authserver", env = {}, seconds = 30 } = {}) {
    const port = await freePort();
    const quartet = new Quartet(`http://localhost:${port}`, { token: "" });
    const settings = { REDIS_URL: "", PROFILE: "dev", ISSUER: quartet.issuer, AUTHSERVER_LISTEN: `localhost:${port}`, AUTHSERVER_LOG_LEVEL: "error", ...env };
    quartet.#process = spawn(program, [], { env: { ...process.env, ...settings }, stdio: ["ignore", "ignore", "inherit"] });
    process.once("exit", () => quartet.#process.kill()); // also if a test forgets to stop it
    await ready(quartet.issuer, quartet.#process, Date.now() + seconds * 1000).catch((error) => quartet.stop().then(() => { throw error; }));
    return quartet;
  }

  /** Ends the server that start has started. */
  async stop() {
    const child = this.#process;
    if (!child || child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await ended;
  }

  /** Another issuer of the same server, made on first use, with its own users, keys, clock and faults. */
  tenant(name) {
    const tenant = new Quartet(`${this.issuer}/${encodeURIComponent(name)}`, { token: "" });
    tenant.#headers = this.#headers;
    return tenant;
  }

  /** An access token, or with type id_token an ID token. */
  async token(user, more = {}) { return (await this.call("POST", "tokens", { user, ...more })).token; }
  /** A token with a flaw, such as expired, which every service must refuse. */
  async forge(flaw, user, more = {}) { return (await this.call("POST", "forged-tokens", { flaw, user, ...more })).token; }
  /** Signs a user in without a browser; returns the redirect to the client as a URL. */
  async signIn(user, authorizeURL, more = {}) {
    return new URL((await this.call("POST", "sign-in", { user, authorize_url: String(authorizeURL), ...more })).callback_url);
  }
  /** Ends all sessions and grants of a user; clients get logout tokens. */
  logout(user) { return this.call("POST", "logout", { user }); }

  putUser(username, entry = {}) { return this.call("PUT", `users/${encodeURIComponent(username)}`, entry); }
  /** A user as in the seed file, without the password. */
  getUser(username) { return this.call("GET", `users/${encodeURIComponent(username)}`); }
  users() { return this.call("GET", "users").then((list) => list.users); }
  removeUser(username) { return this.call("DELETE", `users/${encodeURIComponent(username)}`); }
  putClient(id, entry) { return this.call("PUT", `clients/${encodeURIComponent(id)}`, entry); }
  /** A client as in the seed file, without the secret. */
  getClient(id) { return this.call("GET", `clients/${encodeURIComponent(id)}`); }
  clients() { return this.call("GET", "clients").then((list) => list.clients); }
  removeClient(id) { return this.call("DELETE", `clients/${encodeURIComponent(id)}`); }
  /** A protected resource, such as { scopes: { "orders:read": "read your orders" } }. */
  putResource(resource, entry) { return this.call("PUT", `resources/${encodeURIComponent(resource)}`, entry); }
  /** A scope about the user, such as { description: "your department", claims: ["department"] }. */
  putScope(name, entry) { return this.call("PUT", `scopes/${encodeURIComponent(name)}`, entry); }

  /** Makes the next request that the fault chooses go wrong. */
  failNext(fault) { return this.call("POST", "faults", fault); }
  removeFault(id) { return this.call("DELETE", `faults/${encodeURIComponent(id)}`); }
  faults() { return this.call("GET", "faults").then((list) => list.faults); }
  clearFaults() { return this.call("DELETE", "faults"); }
  /** The requests that the server received; the filter is, for example, { endpoint: "token" }. */
  requests(filter = {}) { return this.call("GET", `requests?${new URLSearchParams(filter)}`).then((list) => list.requests); }
  clearRequests() { return this.call("DELETE", "requests"); }

  async now() { return new Date((await this.call("GET", "clock")).now); }
  /** Moves the clock of the server forward, so that tokens and sessions expire. */
  async advance(seconds) { return new Date((await this.call("POST", "clock", { advance_seconds: seconds })).now); }
  rotateKeys() { return this.call("POST", "keys/rotate"); }
  /** Back to the users, clients and state of the start; keys and clock stay. */
  reset() { return this.call("POST", "reset"); }
  exportState() { return this.call("GET", "state"); }
  importState(state) { return this.call("PUT", "state", state); }

  /** Sends a request to /control/path. */
  async call(method, path, body) {
    const headers = body === undefined ? this.#headers : { ...this.#headers, "content-type": "application/json" };
    const answer = await fetch(`${reachable(this.issuer)}/control/${path}`, { method, headers, body: JSON.stringify(body), redirect: "error" });
    const text = await answer.text();
    const value = isJSON(answer) ? JSON.parse(text) : undefined;
    if (!answer.ok) throw new QuartetError(answer.status, value?.error, value?.error_description ?? `the server answered ${answer.status}`);
    return value;
  }
}

const isJSON = (answer) => answer.headers.get("content-type")?.startsWith("application/json");

// Not every resolver knows *.localhost; a server on this machine answers at localhost too.
const reachable = (issuer) => issuer.replace(/^(https?:\/\/)[^/:]+\.localhost(?=[:/]|$)/, "$1localhost");

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => { const { port } = server.address(); server.close(() => resolve(port)); });
  });
}

async function ready(issuer, child, deadline) {
  let failure;
  child.once("error", (error) => { failure = error; });
  for (;;) {
    if (failure) throw Object.assign(failure, { message: `${failure.message}: is there no such program? Build it with "go build -o bin/ ./authserver/cmd/authserver" in the folder of Quartet` });
    if (child.exitCode !== null || child.signalCode !== null) throw new Error("authserver ended; its output says why");
    if (await fetch(`${issuer}/readyz`).then((answer) => answer.ok, () => false)) return;
    if (Date.now() > deadline) throw new Error(`authserver is not ready at ${issuer}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
