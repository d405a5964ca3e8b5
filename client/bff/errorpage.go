package bff

import (
	"io"
	"net/http"
	"strings"

	"quartet.example/shared/page"
	"quartet.example/shared/trace"
)

// errorPage is the page for people, with a way on. It never offers the address
// that failed at the callback: a code would linger in it (RFC 9700 §4.2.4).
func (s *Server) errorPage(w io.Writer, r *http.Request, view page.ErrorView) error {
	switch path := r.URL.Path; {
	case path == "/callback", strings.HasPrefix(path, "/callback/"):
		view.Title = "You are not signed in"
		view.Retry = "/login"
		view.NextSteps = []string{"Sign in again from the start. A login works once, in the browser that began it, for ten minutes."}
	case path == "/app/login", path == "/app/back":
		view.Title = "The app is not signed in"
		view.Retry = "/"
		view.NextSteps = []string{"Go back to the app, and begin to sign in there once more."}
	case path == "/login":
		view.Title = "Signing in does not work right now"
		view.Retry = "/"
	default:
		view.NextSteps = []string{"Go back to the start of Notes."}
		view.Retry = "/"
	}
	view.InspectorURL = s.inspector()
	return page.RenderError(w, s.chrome(), view)
}

// chrome is what pages of the client without a user have around them.
func (s *Server) chrome() page.Chrome {
	return page.Chrome{Role: trace.Client, Service: "Notes", Host: s.guard.Host(), Dev: s.cfg.dev()}
}

// forPrograms tells whether an address is called by programs and scripts only: its
// errors are JSON whatever Accept says.
func forPrograms(r *http.Request) bool {
	switch r.URL.Path {
	case "/session", "/app/session", "/backchannel-logout", "/jwks.json":
		return true
	}
	return strings.HasPrefix(r.URL.Path, "/api/")
}
