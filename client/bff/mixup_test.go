package bff_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/golang-jwt/jwt/v5"

	"quartet.example/client/bff"
	"quartet.example/client/internal/issuertest"
)

// pair is the client with two servers: the first is honest, the other hostile.
type pair struct {
	*rig
	hostile *issuerT
}

func newPair(t *testing.T, options ...option) pair {
	t.Helper()
	r := newRig(t)
	p := pair{r, issuertest.Start(t, r.clock.Now)}
	p.hostile.ClientID, p.hostile.ClientSecret = "at-other", "secret-for-other"
	p.app = p.replica(t, append([]option{p.both}, options...)...)
	return p
}

func (p pair) both(c *configT) {
	c.Others = []bff.Provider{{Name: "other", Title: "The other", Issuer: p.hostile.URL, ClientID: "at-other", ClientSecret: "secret-for-other"}}
}

func at(issuer *issuerT) string { return "/login?issuer=" + url.QueryEscape(issuer.URL) }

// wantSafe: nothing that belongs to the honest server reached the hostile one.
func (p pair) wantSafe(t *testing.T, secrets ...string) {
	t.Helper()
	secrets = append(secrets, p.ClientSecret, url.QueryEscape(p.ClientSecret))
	for _, path := range []string{"/token", "/revoke", "/par", "/userinfo"} {
		for _, request := range p.hostile.Requests(path) {
			raw, _ := json.Marshal(request)
			for _, secret := range secrets {
				if secret != "" && strings.Contains(string(raw), secret) {
					t.Errorf("I-05 %s of the hostile server got %.8s...", path, secret)
				}
			}
		}
	}
}

func TestChooser(t *testing.T) {
	p := newPair(t)
	b := newBrowser(t, p.app)
	resp := b.get("/login?return_to=/notes%3Fx=1")
	wantStatus(t, resp, http.StatusOK)
	if len(resp.Cookies()) != 0 || resp.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("got %v, want no login begun", resp.Header)
	}
	doc := document(t, resp)
	for _, issuer := range []*issuerT{p.Issuer, p.hostile} {
		link := "/login?" + url.Values{"issuer": {issuer.URL}, "return_to": {"/notes?x=1"}}.Encode()
		if doc.Find("a").FilterFunction(func(_ int, a *goquery.Selection) bool { return a.AttrOr("href", "") == link }).Length() != 1 {
			t.Errorf("got no link %s", link)
		}
		if location := b.start(link); !strings.HasPrefix(location, issuer.URL+"/authorize?") {
			t.Errorf("got %s, want the authorization endpoint of %s", location, issuer.URL)
		}
	}
	for name, issuer := range map[string]string{
		"unknown": "https://evil.example", "with a slash": p.URL + "/", "empty": "", "name instead of issuer": "other",
	} {
		resp := b.get("/login?issuer=" + url.QueryEscape(issuer))
		if name == "empty" {
			wantStatus(t, resp, http.StatusOK) // the question again
			continue
		}
		wantStatus(t, resp, http.StatusBadRequest)
	}
	if !strings.Contains(p.log.String(), "check=client.issuer.known") {
		t.Error("the log does not name client.issuer.known")
	}
}

// One server: no question, as ever.
func TestNoChooserForOne(t *testing.T) {
	r := newRig(t)
	b := newBrowser(t, r.app)
	if location := b.start("/login"); !strings.HasPrefix(location, r.URL) {
		t.Errorf("got %s", location)
	}
	wantStatus(t, b.get("/login?issuer=https%3A%2F%2Fevil.example"), http.StatusBadRequest)
	wantStatus(t, b.get("/callback/other?code=x&state=y"), http.StatusBadRequest)
}

// A session belongs to its server: UserInfo, refresh, revocation and sign-out go
// there, and the first server hears nothing.
func TestSessionOfAnotherServer(t *testing.T) {
	p := newPair(t)
	api := startAPI(t, p.hostile)
	p.app = p.replica(t, p.both, func(c *configT) { c.APIURL = api.URL })
	b := newBrowser(t, p.app)
	location := b.start(at(p.hostile))
	if u, _ := url.Parse(location); u.Query().Get("redirect_uri") != home+"/callback/other" || u.Query().Get("client_id") != "at-other" {
		t.Errorf("got %s, want the redirect URI and client_id of this server", location)
	}
	wantStatus(t, b.get("/callback/other?"+p.hostile.Approve(t, location).Encode()), http.StatusSeeOther)
	p.clock.Move(6 * time.Minute)
	wantStatus(t, b.call("GET", "/api/notes", ""), http.StatusOK)
	resp := b.call("POST", "/logout", "")
	if got := resp.Header.Get("Location"); !strings.HasPrefix(got, p.hostile.URL+"/logout?") || !strings.Contains(got, "client_id=at-other") {
		t.Errorf("got %s, want the sign-out of this server", got)
	}
	for path, want := range map[string]int{"/token": 2, "/userinfo": 1, "/revoke": 1} {
		if got, first := len(p.hostile.Requests(path)), len(p.Requests(path)); got != want || first != 0 {
			t.Errorf("%s: got %d requests, and %d at the first server; want %d and none", path, got, first, want)
		}
	}
	p.wantSafe(t)
}

// The attack of RFC 9700 §4.4.1: the user chose the hostile server, which sends
// the browser on to the honest one. What the honest one answers stays here.
func TestMixUp(t *testing.T) {
	for name, tt := range map[string]struct {
		iss   bool // the honest server says iss (RFC 9207)
		path  string
		check string
	}{
		"I-04 answer at the honest server's address":              {true, "/callback", "client.callback.own"},
		"I-05 the same from a server that does not say iss":       {false, "/callback", "client.callback.own"},
		"I-04 answer at the hostile server's address, with iss":   {true, "/callback/other", "client.iss.match"},
		"answer at an address that nobody has":                    {true, "/callback/third", "client.callback.own"},
		"answer at an address that is spelt in another way":       {true, "/callback/oth%65r", "client.callback.own"},
		"answer at the honest server's address with a slash more": {true, "/callback/", "client.callback.own"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPair(t)
			b := newBrowser(t, p.app)
			request, err := url.Parse(b.start(at(p.hostile)))
			if err != nil {
				t.Fatal(err)
			}
			q := request.Query() // state, nonce and challenge as they are
			q.Set("client_id", p.ClientID)
			q.Set("redirect_uri", home+"/callback")
			answer := p.Approve(t, p.URL+"/authorize?"+q.Encode())
			if !tt.iss {
				answer.Del("iss")
			}
			resp := b.get(tt.path + "?" + answer.Encode())
			if resp.StatusCode == http.StatusNotFound {
				p.wantSafe(t, answer.Get("code"))
				return
			}
			wantStatus(t, resp, http.StatusBadRequest)
			if b.sessionID() != "" || len(p.Requests("/token"))+len(p.hostile.Requests("/token")) != 0 {
				t.Error("got a session, or a token request")
			}
			if !strings.Contains(p.log.String(), "check="+tt.check) {
				t.Errorf("the log does not name %s", tt.check)
			}
			p.wantSafe(t, answer.Get("code"))
		})
	}
}

// An answer in the name of the hostile server does not end a login at the honest one.
func TestAnswerOfAnotherServer(t *testing.T) {
	for name, tt := range map[string]struct{ path, check string }{
		"I-04 iss of the hostile server":     {"/callback", "client.iss.match"},
		"I-05 at the hostile server's place": {"/callback/other", "client.callback.own"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPair(t)
			b := newBrowser(t, p.app)
			answer := with(p.Approve(t, b.start(at(p.Issuer))), "iss", p.hostile.URL)
			wantStatus(t, b.get(tt.path+"?"+answer.Encode()), http.StatusBadRequest)
			if !strings.Contains(p.log.String(), "check="+tt.check) {
				t.Errorf("the log does not name %s", tt.check)
			}
			p.wantSafe(t, answer.Get("code"))
		})
	}
}

// The hostile server cannot speak for the honest one, nor take its endpoints.
func TestHostileServer(t *testing.T) {
	t.Run("CP-02 ID token in the name of the other", func(t *testing.T) {
		p := newPair(t)
		p.hostile.Configure(func(i *issuerT) { i.Claims = func(c jwt.MapClaims) { c["iss"], c["aud"] = p.URL, p.ClientID } })
		b := newBrowser(t, p.app)
		resp := b.get("/callback/other?" + p.hostile.Approve(t, b.start(at(p.hostile))).Encode())
		wantStatus(t, resp, http.StatusForbidden)
		if b.sessionID() != "" || !strings.Contains(p.log.String(), "check=client.idtoken.iss") {
			t.Error("got a session, or no client.idtoken.iss in the log")
		}
	})
	for _, endpoint := range []string{"authorization_endpoint", "token_endpoint", "pushed_authorization_request_endpoint", "jwks_uri", "userinfo_endpoint"} {
		t.Run("I-06 "+endpoint+" of the other", func(t *testing.T) {
			p := newPair(t)
			p.hostile.Configure(func(i *issuerT) { i.Metadata = func(m map[string]any) { m[endpoint] = p.URL + "/token" } })
			wantStatus(t, newBrowser(t, p.app).get(at(p.hostile)), http.StatusServiceUnavailable)
		})
	}
	t.Run("away, it takes nobody along", func(t *testing.T) {
		p := newPair(t)
		p.hostile.Stop()
		b := newBrowser(t, p.app)
		wantStatus(t, b.get(at(p.hostile)), http.StatusServiceUnavailable)
		wantReady(t, p.rig, true)
		wantStatus(t, b.get("/callback?"+p.Approve(t, b.start(at(p.Issuer))).Encode()), http.StatusSeeOther)
		wantStatus(t, b.call("GET", "/api/notes", ""), http.StatusOK)
	})
}

// A server that is taken out of the settings takes its logins and sessions along.
func TestServerTakenOut(t *testing.T) {
	p := newPair(t)
	b := newBrowser(t, p.app)
	wantStatus(t, b.get("/callback/other?"+p.hostile.Approve(t, b.start(at(p.hostile))).Encode()), http.StatusSeeOther)
	pending := p.hostile.Approve(t, b.start(at(p.hostile)))
	b.app = p.replica(t)
	wantStatus(t, b.get("/callback/other?"+pending.Encode()), http.StatusBadRequest)
	p.clock.Move(6 * time.Minute)
	wantStatus(t, b.call("GET", "/api/notes", ""), http.StatusUnauthorized)
	if b.sessionID() != "" {
		t.Error("the session is still there")
	}
}

// Each server has settings of its own: here the second wants signatures, pushed
// requests and bound tokens, and the first none of it.
func TestServersHaveSettingsOfTheirOwn(t *testing.T) {
	p := newPair(t)
	p.app = p.replica(t, func(c *configT) {
		c.Others = []bff.Provider{{
			Name: "other", Issuer: p.hostile.URL, ClientID: "at-other", TokenAuthMethod: "private_key_jwt", ClientKey: bff.Secret(privateKey(t)),
			PAR: bff.PushAlways, DPoP: true,
		}}
	})
	document := body(newBrowser(t, p.app).get("/jwks.json"))
	p.hostile.Configure(func(i *issuerT) { i.ClientJWKS, i.RequirePAR, i.Nonce = document, true, "n" })
	b := newBrowser(t, p.app)
	wantStatus(t, b.get("/callback/other?"+p.hostile.Approve(t, b.start(at(p.hostile))).Encode()), http.StatusSeeOther)
	wantStatus(t, b.get("/callback?"+p.Approve(t, b.start(at(p.Issuer))).Encode()), http.StatusSeeOther)
	if got := p.Requests("/token")[0]; got.Header.Get("DPoP") != "" || got.Form.Has("client_assertion") || len(p.Requests("/par")) != 0 {
		t.Error("the first server got what is for the second")
	}
	if got := p.hostile.Requests("/token"); len(got) != 1 || got[0].Header.Get("DPoP") == "" {
		t.Errorf("got %d requests at the second, want one with a proof", len(got))
	}
	p.wantSafe(t)
}
