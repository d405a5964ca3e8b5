package control

import "net/http"

// serving is the handler of a server that has verbs.
type serving struct {
	http.Handler
	verbs *Control
}

// Serving returns the handler of the server, with the verbs that Of finds.
func (c *Control) Serving(server http.Handler) http.Handler { return serving{server, c} }

// Of returns the verbs of a server, from its handler. It returns nil in production. Package authserver
// does not export the verbs, because others cannot import the types of this package.
func Of(server http.Handler) *Control {
	s, _ := server.(serving)
	return s.verbs
}
