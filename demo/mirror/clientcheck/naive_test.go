package clientcheck_test

import (
	"crypto/x509"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"quartet.example/demo/labs/naive"
	"quartet.example/demo/mirror/clientcheck"
	"quartet.example/demo/mirror/hostile"
	"quartet.example/demo/mirror/report"
	"quartet.example/shared/dpop"
	"quartet.example/shared/jose"
	"quartet.example/shared/waittest"
)

// carelessClient returns the careless client for a provider. serve gives it its address.
func carelessClient(p *hostile.Provider, holes naive.ClientHoles) *naive.Client {
	timeout := 2 * time.Second
	if holes.Unlimited { // 64 MiB take longer on a busy machine
		timeout = waittest.Patience
	}
	return &naive.Client{Issuer: p.Issuer, ClientID: p.ClientID, ClientSecret: p.ClientSecret, Timeout: timeout, Now: time.Now, Holes: holes}
}

// careless starts the careless client.
func careless(t *testing.T, p *hostile.Provider, holes naive.ClientHoles) string {
	t.Helper()
	return serve(t, carelessClient(p, holes))
}

// Each hole is found, and nothing else is reported. The client without holes passes everything.
func TestEachHoleIsFound(t *testing.T) {
	type holes = naive.ClientHoles
	for name, tt := range map[string]struct {
		holes holes
		fails []string
	}{
		"none": {},

		"state is looked up without the browser": {holes{AnyBrowser: true}, []string{"client.response.csrf"}},
		"state is ignored":                       {holes{IgnoreState: true}, []string{"client.response.state"}},
		"state is fixed":                         {holes{FixedState: true}, []string{"client.response.state-fresh"}},
		"iss is ignored":                         {holes{IgnoreIss: true}, []string{"client.response.iss"}},
		"the first of two codes":                 {holes{FirstCode: true}, []string{"client.response.duplicate"}},
		"error is ignored":                       {holes{IgnoreError: true}, []string{"client.response.error"}},
		"a response is accepted twice":           {holes{KeepLogin: true}, []string{"client.response.replay"}},
		"an error is a failure":                  {holes{FailOnError: true}, []string{"client.response.unknown-error"}},
		"an error is shown as it is":             {holes{ShowError: true}, []string{"client.response.script"}},
		"no PKCE":                                {holes{NoPKCE: true}, []string{"client.pkce.s256"}},
		"no PKCE and no nonce":                   {holes{NoPKCE: true, SkipNonce: true}, []string{"client.pkce.s256", "client.id-token.nonce", "client.response.injection"}},
		"the verifier is fixed":                  {holes{FixedVerifier: true}, []string{"client.pkce.verifier"}},

		"no ID token":             {holes{NoIDToken: true}, []string{"client.id-token.present"}},
		"iss of the ID token":     {holes{SkipIss: true}, []string{"client.id-token.iss"}},
		"aud":                     {holes{SkipAud: true}, []string{"client.id-token.aud"}},
		"other audiences":         {holes{OtherAuds: true}, []string{"client.id-token.aud"}},
		"azp":                     {holes{SkipAzp: true}, []string{"client.id-token.azp"}},
		"exp":                     {holes{SkipExp: true}, []string{"client.id-token.exp"}},
		"iat":                     {holes{SkipIat: true}, []string{"client.id-token.iat"}},
		"sub":                     {holes{SkipSub: true}, []string{"client.id-token.sub"}},
		"nonce":                   {holes{SkipNonce: true}, []string{"client.id-token.nonce"}},
		"nonce is fixed":          {holes{FixedNonce: true}, []string{"client.id-token.nonce-fresh"}},
		"at_hash":                 {holes{SkipAtHash: true}, []string{"client.id-token.at-hash"}},
		"the first of two claims": {holes{FirstClaim: true}, []string{"client.id-token.duplicate"}},
		"claims in any case":      {holes{AnyCase: true}, []string{"client.id-token.case"}},
		"alg none":                {holes{AllowNone: true}, []string{"client.id-token.alg-none"}},
		"HMAC, public key":        {holes{HMACPublicKey: true}, []string{"client.id-token.hmac-public-key"}},
		"HMAC, client secret":     {holes{HMACSecret: true}, []string{"client.id-token.hmac-client-secret"}},
		"no signature":            {holes{SkipSignature: true}, []string{"client.id-token.foreign-key", "client.id-token.own-key", "client.id-token.tampered"}},
		"a key that is unknown":   {holes{UnknownKey: true}, []string{"client.id-token.kid-unknown", "client.id-token.own-key"}},
		"a key of the token":      {holes{TrustJWK: true}, []string{"client.id-token.own-key"}},

		"any metadata":     {holes{AnyMetadata: true}, []string{"client.metadata.issuer"}},
		"all keys or none": {holes{AllOrNoKeys: true}, []string{"client.jwks.unreadable"}},
		"redirects":        {holes{FollowRedirects: true}, []string{"client.token.redirect", "client.userinfo.redirect"}},
		"any token type":   {holes{AnyTokenType: true}, []string{"client.token.type"}},
		"any size":         {holes{Unlimited: true}, []string{"client.token.size"}},
		"any UserInfo":     {holes{AnyUserinfo: true}, []string{"client.userinfo.sub"}},

		"a name as it is":        {holes{ShowName: true}, []string{"client.page.claims"}},
		"a token in the page":    {holes{ShowToken: true}, []string{"client.page.tokens"}},
		"a readable verifier":    {holes{VerifierOut: true}, []string{"client.page.secrets"}},
		"the session id is kept": {holes{KeepSession: true}, []string{"client.session.fixation"}},
		"a readable session":     {holes{Readable: true}, []string{"client.session.httponly"}},
		"a session for any site": {holes{AnySite: true}, []string{"client.session.samesite"}},
		"any address at the end": {holes{AnyReturn: true}, []string{"client.return-to"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := provider(t)
			address := careless(t, p, tt.holes)
			found := check(t, p, clientcheck.Options{StartURL: address + "/login", SignedIn: address + "/", ReturnParam: "return_to", Skip: []string{"client.token.slow"}})
			want(t, "failed", found[report.Fail], tt.fails...)
			want(t, "could not be tested", found[report.Error])
		})
	}
}

// The same for a client with proofs of possession.
func TestEachHoleOfProofsIsFound(t *testing.T) {
	for name, tt := range map[string]struct {
		holes naive.ClientHoles
		fails []string
	}{
		"none":                 {naive.ClientHoles{}, nil},
		"proofs for elsewhere": {naive.ClientHoles{OtherTarget: true}, []string{"client.dpop.proof"}},
		"no nonce":             {naive.ClientHoles{IgnoreNonce: true}, []string{"client.dpop.nonce"}},
		"one proof for all":    {naive.ClientHoles{OldProof: true}, []string{"client.dpop.proof", "client.dpop.fresh", "client.dpop.nonce"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := provider(t)
			client := carelessClient(p, tt.holes)
			client.Proofs = signer(t)
			address := serve(t, client)
			found := check(t, p, clientcheck.Options{StartURL: address + "/login", SignedIn: address + "/", Only: []string{"client.dpop", "client.token.type"}})
			want(t, "failed", found[report.Fail], tt.fails...)
			want(t, "could not be tested", found[report.Error])
			want(t, "skipped", found[report.Skip])
		})
	}
}

func signer(t *testing.T) *dpop.Signer {
	t.Helper()
	key, err := jose.Generate("ES256", "")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := dpop.NewSigner(key.Signer)
	if err != nil {
		t.Fatal(err)
	}
	return signer
}

// A session cookie must be Secure, where it can be.
func TestACookieWithoutSecureIsFoundOnHTTPS(t *testing.T) {
	for name, tt := range map[string]struct {
		holes   naive.ClientHoles
		outcome report.Outcome
	}{
		"Secure":         {naive.ClientHoles{}, report.Pass},
		"without Secure": {naive.ClientHoles{Insecure: true}, report.Fail},
	} {
		t.Run(name, func(t *testing.T) {
			p := provider(t)
			client := carelessClient(p, tt.holes)
			server := httptest.NewTLSServer(client)
			defer server.Close()
			client.Address = server.URL
			roots := x509.NewCertPool()
			roots.AddCert(server.Certificate())
			found := check(t, p, clientcheck.Options{StartURL: server.URL + "/login", SignedIn: server.URL + "/", RootCAs: roots, Only: []string{"client.session.secure"}})
			want(t, name, found[tt.outcome], "client.session.secure")
		})
	}
}

// A client that asks for the response in a form is attacked in the same way.
func TestTheResponseMayBeAForm(t *testing.T) {
	p := provider(t)
	client := carelessClient(p, naive.ClientHoles{IgnoreIss: true})
	client.FormPost = true
	address := serve(t, client)
	found := check(t, p, clientcheck.Options{StartURL: address + "/login", SignedIn: address + "/", Only: []string{"client.response"}})
	want(t, "failed", found[report.Fail], "client.response.iss")
	want(t, "could not be tested", found[report.Error])
	want(t, "skipped", found[report.Skip], "client.response.replay")
}

// A client that signs nobody in any more has passed every other attack, for a reason that says nothing.
func TestAClientThatLocksUsOutIsFound(t *testing.T) {
	p := provider(t)
	client, left := carelessClient(p, naive.ClientHoles{}), 3 // two honest sign-ins, and one that the user refuses
	address := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/login" {
			left--
		}
		if left < 0 {
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		client.ServeHTTP(w, r)
	}))
	client.Address = address
	found := check(t, p, clientcheck.Options{StartURL: address + "/login", SignedIn: address + "/", Only: []string{"client.still-works"}})
	want(t, "failed", found[report.Fail], "client.still-works")
}

// The attack lasts as long as the client waits, so the table does without it.
func TestTheClientThatWaitsForeverIsFound(t *testing.T) {
	for name, tt := range map[string]struct {
		holes    naive.ClientHoles
		patience time.Duration
		outcome  report.Outcome
	}{
		"it waits forever":   {naive.ClientHoles{Patient: true}, 5 * time.Second, report.Fail},
		"it waits 2 seconds": {naive.ClientHoles{}, time.Minute, report.Pass},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := provider(t)
			address := careless(t, p, tt.holes)
			found := check(t, p, clientcheck.Options{StartURL: address + "/login", SignedIn: address + "/", Patience: tt.patience, Only: []string{"client.token.slow"}})
			want(t, name, found[tt.outcome], "client.token.slow")
		})
	}
}

// Without a page for users who are signed in, the end of a sign-in tells as much, if the page names the user.
func TestTheEndOfASignInTellsAsMuch(t *testing.T) {
	p := provider(t)
	address := careless(t, p, naive.ClientHoles{SkipNonce: true, KeepSession: true, Readable: true, AnyUserinfo: true})
	found := check(t, p, clientcheck.Options{StartURL: address + "/login", Skip: []string{"client.token.slow"}})
	want(t, "failed", found[report.Fail], "client.id-token.nonce", "client.session.fixation", "client.session.httponly", "client.userinfo.sub")
	want(t, "could not be tested", found[report.Error])
}
