// Package seed reads the YAML file of users, clients and resources. Everything that it does not
// know is an error with file, line, field and reason. All errors of a file are reported together.
//
//	seed.go      Load: reads and checks the file
//	entry.go     adds, replaces and removes single users and clients
//	shown.go     users and clients without their secrets
//	builtin.go   the built-in seed of the demo
//	document.go  the YAML document, with line numbers
//	members.go   exact, unique names of members
//	problem.go   errors with their place in the file
//	client.go    clients: cliententry.go, their fields    RFC 7591 §2; clientsecret.go, their secrets
//	clientkeys.go  their keys and secrets for signing     RFC 7517
//	exchange.go  what they may exchange                   RFC 8693
//	logouturi.go backchannel_logout_uri
//	published.go secrets and passwords that are published
//	redirect.go  which redirect URIs may be registered    RFC 9700 §2.6, RFC 8252 §7
//	resource.go  protected resources and their scopes     RFC 8707 §2
//	scope.go     scopes, and the claims that they release RFC 6749 §3.3
//	user.go      users                                    OIDC Core §2
//	claims.go    their claims                             OIDC Core §5.1, RFC 7519 §4
//	default.yaml the demo: three users, one resource, a client of each kind
//
// In production it also refuses what is acceptable only on a developer's machine: weak and
// published secrets, passwords in clear, and http redirect URIs.
package seed
