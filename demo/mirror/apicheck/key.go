package apicheck

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"math/big"
	"strings"

	"quartet.example/shared/jose"
)

func keyChecks() []check {
	return []check{
		{Defence: Defence{
			ID: "api.key.foreign", Title: "refuses tokens that are signed with a foreign key",
			Attack: "The kid is that of the issuer, and the signature is by a key of the attacker.",
			Spec:   "RFC 7515 §5.2, RFC 9068 §4",
			Fix:    "Verify the signature. Functions named decode or parse often do not.",
		}, attack: refuses(func(f *forger) []attempt {
			return []attempt{{name: "a foreign key under the kid of the issuer", token: f.signed(f.foreign, object{"kid": f.key.ID}, nil)}}
		})},
		{Defence: Defence{
			ID: "api.key.kid", Title: "refuses unknown and malformed kid values",
			Attack: "The kid is unknown, missing, a path, SQL, very long or not a string, and the signature is by a key that the attacker knows: the content of the file, or the result of the query.",
			Spec:   "RFC 7515 §4.1.4, RFC 8725 §3.10",
			Fix:    "Use kid only to look up a key in the key set of the issuer. Never use it in a path, a query or a command.",
		}, statuses: malformed, attack: refuses(kids)},
		{Defence: Defence{
			ID: "api.key.other", Advice: true, Title: "uses only the key that kid names",
			Attack: "The token is signed with one key of the issuer, and kid names another one. An API that tries all keys accepts keys that are published for another purpose.",
			Spec:   "RFC 7515 §4.1.4, RFC 8725 §3.10",
			Fix:    "Find the key by kid. If the key does not verify the signature, refuse the token.",
		}, attack: refuses(func(f *forger) []attempt {
			return []attempt{{name: "kid of the other key", token: f.signed(f.second, object{"kid": f.key.ID}, nil)}}
		})},
		{Defence: Defence{
			ID: "api.key.embedded", Title: "ignores keys and certificates in the header of a token",
			Attack: "The token has the key of the attacker, in jwk or x5c, or a URL that leads to it, in jku or x5u.",
			Spec:   "RFC 8725 §3.10, RFC 7515 §4.1.2, §4.1.3, §4.1.5, §4.1.6",
			Fix:    "Take keys only from the key set of the issuer, whose address is in the settings or in its metadata.",
		}, attack: refuses(embedded)},
		{Defence: Defence{
			ID: "api.key.urls", Title: "requests no URL that a token names",
			Attack: "The header has jku and x5u, and iss names another server. An API that requests these URLs sends requests for an attacker into its own network.",
			Spec:   "RFC 8725 §3.10",
			Fix:    "Do not read jku and x5u, and compare iss with the settings before anything is fetched for it.",
		}, attack: urls},
	}
}

func kids(f *forger) []attempt {
	var all []attempt
	add := func(name, token string) { all = append(all, attempt{name: "kid " + name, token: token}) }
	for _, kid := range []string{"unknown", "../../../../../../etc/hostname", "' OR '1'='1", "\x00", strings.Repeat("k", 3000)} {
		add(fmt.Sprintf("%.30q", kid), f.signed(f.foreign, object{"kid": kid}, nil))
	}
	for _, kid := range []any{7, object{"a": 1}, []string{f.key.ID}} {
		add(fmt.Sprint(kid), f.signed(f.foreign, object{"kid": kid}, nil))
	}
	add("missing", f.signed(f.foreign, object{"kid": nil}, nil))
	for _, known := range []struct{ kid, secret string }{ // the secrets that these kids lead to in a careless API
		{"../../../../../../dev/null", ""}, {"/dev/null", ""}, {"x' UNION SELECT 'secret", "secret"}, {"", ""},
	} {
		head := f.header(f.key, object{"alg": "HS256", "kid": known.kid})
		add(fmt.Sprintf("%q and HS256", known.kid), f.sign("HS256", []byte(known.secret), head, f.claims(nil)))
	}
	return all
}

func embedded(f *forger) []attempt {
	jwk, err := member(f.foreign, nil)
	f.note(err)
	trap := f.issuer.url + trapPath
	var all []attempt
	for _, by := range []struct {
		name   string
		member object
	}{
		{"jwk", object{"jwk": jwk}}, {"jku", object{"jku": trap + "jwks"}}, {"x5c", object{"x5c": []string{certificate(f, f.foreign)}}}, {"x5u", object{"x5u": trap + "cert"}},
	} {
		for _, kid := range []any{f.key.ID, f.foreign.ID, nil} {
			name := map[any]string{f.key.ID: "kid of the issuer", f.foreign.ID: "kid of the attacker", nil: "no kid"}[kid]
			all = append(all, attempt{name: by.name + ", " + name, token: f.signed(f.foreign, changed(by.member, object{"kid": kid}), nil)})
		}
	}
	return all
}

// certificate returns a certificate of the key, signed by itself, as a member of x5c (RFC 7515 §4.1.6).
func certificate(f *forger, key jose.SigningKey) string {
	now := f.Now()
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: now.Add(-lifetime), NotAfter: now.Add(lifetime)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Signer.Public(), key.Signer)
	f.note(err)
	return base64.StdEncoding.EncodeToString(der)
}

// urls looks for requests to the URLs in tokens. The tokens of api.key.embedded may have caused them.
func urls(ctx context.Context, r *run) ([]string, error) {
	f := &forger{run: r}
	trap := r.issuer.url + trapPath
	all := []attempt{
		{name: "jku", token: f.withHeader(object{"jku": trap + "jwks", "kid": "unknown"})},
		{name: "x5u", token: f.withHeader(object{"x5u": trap + "cert", "kid": "unknown"})},
		{name: "iss", token: f.withClaims(object{"iss": trap + "issuer"})},
	}
	if f.err != nil {
		return nil, f.err
	}
	for _, a := range all {
		if _, err := r.send(ctx, a); err != nil {
			return nil, err
		}
	}
	if n := r.issuer.trapped.Load(); n > 0 {
		return []string{fmt.Sprintf("%d requests for URLs that only tokens named", n)}, nil
	}
	return nil, nil
}
