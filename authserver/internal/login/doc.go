// Package login is the sign-in page: GET and POST /login, within an
// authorization request in progress and the browser that started it.
//
//	handler.go  what the form does; page.go: the page
//	signin.go   throttle, password, session
//
// A wrong password, an unknown user and a disabled one get the same page with
// status 200: the form is shown again, and a 401 would promise an
// authentication scheme of HTTP (RFC 9110 §15.5.2).
//
// Wrong passwords are counted before they are checked, in Redis, so that replicas
// count together. Too many are a 429, with the right password too, so that waiting
// tells nothing; the answer is the same whether the account exists or not.
//
//	as.login.throttle  one account from one address (IPv6: /64)           login-attempts, 10
//	                   one account from one known browser                 login-attempts, 10
//	as.login.account   one account from all addresses together            login-account-attempts, 100
//	as.login.address   all accounts from one address                      login-address-attempts, 300
//
// All are per login-window (5 minutes). A known browser is one that has signed in to
// the account before, by a sealed cookie (browser.Known). Only its own count holds
// for it: whoever guesses elsewhere, from however many addresses, does not lock the
// user out of it. Many addresses together can lock out the user's new browsers; they
// get 100 guesses in 5 minutes, 28 800 a day, for that.
//
// Of sign-ins that come at once from one origin no more are checked than may be
// wrong; the others wait for their outcome, so that right ones all get in. Right
// passwords do not count. Who is signed in already stays so.
package login
