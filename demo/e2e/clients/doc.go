// Package clients tests the authorization server with client libraries of other projects. If one
// of them refuses a response, other clients will refuse it too.
//
//	xoauth2_test.go  golang.org/x/oauth2      code with PKCE, refresh, client credentials, device
//	gooidc_test.go   github.com/coreos/go-oidc  ID token, at_hash, userinfo plain and signed
//	zitadel_test.go  github.com/zitadel/oidc    the same by its relying party; revocation, sign-out, device
//	npm_test.go      openid-client, oauth4webapi  the same in Node, with PAR, DPoP, private_key_jwt and introspection,
//	                 by the scripts in npm/
//
// authservertest.Browser plays the user.
//
// checkclient_test.go attacks web applications with such libraries, npm/web.mjs and python/web.py, as
// quartet check-client does, and has a table of the defences that each of them lacks.
package clients
