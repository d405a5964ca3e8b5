package authserver_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"quartet.example/authserver"
	"quartet.example/authserver/authservertest"
	"quartet.example/shared/dpop"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redistest"
)

// holder makes DPoP proofs with its key.
type holder struct {
	*dpop.Signer
	t   *testing.T
	srv *authservertest.Server
}

func newHolder(t *testing.T, srv *authservertest.Server) holder {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := dpop.NewSigner(key)
	if err != nil {
		t.Fatal(err)
	}
	return holder{signer, t, srv}
}

// proof makes a DPoP proof for the endpoint; change replaces what the proof is made for.
func (h holder) proof(method, path string, change ...func(*dpop.Request)) string {
	h.t.Helper()
	r := dpop.Request{Method: method, URI: h.srv.URL + path, Now: h.srv.Now()}
	for _, f := range change {
		f(&r)
	}
	raw, err := h.Proof(h.t.Context(), r, "")
	if err != nil {
		h.t.Fatal(err)
	}
	return raw
}

// outcome is a token response or an error response.
type outcome struct {
	oauth.TokenResponse
	Error oauth.Code `json:"error"`
}

// tokenWith sends a token request with DPoP proofs.
func (a *app) tokenWith(form url.Values, proofs ...string) (int, http.Header, outcome) {
	a.t.Helper()
	r := a.post("/token", maps.Clone(form))
	r.Header[http.CanonicalHeaderKey(dpop.Header)] = proofs
	return jsonOf[outcome](a.t, a.srv, r)
}

// codeRequest is a valid token request with a new code.
func (a *app) codeRequest(more map[string]string) url.Values {
	a.t.Helper()
	b := through(a.srv.Browser(a.t).Open(a.authorizeURL("openid notes:read", more)))
	return a.codeRequestOf(b)
}

func (a *app) codeRequestOf(b *authservertest.Browser) url.Values {
	a.t.Helper()
	if !b.Returned().Has("code") {
		a.t.Fatalf("no code: %s", where(b))
	}
	return url.Values{
		"grant_type": {"authorization_code"}, "code": {b.Returned().Get("code")}, "redirect_uri": {a.redirectURI}, "code_verifier": {a.verifier},
	}
}

func refreshOf(token string) url.Values {
	return url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token}}
}

func native(t *testing.T, srv *authservertest.Server) *app {
	t.Helper()
	return &app{t: t, srv: srv, id: "native", method: oauth.NoAuthentication, redirectURI: "http://127.0.0.1:51004/callback", verifier: oauth.NewSecret()}
}

func jkt(t *testing.T, accessToken string) string {
	t.Helper()
	cnf, _ := part(t, accessToken, 1)["cnf"].(map[string]any)
	name, _ := cnf["jkt"].(string)
	return name
}

func TestBoundTokens(t *testing.T) {
	srv := twins(t)
	h, other := newHolder(t, srv), newHolder(t, srv)
	proof := func(h holder) string { return h.proof(http.MethodPost, "/token") }

	t.Run("N-08 CF-02 a proof binds the access token, and introspection returns the binding", func(t *testing.T) {
		app := notes(t, srv)
		status, header, got := app.tokenWith(app.codeRequest(nil), proof(h))
		if status != http.StatusOK || got.TokenType != "DPoP" || jkt(t, got.AccessToken) != h.Thumbprint() {
			t.Fatalf("got %d, %+v", status, got)
		}
		if header.Get(dpop.NonceHeader) != "" {
			t.Errorf("a nonce, although none is required: %v", header)
		}
		if said := active(t, srv, got.AccessToken); !said.Active || said.TokenType != "DPoP" || said.Confirmation == nil || said.Confirmation.JKT != h.Thumbprint() {
			t.Errorf("introspection: got %+v", said)
		}
	})
	t.Run("N-08 without a proof the token is a bearer token", func(t *testing.T) {
		app := notes(t, srv)
		status, _, got := app.tokenWith(app.codeRequest(nil))
		if said := active(t, srv, got.AccessToken); status != http.StatusOK || got.TokenType != "Bearer" || jkt(t, got.AccessToken) != "" || said.TokenType != "Bearer" || said.Confirmation != nil {
			t.Errorf("got %d, %+v, %+v", status, got, said)
		}
	})
	t.Run("N-08 client_credentials", func(t *testing.T) {
		app := &app{t: t, srv: srv, id: "service", secret: "service-dev-secret-not-for-production", method: oauth.ClientSecretBasic}
		if status, _, got := app.tokenWith(url.Values{"grant_type": {"client_credentials"}}, proof(h)); status != http.StatusOK || got.TokenType != "DPoP" || jkt(t, got.AccessToken) != h.Thumbprint() {
			t.Errorf("got %d, %+v", status, got)
		}
	})
	t.Run("RFC 9449 §5 a confidential client may change its key", func(t *testing.T) {
		app := notes(t, srv)
		_, _, first := app.tokenWith(app.codeRequest(nil), proof(h))
		status, _, second := app.tokenWith(refreshOf(first.RefreshToken), proof(other))
		if status != http.StatusOK || second.TokenType != "DPoP" || jkt(t, second.AccessToken) != other.Thumbprint() {
			t.Errorf("got %d, %+v", status, second)
		}
		if status, _, third := app.tokenWith(refreshOf(second.RefreshToken)); status != http.StatusOK || third.TokenType != "Bearer" {
			t.Errorf("without a proof: got %d, %+v", status, third)
		}
	})
	t.Run("N-13 E-07 the refresh token of a public client is bound to its key", func(t *testing.T) {
		app := native(t, srv)
		_, _, first := app.tokenWith(app.codeRequest(nil), proof(h))
		for name, proofs := range map[string][]string{"no proof": nil, "another key": {proof(other)}} {
			if status, _, got := app.tokenWith(refreshOf(first.RefreshToken), proofs...); status != http.StatusBadRequest || got.Error != oauth.InvalidGrant {
				t.Errorf("%s: got %d, %+v", name, status, got)
			}
		}
		status, _, second := app.tokenWith(refreshOf(first.RefreshToken), proof(h))
		if status != http.StatusOK || second.TokenType != "DPoP" || jkt(t, second.AccessToken) != h.Thumbprint() || second.RefreshToken == first.RefreshToken {
			t.Errorf("its key: got %d, %+v", status, second)
		}
	})
	t.Run("RFC 9449 §5 an unbound refresh token is bound by its first proof", func(t *testing.T) {
		app := native(t, srv)
		_, _, first := app.tokenWith(app.codeRequest(nil))
		status, _, second := app.tokenWith(refreshOf(first.RefreshToken), proof(h))
		if status != http.StatusOK || second.TokenType != "DPoP" {
			t.Fatalf("got %d, %+v", status, second)
		}
		if status, _, got := app.tokenWith(refreshOf(second.RefreshToken), proof(other)); status != http.StatusBadRequest || got.Error != oauth.InvalidGrant {
			t.Errorf("another key: got %d, %+v", status, got)
		}
	})
}

func TestCodeBoundToAKey(t *testing.T) {
	srv := twins(t)
	h, other := newHolder(t, srv), newHolder(t, srv)
	for name, begin := range map[string]func(*app) *authservertest.Browser{
		"CF-17 dpop_jkt at /authorize": func(a *app) *authservertest.Browser {
			return srv.Browser(a.t).Open(a.authorizeURL("openid notes:read", map[string]string{"dpop_jkt": h.Thumbprint()}))
		},
		"CF-17 dpop_jkt in a pushed request": func(a *app) *authservertest.Browser {
			return srv.Browser(a.t).Open(a.pushGood(map[string]string{"dpop_jkt": h.Thumbprint()}))
		},
		"CF-17 a proof with a pushed request": func(a *app) *authservertest.Browser {
			return srv.Browser(a.t).Open(a.pushWith(a.request(nil), h.proof(http.MethodPost, "/par")))
		},
		"CF-17 both": func(a *app) *authservertest.Browser {
			return srv.Browser(a.t).Open(a.pushWith(a.request(map[string]string{"dpop_jkt": h.Thumbprint()}), h.proof(http.MethodPost, "/par")))
		},
	} {
		for proof, tt := range map[string]struct {
			proofs func() []string
			want   oauth.Code
		}{
			"its key":                      {func() []string { return []string{h.proof(http.MethodPost, "/token")} }, ""},
			"CF-15 CF-16 N-13 another key": {func() []string { return []string{other.proof(http.MethodPost, "/token")} }, oauth.InvalidGrant},
			"CF-23 N-13 no proof":          {func() []string { return nil }, oauth.InvalidGrant},
		} {
			t.Run(name+": "+proof, func(t *testing.T) {
				app := notes(t, srv)
				if status, _, got := app.tokenWith(app.codeRequestOf(through(begin(app))), tt.proofs()...); got.Error != tt.want || (status == http.StatusOK) != (tt.want == "") {
					t.Errorf("got %d %s, want %q", status, got.Error, tt.want)
				}
			})
		}
	}
	t.Run("CF-14 N-13 dpop_jkt and the proof name different keys", func(t *testing.T) {
		app := notes(t, srv)
		r := app.post("/par", app.request(map[string]string{"dpop_jkt": other.Thumbprint()}))
		r.Header.Set(dpop.Header, h.proof(http.MethodPost, "/par"))
		if status, _, got := jsonOf[pushed](t, srv, r); status != http.StatusBadRequest || got.Error != oauth.InvalidDPoPProof || got.RequestURI != "" {
			t.Errorf("got %d, %+v", status, got)
		}
	})
}

// pushWith pushes an authorization request with a proof. It returns the URL for the browser.
func (a *app) pushWith(form url.Values, proof string) string {
	a.t.Helper()
	r := a.post("/par", form)
	r.Header.Set(dpop.Header, proof)
	status, _, p := jsonOf[pushed](a.t, a.srv, r)
	if status != http.StatusCreated {
		a.t.Fatalf("push: got %d %s", status, p.Error)
	}
	return a.srv.URL + "/authorize?" + url.Values{"client_id": {a.id}, "request_uri": {p.RequestURI}}.Encode()
}

// shared/dpop tests each rule for proofs. This test checks the error responses of the endpoint.
func TestProofsRefused(t *testing.T) {
	srv := twins(t)
	h := newHolder(t, srv)
	service := &app{t: t, srv: srv, id: "service", secret: "service-dev-secret-not-for-production", method: oauth.ClientSecretBasic}
	form := url.Values{"grant_type": {"client_credentials"}}
	at := func(d time.Duration) func(*dpop.Request) {
		return func(r *dpop.Request) { r.Now = r.Now.Add(d) }
	}
	good := func() string { return h.proof(http.MethodPost, "/token") }
	replayed := good()
	if status, _, got := service.tokenWith(form, replayed); status != http.StatusOK {
		t.Fatalf("got %d %s", status, got.Error)
	}
	for name, tt := range map[string]struct {
		proofs []string
		want   oauth.Code
	}{
		"CF-30 a good one":                    {[]string{good()}, ""},
		"CF-30 two":                           {[]string{good(), good()}, oauth.InvalidDPoPProof},
		"CF-30 an empty one":                  {[]string{""}, oauth.InvalidDPoPProof},
		"CF-30 no JWT":                        {[]string{"x"}, oauth.InvalidDPoPProof},
		"CF-30 a very long one":               {[]string{strings.Repeat("x", 5<<10)}, oauth.InvalidDPoPProof},
		"CF-30 for another endpoint":          {[]string{h.proof(http.MethodPost, "/par")}, oauth.InvalidDPoPProof},
		"CF-30 for another method":            {[]string{h.proof(http.MethodGet, "/token")}, oauth.InvalidDPoPProof},
		"CF-30 for another server":            {[]string{h.proof(http.MethodPost, "/token", func(r *dpop.Request) { r.URI = "https://evil.example/token" })}, oauth.InvalidDPoPProof},
		"CF-30 signature cut off":             {[]string{good()[:len(good())-20]}, oauth.InvalidDPoPProof},
		"CF-30 with a query and an ath":       {[]string{h.proof(http.MethodPost, "/token?a=b", func(r *dpop.Request) { r.AccessToken = "t" })}, ""},
		"CF-13 made 10 s ago":                 {[]string{h.proof(http.MethodPost, "/token", at(-10*time.Second))}, ""},
		"CF-13 made 10 s ahead":               {[]string{h.proof(http.MethodPost, "/token", at(10*time.Second))}, ""},
		"N-10 made a minute ago":              {[]string{h.proof(http.MethodPost, "/token", at(-time.Minute))}, oauth.InvalidDPoPProof},
		"N-10 made a minute ahead":            {[]string{h.proof(http.MethodPost, "/token", at(time.Minute))}, oauth.InvalidDPoPProof},
		"N-11 CF-30 a second time, elsewhere": {[]string{replayed}, oauth.InvalidDPoPProof},
	} {
		t.Run(name, func(t *testing.T) {
			status, header, got := service.tokenWith(form, tt.proofs...)
			if got.Error != tt.want || (status == http.StatusOK) != (tt.want == "") || header.Get("Cache-Control") != "no-store" {
				t.Errorf("got %d %s, want %q", status, got.Error, tt.want)
			}
		})
	}
	t.Run("N-11 O-01 of 40 parallel uses at two servers one wins", func(t *testing.T) {
		proof := good()
		var won atomic.Int64
		race(40, func(int) {
			if status, _, _ := service.tokenWith(form, proof); status == http.StatusOK {
				won.Add(1)
			}
		})
		if won.Load() != 1 {
			t.Errorf("%d won, want 1", won.Load())
		}
	})
	t.Run("CF-13 10 s of skew at /par", func(t *testing.T) {
		for _, d := range []time.Duration{-10 * time.Second, 10 * time.Second} {
			app := notes(t, srv)
			app.pushWith(app.request(nil), h.proof(http.MethodPost, "/par", at(d)))
		}
	})
}

func TestProofRequired(t *testing.T) { // N-13, RFC 9449 §5.2
	srv := authservertest.Start(t, authservertest.WithClient(authservertest.Client{
		ID: "bound", Secret: "bound-secret", Scope: "notes:read", GrantTypes: []string{"client_credentials"}, DPoPBound: true,
	}))
	app := &app{t: t, srv: srv, id: "bound", secret: "bound-secret", method: oauth.ClientSecretBasic}
	form := url.Values{"grant_type": {"client_credentials"}}
	t.Run("CF-23 dpop_bound_access_tokens and no proof", func(t *testing.T) {
		if status, _, got := app.tokenWith(form); status != http.StatusBadRequest || got.Error != oauth.InvalidDPoPProof || got.AccessToken != "" {
			t.Errorf("got %d, %+v", status, got)
		}
	})
	t.Run("dpop_bound_access_tokens and a proof", func(t *testing.T) {
		if status, _, got := app.tokenWith(form, newHolder(t, srv).proof(http.MethodPost, "/token")); status != http.StatusOK || got.TokenType != "DPoP" {
			t.Errorf("got %d, %+v", status, got)
		}
	})
}

func TestServerNonce(t *testing.T) {
	srv := twins(t, authservertest.WithConfig(func(cfg *authserver.Config) { cfg.DPoPNonce = "required" }))
	h := newHolder(t, srv)
	service := &app{t: t, srv: srv, id: "service", secret: "service-dev-secret-not-for-production", method: oauth.ClientSecretBasic}
	form := url.Values{"grant_type": {"client_credentials"}}
	with := func(nonce string) string {
		raw, err := h.Proof(t.Context(), dpop.Request{Method: http.MethodPost, URI: srv.URL + "/token", Now: srv.Now()}, nonce)
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	status, header, got := service.tokenWith(form, with(""))
	nonce := header.Get(dpop.NonceHeader)
	if status != http.StatusBadRequest || got.Error != oauth.UseDPoPNonce || nonce == "" || header.Get("Cache-Control") != "no-store" {
		t.Fatalf("N-12 without a nonce: got %d, %+v, %v", status, got, header)
	}
	for range 2 { // one request to each of the two servers
		status, header, got := service.tokenWith(form, with(nonce))
		if status != http.StatusOK || got.TokenType != "DPoP" || header.Get(dpop.NonceHeader) == "" {
			t.Errorf("N-12 with the nonce: got %d, %+v", status, got)
		}
	}
	if status, _, got := service.tokenWith(form, with(strings.Repeat("A", len(nonce)))); status != http.StatusBadRequest || got.Error != oauth.UseDPoPNonce {
		t.Errorf("N-12 a made-up nonce: got %d, %+v", status, got)
	}
	if status, _, got := service.tokenWith(form); status != http.StatusOK || got.TokenType != "Bearer" {
		t.Errorf("without a proof a nonce is not required: got %d, %+v", status, got)
	}
	alone := authservertest.Start(t, authservertest.WithConfig(func(cfg *authserver.Config) { cfg.DPoPNonce = "required" }))
	stranger := *service
	stranger.srv, h.srv, srv = alone, alone, alone
	_, header, _ = stranger.tokenWith(form, with(""))
	nonce = header.Get(dpop.NonceHeader)
	alone.Advance(3 * time.Minute)
	if status, header, got := stranger.tokenWith(form, with(nonce)); status != http.StatusBadRequest || got.Error != oauth.UseDPoPNonce || header.Get(dpop.NonceHeader) == nonce {
		t.Errorf("N-12 a stale nonce gets a new challenge: got %d, %+v", status, got)
	}
}

func TestUserinfoOfABoundToken(t *testing.T) {
	srv := twins(t)
	h, other := newHolder(t, srv), newHolder(t, srv)
	app := notes(t, srv)
	_, _, bound := app.tokenWith(app.codeRequest(nil), h.proof(http.MethodPost, "/token"))
	plain := app.redeem(app.codeRequest(nil).Get("code"))
	ath := func(token string) func(*dpop.Request) {
		return func(r *dpop.Request) { r.AccessToken = token }
	}
	for name, tt := range map[string]struct {
		scheme, token string
		proof         string
		status        int
		error         string
	}{
		"CF-11 DPoP with its proof":            {"DPoP", bound.AccessToken, h.proof(http.MethodGet, "/userinfo", ath(bound.AccessToken)), 200, ""},
		"CF-11 the scheme in lower case":       {"dpop", bound.AccessToken, h.proof(http.MethodGet, "/userinfo", ath(bound.AccessToken)), 200, ""},
		"N-09 as Bearer":                       {"Bearer", bound.AccessToken, "", 401, "invalid_token"},
		"N-09 as Bearer, with its proof":       {"Bearer", bound.AccessToken, h.proof(http.MethodGet, "/userinfo", ath(bound.AccessToken)), 401, "invalid_token"},
		"N-09 without a proof":                 {"DPoP", bound.AccessToken, "", 401, "invalid_dpop_proof"},
		"N-09 another key":                     {"DPoP", bound.AccessToken, other.proof(http.MethodGet, "/userinfo", ath(bound.AccessToken)), 401, "invalid_token"},
		"N-10 a proof without ath":             {"DPoP", bound.AccessToken, h.proof(http.MethodGet, "/userinfo"), 401, "invalid_dpop_proof"},
		"N-10 a proof of another token":        {"DPoP", bound.AccessToken, h.proof(http.MethodGet, "/userinfo", ath(plain.AccessToken)), 401, "invalid_dpop_proof"},
		"N-10 a proof for the token endpoint":  {"DPoP", bound.AccessToken, h.proof(http.MethodPost, "/token", ath(bound.AccessToken)), 401, "invalid_dpop_proof"},
		"N-09 an unbound token in scheme DPoP": {"DPoP", plain.AccessToken, h.proof(http.MethodGet, "/userinfo", ath(plain.AccessToken)), 401, "invalid_token"},
		"an unbound token as Bearer":           {"Bearer", plain.AccessToken, "", 200, ""},
		"a token of another issuer":            {"DPoP", "x", h.proof(http.MethodGet, "/userinfo", ath("x")), 401, "invalid_token"},
	} {
		t.Run(name, func(t *testing.T) {
			r := request(t, http.MethodGet, srv.URL+"/userinfo", nil)
			r.Header.Set("Authorization", tt.scheme+" "+tt.token)
			if tt.proof != "" {
				r.Header.Set(dpop.Header, tt.proof)
			}
			status, header, got := jsonOf[struct {
				Subject string `json:"sub"`
				Error   string `json:"error"`
			}](t, srv, r)
			if status != tt.status || got.Error != tt.error || (got.Subject == alice) != (tt.status == 200) {
				t.Errorf("got %d, %+v", status, got)
			}
			challenge := header.Get("WWW-Authenticate")
			if tt.status == 401 && tt.token != "x" && (!strings.HasPrefix(challenge, "DPoP ") || !strings.Contains(challenge, `algs="ES256 EdDSA Ed25519 RS256 PS256"`) || !strings.Contains(challenge, tt.error)) {
				t.Errorf("challenge: %s", challenge)
			}
		})
	}
	t.Run("a bound token as a form parameter is refused", func(t *testing.T) {
		r := request(t, http.MethodPost, srv.URL+"/userinfo", url.Values{"access_token": {bound.AccessToken}})
		r.Header.Set(dpop.Header, h.proof(http.MethodPost, "/userinfo", ath(bound.AccessToken)))
		if status, _, _ := do(t, srv, r); status != http.StatusUnauthorized {
			t.Errorf("got %d, want 401", status)
		}
	})
}

func TestProofsFromOtherOrigins(t *testing.T) { // I-07, RFC 9449 §8.2
	srv := authservertest.Start(t, authservertest.WithConfig(func(cfg *authserver.Config) { cfg.DPoPNonce = "required" }))
	r := request(t, http.MethodOptions, srv.URL+"/token", nil)
	r.Header.Set("Origin", "https://app.example")
	r.Header.Set("Access-Control-Request-Method", http.MethodPost)
	r.Header.Set("Access-Control-Request-Headers", "dpop")
	if _, header, _ := do(t, srv, r); !strings.Contains(header.Get("Access-Control-Allow-Headers"), "DPoP") {
		t.Errorf("preflight: got %v", header)
	}
	r = native(t, srv).post("/token", refreshOf("x"))
	r.Header.Set("Origin", "https://app.example")
	if _, header, _ := do(t, srv, r); header.Get(dpop.NonceHeader) != "" {
		t.Errorf("a nonce for a request without a proof: got %v", header)
	}
	r = native(t, srv).post("/token", refreshOf("x"))
	r.Header.Set("Origin", "https://app.example")
	r.Header.Set(dpop.Header, "not a proof")
	if _, header, _ := do(t, srv, r); !strings.Contains(header.Get("Access-Control-Expose-Headers"), "DPoP-Nonce") || header.Get(dpop.NonceHeader) == "" {
		t.Errorf("answer: got %v", header)
	}
	if m := metadataOf(t); !slices.Equal(m.DPoPSigningAlgValuesSupported, dpop.Algorithms()) {
		t.Errorf("metadata: got %v", m.DPoPSigningAlgValuesSupported)
	}
}

func TestProofsWithoutRedis(t *testing.T) { // O-12: a proof whose jti cannot be stored is refused
	redis, client := redistest.Server(t)
	srv := authservertest.Start(t, authservertest.WithRedis(client))
	service := &app{t: t, srv: srv, id: "service", secret: "service-dev-secret-not-for-production", method: oauth.ClientSecretBasic}
	redis.Close()
	form := url.Values{"grant_type": {"client_credentials"}}
	status, header, got := service.tokenWith(form, newHolder(t, srv).proof(http.MethodPost, "/token"))
	if status != http.StatusServiceUnavailable || header.Get("Retry-After") == "" || got.AccessToken != "" {
		t.Errorf("with a proof: got %d, %+v", status, got)
	}
	if status, _, got := service.tokenWith(form); status != http.StatusOK {
		t.Errorf("without: got %d, %+v", status, got)
	}
}
