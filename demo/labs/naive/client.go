package naive

import (
	"cmp"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"quartet.example/shared/dpop"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

// Client is a web application that signs users in with OpenID Connect. Each field of Holes removes one
// defence. GET /login begins a sign-in, and GET / is a page for users who are signed in.
type Client struct {
	Issuer, ClientID, ClientSecret string
	Address                        string        // of the application, such as http://127.0.0.1:8090
	Timeout                        time.Duration // of a request to the authorization server
	Now                            func() time.Time
	FormPost                       bool             // asks for the response in a form
	Proofs                         *dpop.Signer     // makes proofs of possession, nil for none
	Key                            *jose.SigningKey // signs client assertions in place of ClientSecret, nil for none
	Holes                          ClientHoles

	// For the labs.
	Others   []*Client    // the same application at further authorization servers; see clientissuers.go
	API      string       // whose notes it shows and adds at /api/notes; "": none
	Scope    string       // that it asks for; "": openid profile
	Defences Defences     // checks that are made although a hole is open
	HTTP     *http.Client // sends the requests to the authorization server and the API; nil: a new one for each

	mu       sync.Mutex
	server   *oauth.ServerMetadata
	keys     []jwk
	isOther  bool
	sessions map[string]*session
	proof    string // the last one
}

// session is what the application knows about a browser.
type session struct {
	state, verifier, nonce, returnTo string
	issuer                           string         // to which the browser was sent
	user                             map[string]any // nil if nobody is signed in
	token                            string
}

const sessionCookie = "naive-session"

// ServeHTTP serves one request at a time.
func (c *Client) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !arrivedOnLoopback(r) {
		http.Error(w, "this program is vulnerable on purpose", http.StatusForbidden)
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch r.URL.Path {
	case "/login":
		c.at(r.FormValue("issuer")).login(w, r)
	case "/callback", otherCallback:
		c.begunAt(r).callback(w, r)
	case "/leave":
		c.leave(w, r)
	case "/":
		c.home(w, r)
	case "/app":
		c.page(w, r)
	case "/api/notes":
		c.notes(w, r)
	default:
		http.NotFound(w, r)
	}
}

// login sends the browser to the authorization server.
func (c *Client) login(w http.ResponseWriter, r *http.Request) {
	returnTo := r.FormValue("return_to")
	if err := c.Defences.require(r.Context(), "client.return_to.local", isLocal(returnTo)); err != nil {
		writeRefusal(w, err)
		return
	}
	if err := c.discover(r.Context()); err != nil {
		http.Error(w, "cannot read the metadata", http.StatusServiceUnavailable)
		return
	}
	s := c.open(w, r)
	s.state, s.verifier, s.nonce = secretOr("naive-state-of-everybody", c.Holes.FixedState), secretOr(strings.Repeat("0123456789", 5), c.Holes.FixedVerifier), secretOr("naive-nonce-of-everybody", c.Holes.FixedNonce)
	s.returnTo, s.issuer = c.local(returnTo), c.Issuer
	q := url.Values{
		"client_id": {c.ClientID}, "redirect_uri": {c.Address + c.callbackPath()}, "response_type": {"code"}, "scope": {cmp.Or(c.Scope, "openid profile")}, "state": {s.state}, "nonce": {s.nonce},
	}
	if !c.Holes.NoPKCE {
		q.Set("code_challenge", oauth.ChallengeOf(s.verifier))
		q.Set("code_challenge_method", oauth.S256)
	}
	if c.FormPost {
		q.Set("response_mode", "form_post")
	}
	q, err := c.pushed(r.Context(), q)
	if err != nil {
		http.Error(w, "cannot push the authorization request", http.StatusServiceUnavailable)
		return
	}
	if c.Holes.VerifierOut {
		http.SetCookie(w, &http.Cookie{Name: "verifier", Value: s.verifier})
	}
	http.Redirect(w, r, c.server.AuthorizationEndpoint+"?"+q.Encode(), http.StatusFound)
}

func secretOr(fixed string, isFixed bool) string {
	if isFixed {
		return fixed
	}
	return oauth.NewSecret()
}

// open returns the session of a browser, a new one if it has none.
func (c *Client) open(w http.ResponseWriter, r *http.Request) *session {
	if s := c.session(r); s != nil {
		return s
	}
	return c.renew(w, &session{})
}

func (c *Client) session(r *http.Request) *session {
	cookie, err := r.Cookie(sessionCookie)
	if err != nil {
		return nil
	}
	return c.sessions[cookie.Value]
}

// renew gives a session a new id.
func (c *Client) renew(w http.ResponseWriter, s *session) *session {
	id := oauth.NewSecret()
	if c.sessions == nil {
		c.sessions = map[string]*session{}
	}
	c.sessions[id] = s
	cookie := &http.Cookie{Name: sessionCookie, Value: id, Path: "/", HttpOnly: !c.Holes.Readable || c.Defences.Has("client.session.present")}
	cookie.Secure = strings.HasPrefix(c.Address, "https:") && !c.Holes.Insecure
	if !c.Holes.AnySite {
		cookie.SameSite = http.SameSiteLaxMode
	}
	http.SetCookie(w, cookie)
	return s
}

func (c *Client) home(w http.ResponseWriter, r *http.Request) {
	s := c.session(r)
	if s == nil || s.user == nil {
		http.Error(w, "sign in at /login", http.StatusUnauthorized)
		return
	}
	name := fmt.Sprint(s.user["name"])
	if !c.Holes.ShowName {
		name = html.EscapeString(name)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = fmt.Fprintf(w, "<p>hello %s", name)
	if c.Holes.ShowToken {
		_, _ = fmt.Fprintf(w, "<!-- %s -->", s.token)
	}
}
