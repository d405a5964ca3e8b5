package checks

import "quartet.example/shared/oauth"

// Token exchange (RFC 8693). What is wrong with a presented token is
// invalid_request here (§2.2.2).
var (
	ExchangeConfidential = oauth.Check{
		ID: "as.exchange.confidential", Spec: "RFC 8693 §2.1", Error: oauth.UnauthorizedClient,
		Meaning: "the client that exchanges a token is confidential",
		Refusal: "a public client cannot exchange tokens",
		Stops:   "exchange of a stolen token by somebody who knows only a client_id",
	}
	ExchangeTypes = oauth.Check{
		ID: "as.exchange.types", Spec: "RFC 8693 §2.1", Error: oauth.InvalidRequest,
		Meaning: "subject token, actor token and requested token are access tokens",
		Refusal: "subject_token_type, actor_token_type and requested_token_type can be access_token only",
		Stops:   "ID tokens and refresh tokens used as access tokens",
	}
	ExchangeSubject = oauth.Check{
		ID: "as.exchange.subject", Spec: "RFC 8693 §2.2.2", Error: oauth.InvalidRequest,
		Meaning: "the subject token was issued by this server, has not expired and was not revoked, and its user is active",
		Refusal: "the subject token is invalid, expired or revoked",
		Stops:   "use of tokens that are forged, expired, revoked or from another issuer", Decisive: "revoked token",
	}
	ExchangeSource = oauth.Check{
		ID: "as.exchange.source", Spec: "RFC 8693 §5", Error: oauth.InvalidRequest,
		Meaning: "the subject token was issued to this client, or for the resource that this client is, or to a client whose tokens it may exchange",
		Refusal: "the client may not exchange this subject token",
		Stops:   "exchange of stolen tokens, and of tokens of clients for which no policy allows it", Suspicious: true, Decisive: "stolen token at token exchange",
	}
	ExchangeActor = oauth.Check{
		ID: "as.exchange.actor", Spec: "RFC 8693 §2.2.2", Error: oauth.InvalidRequest,
		Meaning: "the actor token was issued by this server to the client that sends it, has not expired and was not revoked",
		Refusal: "the actor token is invalid, expired, revoked, or of another client",
		Stops:   "use of the identity of another actor",
	}
	ExchangeMayAct = oauth.Check{
		ID: "as.exchange.may_act", Spec: "RFC 8693 §4.4", Error: oauth.InvalidRequest,
		Meaning: "if the subject token has may_act, it names this actor",
		Refusal: "the subject token does not name this actor in may_act",
		Stops:   "actors that the subject has not authorized", Suspicious: true, Decisive: "actor without authorization",
	}
	ExchangeKey = oauth.Check{
		ID: "as.exchange.key", Spec: "RFC 9449 §5", Error: oauth.InvalidRequest,
		Meaning: "a token that is bound to a key is exchanged with a proof by that key",
		Refusal: "the token is bound to a key that the request does not prove",
		Stops:   "exchange of a stolen bound token for one that is not bound", Suspicious: true, Decisive: "stolen bound token",
	}
	ExchangeTarget = oauth.Check{
		ID: "as.exchange.target", Spec: "RFC 8693 §2.2.2", Error: oauth.InvalidTarget,
		Meaning: "the new token is for one resource that the client may target and that the grant covers, and not for a resource from which the token was exchanged before",
		Refusal: "name one resource, among those that the client may target and the grant is for, and not one that the token was exchanged away from",
		Stops:   "tokens for services that the client may not call",
	}
	ExchangeScope = oauth.Check{
		ID: "as.exchange.scope", Spec: "RFC 8693 §2.1", Error: oauth.InvalidScope,
		Meaning: "the scope is within the scope of the subject token, of the client and of the target",
		Refusal: "scope is wider than the subject token, the client and the target allow",
		Stops:   "more scope by an exchange at another client", Decisive: "scope escalation",
	}
	ExchangeDepth = oauth.Check{
		ID: "as.exchange.depth", Spec: "RFC 8693 §4.1", Error: oauth.InvalidRequest,
		Meaning: "the chain of actors has at most eight members",
		Refusal: "too many actors",
		Stops:   "tokens that grow without end",
	}
	ResourceOne = oauth.Check{
		ID: "as.resource.one", Spec: "RFC 8707 §2.2", Error: oauth.InvalidTarget,
		Meaning: "an access token is for one resource",
		Refusal: "an access token is for one resource; send one resource parameter at most",
		Stops:   "one API using the token that it received at another",
	}
)
