package issuertest

import (
	"context"
	"net/http"
	"strings"
	"time"

	"quartet.example/shared/dpop"
)

// prove verifies the proof of a request and gives the name of its key, "" if
// there is none; or the error code that it deserves (RFC 9449 §5, §8).
func (i *Issuer) prove(w http.ResponseWriter, r *http.Request, accessToken string) (jkt, problem string) {
	raw, err := dpop.Read(r.Header)
	if err != nil {
		return "", "invalid_dpop_proof"
	}
	if raw == "" {
		return "", ""
	}
	if i.Nonce != "" {
		w.Header().Set(dpop.NonceHeader, i.Nonce)
	}
	missing := false
	proof, err := dpop.Parse(context.Background(), raw, dpop.Request{
		Method: r.Method, URI: "http://" + r.Host + r.URL.Path, AccessToken: accessToken, Now: i.now(), Window: 10 * time.Second,
		Nonce: func(nonce string) bool { missing = nonce != i.Nonce; return !missing },
	})
	switch {
	case missing:
		return "", "use_dpop_nonce"
	case err != nil || i.used[proof.ID]:
		return "", "invalid_dpop_proof"
	}
	i.used[proof.ID] = true
	return proof.Thumbprint, ""
}

// Allow is what a resource server would say to the credentials of a request: ""
// or a challenge (RFC 6750 §3, RFC 9449 §7.1).
func (i *Issuer) Allow(w http.ResponseWriter, r *http.Request) string {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.allow(w, r)
}

func (i *Issuer) allow(w http.ResponseWriter, r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !i.valid(token) {
		return scheme + ` error="invalid_token"`
	}
	bound := i.access[token].jkt
	if bound == "" && scheme == "Bearer" {
		return ""
	}
	jkt, problem := i.prove(w, r, token)
	switch {
	case problem != "":
		return `DPoP error="` + problem + `", algs="ES256"`
	case scheme != "DPoP" || bound == "" || jkt != bound:
		return `DPoP error="invalid_token", algs="ES256"`
	}
	return ""
}
