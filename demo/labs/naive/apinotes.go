package naive

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
)

// Notes are the notes of the users of an API.
type Notes struct {
	mu   sync.Mutex
	byID map[string][]string
}

// Add adds a note of a user.
func (n *Notes) Add(user, text string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.byID == nil {
		n.byID = map[string][]string{}
	}
	n.byID[user] = append(n.byID[user], text)
}

// Of returns the notes of a user, a line each.
func (n *Notes) Of(user string) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return strings.Join(n.byID[user], "\n")
}

const maxNote = 10_000

// answer adds a note, or shows all notes of the user.
func (a *API) answer(w http.ResponseWriter, r *http.Request, user string) {
	_, _ = fmt.Fprintln(w, "hello", user)
	if a.Notes == nil {
		return
	}
	if r.Method == http.MethodPost {
		text, _ := io.ReadAll(io.LimitReader(r.Body, maxNote)) // the rest is not kept
		a.Notes.Add(user, string(text))
		return
	}
	_, _ = fmt.Fprintln(w, a.Notes.Of(user))
}

// scopeFor returns the scope that a request needs: an API with notes has another one for adding them.
func (a *API) scopeFor(r *http.Request) string {
	if a.Notes != nil && r.Method == http.MethodPost {
		return "notes:write"
	}
	return a.Scope
}
