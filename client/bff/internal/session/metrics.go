package session

import "quartet.example/client/bff/internal/core"

// How a session ended, for the log and for operators.
const (
	byBrowser     = "ended by its browser"
	byAnother     = "ended from another session"
	byReplacement = "replaced by a new sign-in in its browser"
	byIssuer      = "signed out at the issuer"
)

// NewCounter counts ended sessions by how. Sessions that expire are not counted, because nobody
// ends them.
func NewCounter() *core.Counter {
	return core.NewCounter(byBrowser, byAnother, byReplacement, byIssuer)
}
