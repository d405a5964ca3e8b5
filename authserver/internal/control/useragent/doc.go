// Package useragent is a scripted browser (the user-agent of RFC 6749 §4.1): it keeps cookies, follows
// redirects within the server, and submits forms. It runs no scripts.
//
//	useragent.go  Agent: opens pages
//	form.go       submits forms
//	jar.go        cookies
//	local.go      sends requests to a handler in this process
//
// The control API signs users in with it, and authservertest.Browser is an Agent that ends a test when
// it fails.
package useragent
