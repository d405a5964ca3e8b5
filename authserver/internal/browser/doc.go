// Package browser knows the resource owner's browser: by two cookies, of whose
// values only hashes are stored.
//
//	cookie.go   __Host-quartet-authserver-browser, __Host-quartet-authserver-session
//	known.go    __Host-quartet-authserver-known: a browser that signed in before may try while strangers guess
//	session.go  who is signed in: Find, Begin (the handle rotates)
//	end.go      End: its grants end with it, and its clients are told
//	others.go   the same user's sessions in other browsers
//	form.go     a form that may change something: same origin, same browser
//	signin.go   Gate: sign-in for pages of our own, such as /account and /device
//
// Both cookies are Secure, HttpOnly, SameSite=Lax, without Domain, and named
// __Host-, so that no sibling host and no script sets or reads them. Browsers
// treat http://localhost and http://*.localhost as trustworthy and keep Secure
// cookies there too. Lax and not Strict: a request for authorization arrives by
// a link from another site, and must find the session.
package browser
