package bff_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"quartet.example/client/internal/issuertest"
	"quartet.example/shared/oauth"
)

const appRedirect = "http://127.0.0.1:49152/app"

// phone is a mobile app and the system browser beside it. It has no cookie jar.
type phone struct {
	t        *testing.T
	app      http.Handler
	browser  *browser
	verifier string
	redirect string
	callback string          // of the server that is asked
	id       string          // of its session
	seen     strings.Builder // every byte that the app was sent
}

func (r *rig) phone(t *testing.T) *phone {
	return &phone{t: t, app: r.app, browser: newBrowser(t, r.app), verifier: oauth.NewSecret(), redirect: appRedirect, callback: "/callback"}
}

func (p *phone) query() url.Values {
	return url.Values{"challenge": {oauth.ChallengeOf(p.verifier)}, "redirect": {p.redirect}, "state": {"of the app"}}
}

// pressed is what the browser sends with a form of our own page.
var pressed = header{"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin", "Origin": home}

// agree opens the page and presses its button; it returns where the browser is sent.
func (p *phone) agree(i *issuertest.Issuer) string {
	p.t.Helper()
	wantStatus(p.t, p.browser.get("/app/login?"+p.query().Encode()), http.StatusOK)
	resp := p.browser.do("POST", "/app/login", with(p.query(), "issuer", i.URL).Encode(), pressed)
	if resp.StatusCode != http.StatusSeeOther {
		p.t.Fatalf("POST /app/login: got %d %s, want 303", resp.StatusCode, body(resp))
	}
	return resp.Header.Get("Location")
}

// back is what the browser brings to the app after an answer of the issuer.
func (p *phone) back(answer url.Values) url.Values {
	p.t.Helper()
	resp := p.browser.get(p.callback + "?" + answer.Encode())
	onward := resp.Header.Get("Location")
	if resp.StatusCode != http.StatusSeeOther || !strings.HasPrefix(onward, "/app/back?") {
		p.t.Fatalf("callback: got %d %q %s, want 303 to the page that goes on", resp.StatusCode, onward, body(resp))
	}
	resp = p.browser.get(onward)
	location, goesOn := strings.CutPrefix(resp.Header.Get("Refresh"), "0; url=")
	if resp.StatusCode != http.StatusOK || !goesOn || !strings.HasPrefix(location, p.redirect+"?") || resp.Header.Get("Referrer-Policy") != "no-referrer" {
		p.t.Fatalf("%s: got %d %v %s, want a page that goes on to the app", onward, resp.StatusCode, resp.Header, body(resp))
	}
	p.seen.WriteString(location + "\n")
	u, err := url.Parse(location)
	if err != nil {
		p.t.Fatal(err)
	}
	return u.Query()
}

// handover signs in and stops before the app has its session.
func (p *phone) handover(i *issuertest.Issuer) string {
	p.t.Helper()
	return p.back(i.Approve(p.t, p.agree(i))).Get("handover")
}

func (p *phone) send(method, target, body string, headers header) *http.Response {
	p.t.Helper()
	r := httptest.NewRequestWithContext(p.t.Context(), method, home+target, strings.NewReader(body))
	for name, value := range headers {
		r.Header.Set(name, value)
	}
	return p.exchange(r)
}

func (p *phone) exchange(r *http.Request) *http.Response {
	w := httptest.NewRecorder()
	p.app.ServeHTTP(w, r)
	resp := w.Result()
	p.seen.WriteString(w.Body.String() + "\n")
	_ = resp.Header.Write(&p.seen)
	return resp
}

func (p *phone) redeem(code, verifier string) *http.Response {
	p.t.Helper()
	form := url.Values{"handover": {code}, "verifier": {verifier}}
	return p.send("POST", "/app/session", form.Encode(), header{"Content-Type": "application/x-www-form-urlencoded"})
}

// call makes a call with the session of the app.
func (p *phone) call(method, target string) *http.Response {
	p.t.Helper()
	return p.send(method, target, "", header{"Authorization": "Session " + p.id})
}

type handedOver struct {
	Session   string            `json:"session"`
	ExpiresIn int               `json:"expires_in"`
	User      map[string]string `json:"user"`
}

// app is one that has signed in.
func (r *rig) appSignedIn(t *testing.T) *phone {
	t.Helper()
	p := r.phone(t)
	p.keep(p.redeem(p.handover(r.Issuer), p.verifier))
	return p
}

func (p *phone) keep(resp *http.Response) (given handedOver) {
	p.t.Helper()
	wantStatus(p.t, resp, http.StatusOK)
	if err := json.Unmarshal([]byte(body(resp)), &given); err != nil {
		p.t.Fatal(err)
	}
	p.id = given.Session
	return given
}

// wantRefused wants a status, and the check in the log.
func (r *rig) wantRefused(t *testing.T, resp *http.Response, status int, check string) {
	t.Helper()
	wantStatus(t, resp, status)
	log := r.log.String()
	if last := log[strings.LastIndex(log, "level=")+1:]; check != "" && !strings.Contains(last, check) {
		t.Errorf("log: got %s, want %s", last, check)
	}
}
