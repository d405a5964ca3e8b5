// Package browsertest starts the endpoints that the resource owner's browser
// meets (authorize, sign-in, consent, sign-out), with the token endpoint beside
// them, over real HTTP, and gives a scripted browser to visit them.
package browsertest
