package issuertest

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"quartet.example/shared/oauth"
)

// Approve plays the user at /authorize: it checks the request and returns the
// path and query with which the browser comes back.
func (i *Issuer) Approve(t testing.TB, location string) url.Values {
	t.Helper()
	u, err := url.Parse(location)
	if err != nil {
		t.Fatal(err)
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	q, err := i.request(u.Query())
	if err != nil {
		t.Fatal(err)
	}
	return i.approve(q)
}

func (i *Issuer) approve(q url.Values) url.Values {
	code := oauth.NewSecret()
	g := grant{
		challenge: q.Get("code_challenge"), redirectURI: q.Get("redirect_uri"), nonce: q.Get("nonce"),
		resource: q.Get("resource"), scope: q.Get("scope"), jkt: q.Get("dpop_jkt"), authTime: i.started.Unix(),
	}
	if q.Has("max_age") { // alice signs in again
		g.authTime = i.now().Unix()
	}
	g.acr, _, _ = strings.Cut(q.Get("acr_values"), " ")
	i.codes[code] = g
	return url.Values{"code": {code}, "state": {q.Get("state")}, "iss": {i.URL}}
}

// authorize is for a real browser: alice is signed in and says yes.
func (i *Issuer) authorize(w http.ResponseWriter, r *http.Request) {
	q, err := i.request(r.URL.Query())
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	http.Redirect(w, r, q.Get("redirect_uri")+"?"+i.approve(q).Encode(), http.StatusSeeOther) //nolint:gosec // a test server redirects where it is told
}
