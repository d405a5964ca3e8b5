/** A request that the server refused. The message says in words what is wrong. */
export class QuartetError extends Error {
  status: number;
  /** a code such as invalid_request */
  error?: string;
}

export interface Token {
  sub?: string; client_id?: string; scope?: string; audience?: string[]; claims?: Record<string, unknown>;
  expires_in?: number; dpop_jkt?: string; type?: "access_token" | "id_token";
}

export type Flaw = "expired" | "not_yet_valid" | "wrong_audience" | "wrong_issuer" | "alg_none" | "hmac_public_key"
  | "unknown_kid" | "wrong_typ" | "foreign_key" | "tampered_payload";

export type Endpoint = "authorize" | "par" | "device_authorization" | "token" | "introspect" | "revoke" | "userinfo" | "jwks" | "metadata";

/** Chooses requests (endpoint, client_id, state, times), and says what goes wrong; see /control/openapi.json. */
export interface Fault {
  id?: string; endpoint?: Endpoint; client_id?: string; state?: string; times?: number;
  error?: string; error_description?: string; status?: number; location?: string; delay_ms?: number; drop?: boolean;
  iss?: string; id_token?: Record<string, unknown>; response?: Record<string, unknown>; stale_jwks?: boolean;
}

export interface RecordedRequest {
  number: number; time: string; method: string; path: string; endpoint?: Endpoint; client_id?: string;
  header: Record<string, string[]>; params: Record<string, string[]>; body?: string; cut?: boolean; status: number;
  /** Why the request was refused: the error of the response, and the id of the check that failed. */
  error?: string; error_description?: string; check?: string;
}

/** One authorization server, or one issuer of it (see tenant). */
export class Quartet {
  readonly issuer: string;
  /** A running server. The token is its control token, by default that of CONTROL_TOKEN. */
  constructor(issuer: string, options?: { token?: string });
  /** Runs the program authserver on a free port until stop, and waits until it is ready. */
  static start(options?: { program?: string; env?: Record<string, string>; seconds?: number }): Promise<Quartet>;
  stop(): Promise<void>;
  /** Another issuer of the same server, made on first use, with its own users, keys, clock and faults. */
  tenant(name: string): Quartet;

  token(user?: string, more?: Token): Promise<string>;
  forge(flaw: Flaw, user?: string, more?: Token): Promise<string>;
  signIn(user: string, authorizeURL: string | URL, more?: { deny?: boolean; browser?: string }): Promise<URL>;
  logout(user: string): Promise<void>;
  putUser(username: string, entry?: Record<string, unknown>): Promise<void>;
  /** A user as in the seed file, without the password. */
  getUser(username: string): Promise<Record<string, unknown>>;
  users(): Promise<Record<string, unknown>[]>;
  removeUser(username: string): Promise<void>;
  putClient(id: string, entry: Record<string, unknown>): Promise<void>;
  /** A protected resource, and its scopes with their descriptions. */
  putResource(resource: string, entry: { name?: string; scopes: Record<string, unknown> }): Promise<void>;
  /** A scope about the user, and the claims that it releases. */
  putScope(name: string, entry: { description?: string; claims?: string[]; in?: ("id_token" | "userinfo" | "access_token")[] }): Promise<void>;
  /** A client as in the seed file, without the secret. */
  getClient(id: string): Promise<Record<string, unknown>>;
  clients(): Promise<Record<string, unknown>[]>;
  removeClient(id: string): Promise<void>;
  failNext(fault: Fault): Promise<Fault>;
  faults(): Promise<Fault[]>;
  removeFault(id: string): Promise<void>;
  clearFaults(): Promise<void>;
  requests(filter?: { endpoint?: Endpoint; client_id?: string; path?: string; status?: number; after?: number }): Promise<RecordedRequest[]>;
  clearRequests(): Promise<void>;
  now(): Promise<Date>;
  advance(seconds: number): Promise<Date>;
  rotateKeys(): Promise<void>;
  reset(): Promise<void>;
  exportState(): Promise<Record<string, unknown>>;
  importState(state: Record<string, unknown>): Promise<void>;
  /** Sends a request to /control/path. */
  call(method: string, path: string, body?: unknown): Promise<any>;
}
