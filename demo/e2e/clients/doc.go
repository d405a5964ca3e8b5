// Package clients lets client libraries that nobody here wrote complete each
// flow with the authorization server: what they refuse, others will refuse too.
//
//	xoauth2_test.go  golang.org/x/oauth2      code with PKCE, refresh, client credentials, device
//	gooidc_test.go   github.com/coreos/go-oidc  ID token, at_hash, userinfo plain and signed
//	zitadel_test.go  github.com/zitadel/oidc    the same by its relying party; revocation, sign-out, device
//	npm_test.go      openid-client, oauth4webapi  the same in Node, with PAR, DPoP, private_key_jwt and introspection,
//	                 by the scripts in npm/
//
// The person in front of the browser is scripted by authservertest.
package clients
