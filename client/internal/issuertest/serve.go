package issuertest

import (
	"encoding/json"
	"net/http"
)

func (i *Issuer) serve(w http.ResponseWriter, r *http.Request) {
	i.mu.Lock()
	before := i.Before
	i.mu.Unlock()
	if before != nil {
		before(r)
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	_ = r.ParseForm()
	i.requests = append(i.requests, Request{r.URL.Path, r.Header.Clone(), r.PostForm})
	if i.Down != nil && i.Down(r) {
		http.Error(w, "down", http.StatusServiceUnavailable)
		return
	}
	switch r.Method + " " + r.URL.Path {
	case "GET /.well-known/openid-configuration", "GET /.well-known/oauth-authorization-server":
		if i.OAuthMetadataOnly && r.URL.Path == "/.well-known/openid-configuration" {
			http.NotFound(w, r)
			return
		}
		i.discovery(w)
	case "GET /authorize":
		i.authorize(w, r)
	case "GET /jwks":
		i.jwks(w)
	case "POST /token":
		i.token(w, r)
	case "GET /userinfo":
		i.userinfo(w, r)
	case "POST /revoke":
		i.revoke(w, r)
	case "POST /par":
		i.par(w, r)
	default:
		http.NotFound(w, r)
	}
}

func reply(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}
