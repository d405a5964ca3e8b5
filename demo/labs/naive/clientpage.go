package naive

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// page is the page of an application that runs in the browser. It has a hole: it writes a parameter of the
// address into the page as it is, so that a link can contain a script. Without the defence
// client.session.present it also gives the access token to its script, which keeps it in localStorage.
func (c *Client) page(w http.ResponseWriter, r *http.Request) {
	s := c.session(r)
	if s == nil || s.token == "" {
		http.Redirect(w, r, "/login?return_to=/app", http.StatusFound)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = fmt.Fprintf(w, `<!doctype html><title>Notes</title><h1 id="notes">Notes</h1><p>%s</p>`, r.FormValue("greeting"))
	if !c.Defences.Has("client.session.present") {
		token, _ := json.Marshal(s.token) // a string
		_, _ = fmt.Fprintf(w, `<script>localStorage.setItem("access_token", %s)</script>`, token)
	}
}

// fromOwnPage makes the checks of a request that changes something that are among the defences.
func (c *Client) fromOwnPage(r *http.Request) error {
	ctx, h := r.Context(), r.Header
	if err := c.Defences.require(ctx, "client.session.fetch_site", h.Get("Sec-Fetch-Site") == "same-origin"); err != nil {
		return err
	}
	if err := c.Defences.require(ctx, "client.session.origin", h.Get("Origin") == c.Address); err != nil {
		return err
	}
	return c.Defences.require(ctx, "client.session.csrf", h.Get("X-Requested-With") == "quartet")
}
