// Package browsertest starts the endpoints that browsers open (authorize, sign-in, consent,
// sign-out) together with the token endpoint, over real HTTP, and provides a scripted browser.
package browsertest
