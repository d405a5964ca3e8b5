package loopback

import (
	"net/http"
	"net/url"

	"quartet.example/shared/oauth"
)

// ServeHTTP passes the first response with our state to Wait. Any web page and any program on this
// machine can send requests to the port, so all other requests change nothing.
func (r *Redirect) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	query, err := url.ParseQuery(req.URL.RawQuery)
	switch {
	case req.URL.Path != r.want.Path:
		r.show(w, http.StatusNotFound, "There is no such page.")
	case req.Method != http.MethodGet:
		w.Header().Set("Allow", http.MethodGet)
		r.show(w, http.StatusMethodNotAllowed, "A redirect must be a GET request.")
	case err != nil || hasRepeated(query) || !oauth.Equal(query.Get("state"), r.want.State): // RFC 6749 §10.12
		r.show(w, http.StatusBadRequest, "This is not a response to the request of the program that runs now. The program is still waiting.")
	default:
		r.receive(w, query)
	}
}

func (r *Redirect) receive(w http.ResponseWriter, response url.Values) {
	value, err := r.want.Read(response)
	select {
	case r.result <- result{value, err}:
	default: // A second response is dropped: an authorization code can be used only once.
	}
	if err != nil {
		r.show(w, http.StatusBadRequest, "You are not signed in. The terminal shows the reason; you may close this window.")
		return
	}
	r.show(w, http.StatusOK, "You may close this window and go back to the terminal.")
}

// hasRepeated reports whether a parameter is repeated (RFC 6749 §3.1).
func hasRepeated(query url.Values) bool {
	for _, values := range query {
		if len(values) > 1 {
			return true
		}
	}
	return false
}
