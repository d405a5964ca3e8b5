package naive

import "net/http"

// notes passes a request on to the API, with the access token of the session.
func (c *Client) notes(w http.ResponseWriter, r *http.Request) {
	s := c.session(r)
	if err := c.Defences.require(r.Context(), "client.session.present", s != nil && s.token != ""); err != nil {
		writeRefusal(w, err)
		return
	}
	if r.Method == http.MethodPost {
		if err := c.fromOwnPage(r); err != nil {
			writeRefusal(w, err)
			return
		}
	}
	if s == nil || s.token == "" || c.API == "" {
		http.Error(w, "sign in at /login", http.StatusUnauthorized)
		return
	}
	out, err := http.NewRequestWithContext(r.Context(), r.Method, c.API+"/notes", r.Body)
	if err != nil {
		http.Error(w, "the request is not acceptable", http.StatusBadRequest)
		return
	}
	out.Header.Set("Authorization", "Bearer "+s.token)
	out.Header.Set("Content-Type", r.Header.Get("Content-Type"))
	a, err := c.send(out)
	if err != nil {
		http.Error(w, "the API does not answer", http.StatusBadGateway)
		return
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body)
}
