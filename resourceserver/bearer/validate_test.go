package bearer_test

import (
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"quartet.example/resourceserver/bearer"
	"quartet.example/resourceserver/internal/issuertest"
	"quartet.example/shared/accesstoken"
	"quartet.example/shared/jose"
	"quartet.example/shared/jose/josetest"
)

const before = "rs.token.present rs.token.scheme rs.token.location "

// passed lists the checks of a valid bearer token, in order.
const passed = before + "rs.token.format rs.jwt.iss rs.jwt.alg_allow rs.jwt.crit rs.jwt.typ rs.jwt.kid_known rs.jwt.sig rs.aud rs.jwt.exp rs.jwt.claims rs.dpop.bound rs.scope"

func TestEveryRuleThatPassesIsReportedInOrder(t *testing.T) {
	r := start(t)
	raw := r.issuer.Token(t, r.clock.Now())
	for _, name := range []string{"first seen", "seen before"} {
		t.Run(name, func(t *testing.T) {
			status, results, w := r.with(t, raw)
			if status != http.StatusOK || ids(results) != passed {
				t.Errorf("got %d %s %s, want 200 %s", status, ids(results), w.Body, passed)
			}
		})
	}
}

type claims = accesstoken.Claims

// Each token has one fault, and this check, and no other, must refuse it.
func TestTokenDiesAtItsCheck(t *testing.T) {
	r := start(t)
	now, key := r.clock.Now(), r.issuer.Key()
	with := func(change func(*claims)) string { return r.issuer.Token(t, now, change) }
	head := func(name string, value any) string {
		header := issuertest.Header(key)
		if header[name] = value; value == nil {
			delete(header, name)
		}
		return josetest.Sign(t, key.Algorithm, key.Signer, header, r.issuer.Claims(now))
	}
	unsigned := func(alg any, tail string) string {
		header := issuertest.Header(key)
		if header["alg"] = alg; alg == nil {
			delete(header, "alg")
		}
		return segment(t, header) + "." + segment(t, r.issuer.Claims(now)) + tail
	}
	good := r.issuer.Token(t, now)
	parts := strings.Split(good, ".")
	public, _ := key.Signer.Public().(*ecdsa.PublicKey).Bytes()
	hmac := issuertest.Header(key)
	hmac["alg"] = "HS256"
	evil := issuertest.NewKey(t, key.ID)
	brought := issuertest.Header(key)
	brought["jwk"] = issuertest.JWK(t, evil.Signer.Public(), key.ID, "ES256")
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	rs := issuertest.Header(key)
	rs["alg"] = "RS256"
	idToken := issuertest.Header(key)
	idToken["typ"] = "JWT"

	for name, tt := range map[string]struct{ raw, check string }{
		"F-05 one segment":                 {"abc", "rs.token.format"},
		"F-05 two segments":                {parts[0] + "." + parts[1], "rs.token.format"},
		"F-05 five segments, a JWE":        {good + ".a.b", "rs.token.format"},
		"F-05 bad base64":                  {parts[0] + "." + parts[1] + "+." + parts[2], "rs.token.format"},
		"F-05 empty payload":               {parts[0] + ".." + parts[2], "rs.token.format"},
		"F-05 only dots":                   {"..", "rs.token.format"},
		"F-05 header is an array":          {"W10." + parts[1] + "." + parts[2], "rs.token.format"},
		"O-18 huge token":                  {good + strings.Repeat("A", 100_000), "rs.token.format"},
		"F-06 exp = now-90s":               {with(func(c *claims) { c.ExpiresAt = jose.NewTime(now.Add(-90 * time.Second)) }), "rs.jwt.exp"},
		"F-06 nbf = now+10min":             {with(func(c *claims) { c.NotBefore = jose.NewTime(now.Add(10 * time.Minute)) }), "rs.jwt.exp"},
		"F-06 iat = now+10min":             {with(func(c *claims) { c.IssuedAt = jose.NewTime(now.Add(10 * time.Minute)) }), "rs.jwt.exp"},
		"F-06 no exp":                      {with(func(c *claims) { c.ExpiresAt = jose.Time{} }), "rs.jwt.claims"},
		"no client_id":                     {with(func(c *claims) { c.ClientID = "" }), "rs.jwt.claims"},
		"no jti":                           {with(func(c *claims) { c.ID = "" }), "rs.jwt.claims"},
		"no sub":                           {with(func(c *claims) { c.Subject = "" }), "rs.jwt.claims"},
		"F-08 iss with a trailing slash":   {with(func(c *claims) { c.Issuer += "/" }), "rs.jwt.iss"},
		"F-08 iss in other case":           {with(func(c *claims) { c.Issuer = strings.ToUpper(c.Issuer) }), "rs.jwt.iss"},
		"F-08 iss with another scheme":     {with(func(c *claims) { c.Issuer = strings.Replace(c.Issuer, "http", "https", 1) }), "rs.jwt.iss"},
		"F-08 iss of a sibling tenant":     {with(func(c *claims) { c.Issuer += "/tenant2" }), "rs.jwt.iss"},
		"F-08 no iss":                      {with(func(c *claims) { c.Issuer = "" }), "rs.jwt.iss"},
		"F-09 no aud":                      {with(func(c *claims) { c.Audience = nil }), "rs.aud"},
		"F-09 aud of another resource":     {with(func(c *claims) { c.Audience = jose.Audience{"http://other.localhost"} }), "rs.aud"},
		"F-09 aud is the client_id":        {with(func(c *claims) { c.Audience = jose.Audience{"notes"} }), "rs.aud"},
		"F-09 aud is a prefix of ours":     {with(func(c *claims) { c.Audience = jose.Audience{issuertest.Resource[:20]} }), "rs.aud"},
		"F-09 aud is an array without us":  {with(func(c *claims) { c.Audience = jose.Audience{"a", "b"} }), "rs.aud"},
		"F-27 token for another resource":  {with(func(c *claims) { c.Audience = jose.Audience{"https://r2.example"} }), "rs.aud"},
		"F-10 alg none":                    {unsigned("none", "."), "rs.jwt.alg_allow"},
		"F-10 alg None":                    {unsigned("None", "."), "rs.jwt.alg_allow"},
		"F-10 alg NONE":                    {unsigned("NONE", "."), "rs.jwt.alg_allow"},
		"F-10 alg nOnE":                    {unsigned("nOnE", "."), "rs.jwt.alg_allow"},
		"F-10 alg empty":                   {unsigned("", "."), "rs.jwt.alg_allow"},
		"F-10 alg missing":                 {unsigned(nil, "."), "rs.jwt.alg_allow"},
		"F-10 alg is a number":             {unsigned(7, "."), "rs.jwt.alg_allow"},
		"F-10 alg none, last dot dropped":  {unsigned("none", ""), "rs.token.format"},
		"F-10 signature dropped":           {parts[0] + "." + parts[1] + ".", "rs.jwt.sig"},
		"HS256 keyed with the public key":  {josetest.Sign(t, "HS256", public, hmac, r.issuer.Claims(now)), "rs.jwt.alg_allow"},
		"another algorithm than the key's": {josetest.Sign(t, "RS256", rsaKey, rs, r.issuer.Claims(now)), "rs.jwt.kid_known"},
		"jwk in the header is ignored":     {josetest.Sign(t, evil.Algorithm, evil.Signer, brought, r.issuer.Claims(now)), "rs.jwt.sig"},
		"crit":                             {head("crit", []string{"exp"}), "rs.jwt.crit"},
		"crit that is no list":             {head("crit", "b64"), "rs.jwt.crit"},
		"F-15 kid is a path":               {head("kid", "../../../../dev/null"), "rs.jwt.kid_known"},
		"F-15 kid is SQL":                  {head("kid", "' OR 1=1--"), "rs.jwt.kid_known"},
		"F-15 kid is NUL":                  {head("kid", "\x00"), "rs.jwt.kid_known"},
		"F-15 kid of 5 KB":                 {head("kid", strings.Repeat("k", 5<<10)), "rs.jwt.kid_known"},
		"F-15 kid of 10 KB":                {head("kid", strings.Repeat("k", 10<<10)), "rs.token.format"},
		"F-15 kid is a URL":                {head("kid", "http://evil.example/keys"), "rs.jwt.kid_known"},
		"F-15 kid is a number":             {head("kid", 1), "rs.jwt.kid_known"},
		"F-15 kid is an object":            {head("kid", map[string]any{"a": 1}), "rs.jwt.kid_known"},
		"F-15 kid is empty":                {head("kid", ""), "rs.jwt.kid_known"},
		"signature by another key":         {josetest.Sign(t, evil.Algorithm, evil.Signer, issuertest.Header(key), r.issuer.Claims(now)), "rs.jwt.sig"},
		"payload changed":                  {parts[0] + "." + segment(t, r.issuer.Claims(now.Add(time.Hour))) + "." + parts[2], "rs.jwt.sig"},
		"F-17 ID token":                    {josetest.Sign(t, key.Algorithm, key.Signer, idToken, r.issuer.Claims(now)), "rs.jwt.typ"},
		"F-17 no typ":                      {head("typ", nil), "rs.jwt.typ"},
		"F-17 logout token":                {head("typ", "logout+jwt"), "rs.jwt.typ"},
		"F-21 scope is a prefix":           {with(func(c *claims) { c.Scope = "notes:reader" }), "rs.scope"},
		"F-21 scope in other case":         {with(func(c *claims) { c.Scope = "NOTES:READ" }), "rs.scope"},
		"F-21 no scope":                    {with(func(c *claims) { c.Scope = "" }), "rs.scope"},
		"F-21 scope breaks the grammar":    {with(func(c *claims) { c.Scope = "notes:read  notes:write" }), "rs.scope"},
	} {
		t.Run(name, func(t *testing.T) {
			status, results, w := r.with(t, tt.raw)
			want := passed[:strings.Index(passed, tt.check)] + "!" + tt.check
			if got := ids(results); got != want {
				t.Errorf("checks:\n got %s\nwant %s", got, want)
			}
			wantStatus := http.StatusUnauthorized
			wantCode := `error="invalid_token"`
			if tt.check == "rs.scope" {
				wantStatus, wantCode = http.StatusForbidden, `error="insufficient_scope"`
			}
			challenge := w.Header().Get("WWW-Authenticate")
			if status != wantStatus || !strings.Contains(challenge, wantCode) {
				t.Errorf("got %d %s, want %d with %s", status, challenge, wantStatus, wantCode)
			}
			for i := 0; i+16 <= min(len(tt.raw), 400); i += 16 { // O-09: the response contains no part of the token
				if strings.Contains(challenge+w.Body.String(), tt.raw[i:i+16]) {
					t.Errorf("the answer holds a part of the token: %s %s", challenge, w.Body)
				}
			}
		})
	}
}

func segment(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

func TestGoodVariationsPass(t *testing.T) {
	r := start(t)
	now, key := r.clock.Now(), r.issuer.Key()
	for name, raw := range map[string]string{
		"F-06 exp = now-5s, within the skew": r.issuer.Token(t, now, func(c *claims) { c.ExpiresAt = jose.NewTime(now.Add(-5 * time.Second)) }),
		"F-09 aud is an array with us":       r.issuer.Token(t, now, func(c *claims) { c.Audience = jose.Audience{"a", issuertest.Resource} }),
		"typ application/at+jwt":             signed(t, r, "typ", "application/at+jwt"),
		"typ in other case":                  signed(t, r, "typ", "AT+JWT"),
		"jku and x5u are not followed":       signed(t, r, "jku", "http://127.0.0.1:1/evil"),
		"F-15 no kid, one key":               signed(t, r, "kid", nil),
	} {
		t.Run(name, func(t *testing.T) {
			if status, results, _ := r.with(t, raw); status != http.StatusOK {
				t.Errorf("got %d %s, want 200", status, ids(results))
			}
		})
	}
	r.issuer.Publish(t, key, issuertest.NewKey(t, "k2"))
	r.clock.Move(time.Minute)
	r.with(t, signed(t, r, "kid", "unknown")) // causes a fetch of the keys
	if status, _, _ := r.with(t, signed(t, r, "kid", nil)); status != http.StatusUnauthorized {
		t.Errorf("F-15 no kid, two keys: got %d, want 401", status)
	}
}

func signed(t *testing.T, r *rig, name string, value any) string {
	key := r.issuer.Key()
	header := issuertest.Header(key)
	if header[name] = value; value == nil {
		delete(header, name)
	}
	c := r.issuer.Claims(r.clock.Now())
	c.ID += name // another token than the one in the cache
	return josetest.Sign(t, key.Algorithm, key.Signer, header, c)
}

func TestSeenTokenStillExpires(t *testing.T) {
	r := start(t)
	raw := r.issuer.Token(t, r.clock.Now())
	r.with(t, raw)
	r.clock.Move(5*time.Minute + 29*time.Second)
	if status, _, _ := r.with(t, raw); status != http.StatusOK {
		t.Errorf("within the skew: got %d, want 200", status)
	}
	r.clock.Move(2 * time.Second)
	status, results, _ := r.with(t, raw)
	if status != http.StatusUnauthorized || !strings.HasSuffix(ids(results), "rs.aud !rs.jwt.exp") {
		t.Errorf("after it: got %d %s, want 401 at rs.jwt.exp", status, ids(results))
	}
}

func TestCacheIsBounded(t *testing.T) {
	r := start(t, func(c *bearer.Config) { c.CacheSize = 16 })
	for i := range 100 {
		raw := r.issuer.Token(t, r.clock.Now(), func(c *claims) { c.ID = strings.Repeat("j", i+1) })
		for range 2 {
			if status, _, _ := r.with(t, raw); status != http.StatusOK {
				t.Fatalf("token %d: got %d, want 200", i, status)
			}
		}
	}
}

func TestSeveralScopesAreAllNeeded(t *testing.T) { // RFC 6750 §3.1
	r := start(t)
	r.api = r.v.Require("notes:read", "notes:write")(http.NotFoundHandler())
	status, _, w := r.with(t, r.issuer.Token(t, r.clock.Now(), func(c *claims) { c.Scope = "notes:read" }))
	if want := `scope="notes:read notes:write"`; status != http.StatusForbidden || !strings.Contains(w.Header().Get("WWW-Authenticate"), want) {
		t.Errorf("got %d %v, want 403 with %s", status, w.Header(), want)
	}
	if status, _, _ := r.with(t, r.issuer.Token(t, r.clock.Now())); status != http.StatusNotFound {
		t.Errorf("with both: got %d, want the handler", status)
	}
}
