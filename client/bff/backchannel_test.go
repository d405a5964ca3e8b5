package bff_test

import (
	"crypto/x509"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/client/internal/issuertest"
	"quartet.example/shared/redistest"
)

type (
	logoutHeader = map[string]any
	logoutClaims = jwt.MapClaims
)

// hear posts a logout token as the issuer would.
func hear(t *testing.T, app http.Handler, token string) *http.Response {
	t.Helper()
	body := url.Values{"logout_token": {token}}.Encode()
	r := httptest.NewRequestWithContext(t.Context(), "POST", home+"/backchannel-logout", strings.NewReader(body))
	r.Header.Set("Content-Type", formType)
	w := httptest.NewRecorder()
	app.ServeHTTP(w, r)
	return w.Result()
}

func wantSignedIn(t *testing.T, b *browser, want bool) {
	t.Helper()
	status := http.StatusUnauthorized
	if want {
		status = http.StatusOK
	}
	wantStatus(t, b.call("GET", "/api/notes", ""), status)
}

func TestBackChannelLogout(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	key := sessionKeys(t, r)
	resp := hear(t, r.app, r.LogoutToken(nil))
	t.Run("K-09 CP-07 oidcc-client-test-rp-backchannel-rpinitlogout", func(t *testing.T) {
		wantStatus(t, resp, http.StatusOK)
		if resp.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("got Cache-Control %q, want no-store", resp.Header.Get("Cache-Control"))
		}
		wantSignedIn(t, b, false)
		if left := sessionKeys(t, r); len(key) != 1 || len(left) != 0 {
			t.Errorf("got sessions %v in Redis, then %v, want one and none", key, left)
		}
	})
	t.Run("K-09 nothing is revoked in return", func(t *testing.T) {
		if got := r.Requests("/revoke"); len(got) != 0 {
			t.Errorf("got %v, want the server left to it (§2.7)", got)
		}
	})
	t.Run("O-11 the log tells, without names", func(t *testing.T) {
		log := r.log.String()
		for _, want := range []string{"signed in", "signed out by the issuer", "session ended"} {
			if !strings.Contains(log, `msg="`+want+`"`) {
				t.Errorf("got no line %q", want)
			}
		}
		if strings.Contains(log, "op-session") || strings.Contains(log, "alice") {
			t.Error("O-09 the log names the user or the session at the issuer")
		}
	})
}

func sessionKeys(t *testing.T, r *rig) []string {
	t.Helper()
	keys, err := r.redis.Keys(t.Context(), "client:session:*").Result()
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// Each way in which a logout token can be wrong is 400, and ends nothing.
func TestLogoutTokenRefused(t *testing.T) {
	r := newRig(t)
	r.Metadata = func(doc map[string]any) { doc["id_token_signing_alg_values_supported"] = []string{"RS256", "PS256"} }
	b := r.signedIn(t)
	const event = "http://schemas.openid.net/event/backchannel-logout"
	signedWith := func(method jwt.SigningMethod, key any) func(*jwt.Token) string {
		return func(token *jwt.Token) string {
			token.Method, token.Header["alg"] = method, method.Alg()
			signed, err := token.SignedString(key)
			if err != nil {
				t.Fatal(err)
			}
			return signed
		}
	}
	public, err := x509.MarshalPKIXPublicKey(r.PublicKey())
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		change func(logoutHeader, logoutClaims)
		sign   func(*jwt.Token) string
		check  string
	}{
		"CP-07 oidcc-client-test-rp-backchannel-rpinitlogout-alg-none":                 {nil, signedWith(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType), "client.logout.alg"},
		"CP-07 oidcc-client-test-rp-backchannel-rpinitlogout-wrong-alg":                {nil, signedWith(jwt.SigningMethodHS256, []byte(r.ClientSecret)), "client.logout.alg"},
		"CP-07 oidcc-client-test-rp-backchannel-rpinitlogout-wrong-alg, of the issuer": {nil, signedWith(jwt.SigningMethodPS256, r.PrivateKey()), "client.logout.alg"},
		"CP-07 oidcc-client-test-rp-backchannel-rpinitlogout-wrong-iss":                {func(_ logoutHeader, c logoutClaims) { c["iss"] = "http://evil.example" }, nil, "client.logout.iss"},
		"CP-07 oidcc-client-test-rp-backchannel-rpinitlogout-wrong-aud":                {func(_ logoutHeader, c logoutClaims) { c["aud"] = "another" }, nil, "client.logout.aud"},
		"CP-07 oidcc-client-test-rp-backchannel-rpinitlogout-no-event":                 {func(_ logoutHeader, c logoutClaims) { delete(c, "events") }, nil, "client.logout.event"},
		"CP-07 oidcc-client-test-rp-backchannel-rpinitlogout-wrong-event":              {func(_ logoutHeader, c logoutClaims) { c["events"] = map[string]any{event + "d": map[string]any{}} }, nil, "client.logout.event"},
		"CP-07 oidcc-client-test-rp-backchannel-rpinitlogout-with-nonce":               {func(_ logoutHeader, c logoutClaims) { c["nonce"] = "n" }, nil, "client.logout.nonce"},
		"K-10 the event is no object":                                                  {func(_ logoutHeader, c logoutClaims) { c["events"] = map[string]any{event: true} }, nil, "client.logout.event"},
		"K-10 events is no object":                                                     {func(_ logoutHeader, c logoutClaims) { c["events"] = event }, nil, "client.logout.sig"},
		"K-10 a nonce of null is a nonce":                                              {func(_ logoutHeader, c logoutClaims) { c["nonce"] = nil }, nil, "client.logout.nonce"},
		"K-10 the public key as an HMAC secret":                                        {nil, signedWith(jwt.SigningMethodHS256, public), "client.logout.alg"},
		"K-10 the key of somebody else":                                                {nil, signedWith(jwt.SigningMethodRS256, issuertest.ForeignKey()), "client.logout.sig"},
		"K-10 an unknown kid":                                                          {func(h logoutHeader, _ logoutClaims) { h["kid"] = "../../dev/null" }, signedWith(jwt.SigningMethodRS256, issuertest.ForeignKey()), "client.logout.sig"},
		"K-10 typ of an access token":                                                  {func(h logoutHeader, _ logoutClaims) { h["typ"] = "at+jwt" }, nil, "client.logout.typ"},
		"K-10 an audience that is not trusted":                                         {func(_ logoutHeader, c logoutClaims) { c["aud"] = []string{"another", "notes"} }, nil, "client.logout.aud"},
		"K-10 neither sid nor sub":                                                     {func(_ logoutHeader, c logoutClaims) { delete(c, "sid"); delete(c, "sub") }, nil, "client.logout.subject"},
		"K-10 no jti":                                                                  {func(_ logoutHeader, c logoutClaims) { delete(c, "jti") }, nil, "client.logout.subject"},
		"K-10 no exp":                                                                  {func(_ logoutHeader, c logoutClaims) { delete(c, "exp") }, nil, "client.logout.exp"},
		"K-10 no iat":                                                                  {func(_ logoutHeader, c logoutClaims) { delete(c, "iat") }, nil, "client.logout.exp"},
		"K-10 expired":                                                                 {func(_ logoutHeader, c logoutClaims) { c["exp"] = r.clock.Now().Add(-31 * time.Second).Unix() }, nil, "client.logout.exp"},
		"K-10 issued in the future":                                                    {func(_ logoutHeader, c logoutClaims) { c["iat"] = r.clock.Now().Add(32 * time.Second).Unix() }, nil, "client.logout.exp"},
		"nbf in the future":                                                            {func(_ logoutHeader, c logoutClaims) { c["nbf"] = r.clock.Now().Add(time.Hour).Unix() }, nil, "client.logout.exp"},
		"nbf that overflows":                                                           {func(_ logoutHeader, c logoutClaims) { c["nbf"] = 9.3e18 }, nil, "client.logout.exp"},
		"K-10 lives for a day":                                                         {func(_ logoutHeader, c logoutClaims) { c["exp"] = r.clock.Now().Add(24 * time.Hour).Unix() }, nil, "client.logout.exp"},
		"K-10 no JWT at all":                                                           {nil, func(*jwt.Token) string { return "a.b" }, "client.logout.iss"},
		"K-10 nothing":                                                                 {nil, func(*jwt.Token) string { return "" }, "client.logout.present"},
		"O-18 far too long":                                                            {nil, func(*jwt.Token) string { return strings.Repeat("a", 20_000) }, "client.logout.present"},
	} {
		t.Run(name, func(t *testing.T) {
			r.Configure(func(i *issuerT) { i.Sign = tt.sign })
			resp := hear(t, r.app, r.LogoutToken(tt.change))
			wantStatus(t, resp, http.StatusBadRequest)
			if got := body(resp); !strings.Contains(got, `"error":"invalid_request"`) || resp.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("got %s and Cache-Control %q, want a JSON error that is not stored", got, resp.Header.Get("Cache-Control"))
			}
			if !strings.Contains(r.log.String(), "check="+tt.check) {
				t.Errorf("%s did not refuse it: %s", tt.check, lastLine(r.log.String()))
			}
			wantSignedIn(t, b, true)
		})
		r.log.reset()
		r.clock.Move(time.Second) // keys may be fetched again
	}
}

func (l *logbook) reset() { l.mu.Lock(); defer l.mu.Unlock(); l.text.Reset() }

func lastLine(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return lines[len(lines)-1]
}

func TestLogoutTokenAccepted(t *testing.T) {
	for name, change := range map[string]func(logoutHeader, logoutClaims){
		"K-09 by sid alone":             func(_ logoutHeader, c logoutClaims) { delete(c, "sub") },
		"K-09 by sub alone":             func(_ logoutHeader, c logoutClaims) { delete(c, "sid") },
		"K-10 typ JWT":                  func(h logoutHeader, _ logoutClaims) { h["typ"] = "JWT" },
		"K-10 no typ":                   func(h logoutHeader, _ logoutClaims) { delete(h, "typ") },
		"K-10 typ as a media type":      func(h logoutHeader, _ logoutClaims) { h["typ"] = "application/Logout+JWT" },
		"K-10 a trusted audience":       func(_ logoutHeader, c logoutClaims) { c["aud"] = []string{"trusted", "notes"} },
		"K-10 the clocks differ":        func(_ logoutHeader, c logoutClaims) { c["iat"] = c["iat"].(int64) + 29 },
		"K-10 claims that nobody knows": func(_ logoutHeader, c logoutClaims) { c["x"] = map[string]any{"y": 1} },
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, func(c *configT) { c.TrustedAudiences = []string{"trusted"} })
			b := r.signedIn(t)
			wantStatus(t, hear(t, r.app, r.LogoutToken(change)), http.StatusOK)
			wantSignedIn(t, b, false)
		})
	}
}

// A sid ends the sessions that it led to; a sub without a sid ends them all.
func TestLogoutBySIDAndBySub(t *testing.T) {
	r := newRig(t)
	signIn := func(sub, sid string) *browser {
		r.Configure(func(i *issuerT) {
			i.Claims = func(c jwt.MapClaims) { c["sub"], c["sid"] = sub, sid }
			i.Userinfo = func(info map[string]any) { info["sub"] = sub }
		})
		return r.signedIn(t)
	}
	desk, phone, tablet, bob := signIn("alice", "desk"), signIn("alice", "phone"), signIn("alice", "tablet"), signIn("bob", "other")
	of := func(claims logoutClaims) string {
		return r.LogoutToken(func(_ logoutHeader, c logoutClaims) { delete(c, "sid"); delete(c, "sub"); maps.Copy(c, claims) })
	}
	t.Run("K-09 an unknown sid is 200 and ends nothing", func(t *testing.T) {
		wantStatus(t, hear(t, r.app, of(logoutClaims{"sid": "gone", "sub": "alice"})), http.StatusOK)
		wantSignedIn(t, desk, true)
	})
	t.Run("K-09 by sid", func(t *testing.T) {
		wantStatus(t, hear(t, r.app, of(logoutClaims{"sid": "phone", "sub": "alice"})), http.StatusOK)
		wantSignedIn(t, phone, false)
		wantSignedIn(t, desk, true)
	})
	t.Run("K-09 by sub", func(t *testing.T) {
		wantStatus(t, hear(t, r.app, of(logoutClaims{"sub": "alice"})), http.StatusOK)
		wantSignedIn(t, desk, false)
		wantSignedIn(t, tablet, false)
		wantSignedIn(t, bob, true)
	})
	t.Run("K-09 who was signed out may sign in again", func(t *testing.T) {
		r.clock.Move(time.Second)
		wantSignedIn(t, signIn("alice", "new"), true)
	})
}

// RFC 9700 §4.4: of several servers, each ends its own sessions only.
func TestLogoutByAnotherServer(t *testing.T) {
	p := newPair(t)
	p.hostile.RotateKey("theirs", 1)
	b := newBrowser(t, p.app)
	wantStatus(t, b.get("/callback?"+p.Approve(t, b.start(at(p.Issuer))).Encode()), http.StatusSeeOther)
	t.Run("K-10 signed by one server in the name of another", func(t *testing.T) {
		forged := p.hostile.LogoutToken(func(_ logoutHeader, c logoutClaims) { c["iss"], c["aud"] = p.URL, p.ClientID })
		wantStatus(t, hear(t, p.app, forged), http.StatusBadRequest)
		wantSignedIn(t, b, true)
	})
	t.Run("K-09 the same sid and sub of another server", func(t *testing.T) {
		wantStatus(t, hear(t, p.app, p.hostile.LogoutToken(nil)), http.StatusOK)
		bySub := p.hostile.LogoutToken(func(_ logoutHeader, c logoutClaims) { delete(c, "sid") })
		wantStatus(t, hear(t, p.app, bySub), http.StatusOK)
		wantSignedIn(t, b, true)
	})
	t.Run("K-09 its own", func(t *testing.T) {
		wantStatus(t, hear(t, p.app, p.LogoutToken(nil)), http.StatusOK)
		wantSignedIn(t, b, false)
	})
}

func TestLogoutTokenReplay(t *testing.T) {
	r := newRig(t)
	other := r.replica(t)
	token := r.LogoutToken(func(_ logoutHeader, c logoutClaims) { delete(c, "sid") })
	t.Run("K-10 50 at once at two replicas, one is the first", func(t *testing.T) {
		var wg sync.WaitGroup
		answers := make([]int, 50)
		for i := range answers {
			app := []http.Handler{r.app, other}[i%2]
			wg.Go(func() { answers[i] = hear(t, app, token).StatusCode })
		}
		wg.Wait()
		slices.Sort(answers)
		if answers[0] != http.StatusOK || answers[1] != http.StatusBadRequest || answers[49] != http.StatusBadRequest {
			t.Errorf("got %v, want one 200 and 400 else", answers)
		}
	})
	t.Run("K-10 a replay signs nobody out", func(t *testing.T) {
		r.clock.Move(time.Second)
		b := r.signedIn(t)
		wantStatus(t, hear(t, other, token), http.StatusBadRequest)
		wantSignedIn(t, b, true)
	})
	t.Run("K-10 until it expires", func(t *testing.T) {
		r.clock.Move(2*time.Minute + 29*time.Second)
		wantStatus(t, hear(t, r.app, token), http.StatusBadRequest)
	})
}

// A sign-in that is under way when its user is signed out at the issuer leads to no
// session, and its tokens are revoked, however the logout token names the user, and
// however long the sign-in takes.
func TestLogoutOvertakesSignIn(t *testing.T) {
	for name, without := range map[string]string{"by sub and sid": "", "by sid alone": "sub", "by sub alone": "sid"} {
		token := func(r *rig) string {
			return r.LogoutToken(func(_ logoutHeader, c logoutClaims) { delete(c, without) })
		}
		wantOvertaken := func(t *testing.T, r *rig, b *browser, resp *http.Response) {
			t.Helper()
			wantStatus(t, resp, http.StatusBadRequest)
			if !strings.Contains(r.log.String(), "check=client.session.overtaken") {
				t.Error("client.session.overtaken did not refuse it")
			}
			if b.sessionID() != "" || len(sessionKeys(t, r)) != 0 {
				t.Error("K-09: got a session")
			}
			if got := len(r.Requests("/revoke")); got != 1 {
				t.Errorf("got %d revocations, want that of the refresh token that nobody has", got)
			}
		}
		t.Run("K-09 "+name+", before the callback", func(t *testing.T) {
			r := newRig(t)
			b := newBrowser(t, r.app)
			answer := r.Approve(t, b.start("/login"))
			r.clock.Move(time.Second)
			wantStatus(t, hear(t, r.replica(t), token(r)), http.StatusOK)
			r.clock.Move(9 * time.Minute)
			wantOvertaken(t, r, b, b.get("/callback?"+answer.Encode()))
			wantStatus(t, b.signIn(r.Issuer), http.StatusSeeOther) // who signs in again is welcome
			wantSignedIn(t, b, true)
		})
		t.Run("K-09 "+name+", while the code is redeemed", func(t *testing.T) {
			r := newRig(t)
			b := newBrowser(t, r.app)
			answer := r.Approve(t, b.start("/login"))
			var once sync.Once
			r.Configure(func(i *issuerT) {
				i.Before = func(q *http.Request) {
					if q.URL.Path == "/userinfo" {
						once.Do(func() { wantStatus(t, hear(t, r.app, token(r)), http.StatusOK) })
					}
				}
			})
			wantOvertaken(t, r, b, b.get("/callback?"+answer.Encode()))
		})
		t.Run("K-09 "+name+", but the user authenticates after it", func(t *testing.T) {
			r := newRig(t)
			b := newBrowser(t, r.app)
			location := b.start("/login")
			wantStatus(t, hear(t, r.app, token(r)), http.StatusOK)
			r.clock.Move(time.Second)
			r.Configure(func(i *issuerT) { i.Claims = func(c jwt.MapClaims) { c["auth_time"] = r.clock.Now().Unix() } })
			wantStatus(t, b.get("/callback?"+r.Approve(t, location).Encode()), http.StatusSeeOther)
			wantSignedIn(t, b, true)
		})
	}
}

// A session whose ID token had no sid cannot be told from the one that is over: it ends
// by every logout token that names its user, and by none that names a session only.
func TestLogoutOfSessionWithoutSID(t *testing.T) {
	for name, tt := range map[string]struct {
		without string
		ends    bool
	}{"K-09 by sub and sid": {"", true}, "K-09 by sub alone": {"sid", true}, "K-09 by sid alone": {"sub", false}} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.Configure(func(i *issuerT) { i.Claims = func(c jwt.MapClaims) { delete(c, "sid") } })
			b := r.signedIn(t)
			wantStatus(t, hear(t, r.app, r.LogoutToken(func(_ logoutHeader, c logoutClaims) { delete(c, tt.without) })), http.StatusOK)
			wantSignedIn(t, b, !tt.ends)
		})
	}
}

// CP-07: a logout token with a wrong algorithm is refused also if no session is left
// that it could end, as after a sign-out that began here.
func TestLogoutAlgWithoutSession(t *testing.T) {
	all := []string{"RS256", "PS256", "ES256", "HS256", "none"}
	for name, tt := range map[string]struct {
		setting   string
		supported []string
		status    int
	}{
		"CP-07 of the issuer, but not for us":          {"", all, http.StatusBadRequest},
		"CP-07 another one is registered":              {"ES256", all, http.StatusBadRequest},
		"K-10 the registered one":                      {"PS256", all, http.StatusOK},
		"K-10 the issuer has no RS256":                 {"", []string{"PS256"}, http.StatusOK},
		"K-10 nothing is said: the default is RS256":   {"", nil, http.StatusBadRequest},
		"K-10 nothing is said, the one is registered":  {"PS256", nil, http.StatusOK},
		"K-10 the issuer has only what is not allowed": {"", []string{"HS256", "none"}, http.StatusBadRequest},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, func(c *configT) { c.IDTokenAlg = tt.setting })
			r.Configure(func(i *issuerT) {
				i.Metadata = func(m map[string]any) { m["id_token_signing_alg_values_supported"] = tt.supported }
				i.Sign = signedBy(jwt.SigningMethodPS256, i.PrivateKey())
				i.Publish = func(keys []any) any {
					delete(keys[0].(map[string]string), "alg") // a key that says RS256 verifies nothing else (RFC 8725 §3.1)
					return keys
				}
			})
			resp := hear(t, r.app, r.LogoutToken(nil))
			wantStatus(t, resp, tt.status)
			if refused := strings.Contains(r.log.String(), "check=client.logout.alg"); refused != (tt.status == http.StatusBadRequest) {
				t.Errorf("client.logout.alg refused: %t; %s", refused, lastLine(r.log.String()))
			}
			wantStatus(t, newBrowser(t, r.app).signIn(r.Issuer), map[int]int{http.StatusOK: 303, http.StatusBadRequest: 403}[tt.status]) // the same rule for ID tokens
		})
	}
}

// A logout that Redis interrupts is 503, and can be done again with the same token.
func TestBackChannelLogoutWithRedisAway(t *testing.T) {
	server, rdb := redistest.Server(t)
	r := newRig(t)
	r.redis = rdb
	r.app = r.replica(t)
	b := r.signedIn(t)
	token := r.LogoutToken(nil)
	server.Close()
	resp := hear(t, r.app, token)
	wantStatus(t, resp, http.StatusServiceUnavailable)
	if resp.Header.Get("Retry-After") == "" {
		t.Error("O-14: got no Retry-After")
	}
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	wantSignedIn(t, b, true)
	wantStatus(t, hear(t, r.app, token), http.StatusOK)
	wantSignedIn(t, b, false)
}

// A client that has not seen the issuer yet cannot judge its tokens.
func TestBackChannelLogoutWithIssuerAway(t *testing.T) {
	r := newRig(t)
	token := r.LogoutToken(nil)
	r.Configure(func(i *issuerT) { i.Down = func(*http.Request) bool { return true } })
	resp := hear(t, r.replica(t), token)
	wantStatus(t, resp, http.StatusServiceUnavailable)
	if resp.Header.Get("Retry-After") == "" {
		t.Error("O-16: got no Retry-After")
	}
}

// G-02: strangers cannot have us fetch the keys of the issuer without end.
func TestLogoutTokensFetchKeysInBounds(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	before := len(r.Requests("/jwks"))
	forged := r.LogoutToken(func(h logoutHeader, _ logoutClaims) { h["kid"] = "unknown" })
	for range 100 {
		if resp := hear(t, r.app, forged); resp.StatusCode != http.StatusBadRequest && resp.StatusCode != http.StatusServiceUnavailable {
			t.Fatalf("got %d %s", resp.StatusCode, body(resp))
		}
	}
	if n := len(r.Requests("/jwks")) - before; n > 20 {
		t.Errorf("got %d fetches for 100 tokens, want 20 at most", n)
	}
	wantStatus(t, hear(t, r.app, r.LogoutToken(nil)), http.StatusOK) // a known key needs none
	wantSignedIn(t, b, false)
}

func TestBackChannelLogoutTakesFormsOnly(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	token := r.LogoutToken(nil)
	for name, resp := range map[string]*http.Response{
		"K-10 in the query": b.do("POST", "/backchannel-logout?logout_token="+token, "", header{"Content-Type": formType}),
		"K-10 JSON":         b.do("POST", "/backchannel-logout", `{"logout_token":"`+token+`"}`, header{"Content-Type": "application/json"}),
		"K-10 given twice":  b.do("POST", "/backchannel-logout", "logout_token="+token+"&logout_token="+token, header{"Content-Type": formType}),
	} {
		t.Run(name, func(t *testing.T) { wantStatus(t, resp, http.StatusBadRequest) })
	}
	wantStatus(t, b.get("/backchannel-logout?logout_token="+token), http.StatusMethodNotAllowed)
	wantSignedIn(t, b, true)
}
