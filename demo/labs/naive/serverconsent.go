package naive

import (
	"io"
	"net/http"
)

const consentForm = `<!doctype html><title>Authorize</title><form method="post"><button name="decision" value="allow" style="width:100vw;height:100vh">Allow</button></form>`

// consented reports whether the user has clicked Allow. Otherwise it shows the page that asks for it, as the
// example server of go-oauth2 does. Nothing keeps another page from showing it in a frame.
func (s *Server) consented(w http.ResponseWriter, r *http.Request) bool {
	if !s.Consent || r.PostFormValue("decision") == "allow" {
		return true
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = io.WriteString(w, consentForm)
	return false
}
