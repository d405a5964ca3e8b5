package claims

import (
	"slices"
	"strings"
)

// protocol are the names of members that the protocols define in tokens, in userinfo and in
// introspection responses. A claim about a user with such a name could replace what the server says,
// for example whom a token is about.
var protocol = []string{
	"iss", "sub", "aud", "exp", "nbf", "iat", "jti", // RFC 7519 §4.1
	"nonce", "auth_time", "acr", "amr", "azp", "at_hash", "c_hash", "s_hash", "sub_jwk", // OIDC Core §2, §3.3.2.11, §7.4
	"_claim_names", "_claim_sources", // OIDC Core §5.6.2
	"sid", "events", "toe", "txn", "sub_id", // OIDC Back-Channel Logout §2.4, RFC 8417 §2.2, RFC 9493 §4.1
	"client_id", "scope", "act", "may_act", "cnf", "authorization_details", // RFC 8693 §4, RFC 7800 §3.1, RFC 9396 §9.1
	"active", "username", "token_type", "token_introspection", // RFC 7662 §2.2, RFC 9701 §5
	"gid", "gty", "userinfo_claims", "exchanged_from", "exchanged_at", // private claims of our access tokens
}

// IsProtocol reports whether the name is, but for case, that of a claim that a protocol defines. Some
// libraries ignore the case of names, so SUB could be read as sub (RFC 7519 §4: it is another claim).
func IsProtocol(name string) bool { return slices.Contains(protocol, strings.ToLower(name)) }
