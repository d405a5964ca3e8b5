// Package overtls signs in at a stack that is served over https, with programs that keep no Secure
// cookies from http.
//
//	rig_test.go       the stack, and the sign-in by forms
//	visitors_test.go  Go, curl and Python, each with its own cookie jar
//	browser_test.go   Chromium
//	overtls_test.go   what must hold for all services
package overtls
