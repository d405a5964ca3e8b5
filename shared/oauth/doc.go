// Package oauth holds the vocabulary that all services share: error codes, grant types, scope,
// PKCE, metadata and token responses, named as in the RFCs. It imports the standard library only.
//
//	error.go        error codes, and Error, the only error sent to clients  RFC 6749 §4.1.2.1, §5.2; RFC 6750 §3.1
//	check.go        Check: a named security rule                            docs/defences.md is made from these
//	rule.go         checks that a script or a parser decides, as a table
//	about.go        client, grant and user of a request, for the log
//	grant.go        grant types, response type, authentication methods      RFC 6749 §4, RFC 7591 §2
//	scope.go        scope                                                   RFC 6749 §3.3
//	pkce.go         code challenge and verifier                             RFC 7636 §4
//	secret.go       random secrets, their hashes and fingerprints           RFC 6749 §10.10
//	numericdate.go  dates and durations in messages                         RFC 7519 §2
//	metadata.go     server and resource metadata                            RFC 8414, RFC 9728
//	token.go        token and introspection responses                       RFC 6749 §5.1, RFC 7662 §2.2
package oauth
