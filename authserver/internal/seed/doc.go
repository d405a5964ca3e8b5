// Package seed reads the YAML file of users, clients and resources, strictly: a
// typo is an error with its file, line, field and reason, never ignored, and
// all errors are told at once.
//
//	seed.go      Load: what the file becomes
//	document.go  the shape of the file, with line numbers
//	problem.go   what is wrong, and where
//	client.go    clients: cliententry.go, their fields    RFC 7591 §2; clientsecret.go, their secrets
//	redirect.go  which redirect URIs may be registered    RFC 9700 §2.6, RFC 8252 §7
//	resource.go  protected resources and their scopes     RFC 8707 §2
//	user.go      users and their claims                   OIDC Core §5.1
//	default.yaml the demo: three users, one resource, a client of each kind
//
// The production profile also refuses what is only good on a laptop: weak and
// demo secrets, passwords in clear, http redirects.
package seed
