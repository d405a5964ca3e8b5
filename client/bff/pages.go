package bff

import (
	"io"
	"net/http"
	"strings"

	"quartet.example/shared/page"
)

// errorPage is the error page for people, with a link to go on. It never links the address of a
// callback that failed, because that contains the code (RFC 9700 §4.2.4).
func (p *parts) errorPage(w io.Writer, r *http.Request, view page.ErrorView) error {
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
		view.NextSteps = []string{"Go back to the start of " + p.cfg.AppName + "."}
		view.Retry = "/"
	}
	return page.RenderError(w, chrome(p.cfg, p.guard), view)
}

// forPrograms reports whether only programs and scripts call an address: its errors are JSON
// whatever Accept says.
func forPrograms(r *http.Request) bool {
	switch r.URL.Path {
	case "/session", "/app/session", "/backchannel-logout", "/jwks.json":
		return true
	}
	return strings.HasPrefix(r.URL.Path, "/api/")
}
