// Package login is the sign-in page: GET and POST /login. A request to it belongs to an
// authorization request in progress and to the browser that started it.
//
//	handler.go  the form; page.go: the page
//	signin.go   throttle, password check, session
//
// A wrong password, an unknown user and a disabled user get the same response: the form again, with
// status 200. A 401 would need a challenge of an HTTP authentication scheme (RFC 9110 §15.5.2).
//
// An attempt is counted in Redis before its password is checked, so that replicas
// count together and concurrent guesses cannot pass the limit. After too many wrong
// passwords the answer is 429, also for the right password and for an account that
// does not exist: otherwise the answer would confirm a guess.
//
//	as.login.throttle  one account from one address (IPv6: /64)           login-attempts, 10
//	                   one account from one known browser                 login-attempts, 10
//	as.login.account   one account from all addresses together            login-account-attempts, 100
//	as.login.address   all accounts from one address                      login-address-attempts, 300
//
// All are per login-window (5 minutes). A known browser is one that has signed in to
// the account before, as an encrypted cookie shows (browser.Known). Only its own count
// applies to it: attackers cannot lock the user out of it, whatever number of addresses
// they use. From many addresses they can lock out browsers that are new to the account,
// and get 100 guesses in 5 minutes, 28 800 a day.
//
// Of concurrent attempts from one origin, no more are checked than may be wrong. The
// others wait for their results, so that all right passwords are accepted. Right
// passwords do not count. Existing sessions are not affected.
package login
