// Package login is the sign-in page: GET and POST /login, within an
// authorization request in progress and the browser that started it.
//
//	handler.go  what the form does; page.go: the page
//	signin.go   throttle, password, session
//
// A wrong password, an unknown user and a disabled one get the same page with
// status 200: the form is shown again, and a 401 would promise an
// authentication scheme of HTTP (RFC 9110 §15.5.2). Too many attempts on one
// account are a 429 for that account, whether it exists or not, and with the
// right password too, so that waiting tells nothing. Of sign-ins to one account
// that come at once no more are checked than may be wrong; the others wait for
// their outcome, so that right ones all get in. Too many from one address,
// whosever accounts they try, are a 429 for that address; right passwords do not
// count there. Who is signed in already stays so.
package login
