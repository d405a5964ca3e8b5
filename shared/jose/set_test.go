package jose_test

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"maps"
	"math/big"
	"strings"
	"testing"

	"quartet.example/shared/jose"
)

// member returns the key in JSON with changes; nil removes a member.
func member(t testing.TB, key jose.SigningKey, change map[string]any) string {
	t.Helper()
	raw, err := key.Public().MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	members := map[string]any{}
	if err := json.Unmarshal(raw, &members); err != nil {
		t.Fatal(err)
	}
	maps.Copy(members, change)
	maps.DeleteFunc(members, func(_ string, value any) bool { return value == nil })
	raw, err = json.Marshal(members)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func finds(set jose.Set, kid, alg string) bool {
	_, err := set.Find(nil, jose.Header{KeyID: kid, Algorithm: alg}) //nolint:staticcheck // a Set does not use the context
	return err == nil
}

// RFC 7517 §5: a key that cannot be used is skipped, and the others are used.
func TestWhatCannotBeUsedIsLeftOut(t *testing.T) {
	ec, ed, strong := newKey(t, "ES256"), newKey(t, "EdDSA"), newKey(t, "RS256")
	other := newKey(t, "ES256")
	for name, tt := range map[string]struct {
		member string
		want   error // nil: any
	}{
		"a string": {`"key"`, nil}, "null": {`null`, nil}, "no members": {`{}`, nil}, "another kty": {`{"kty":"AKP","pub":"AA"}`, nil},
		"kid is a number":                      {member(t, ec, map[string]any{"kid": 7}), nil},
		"kty in another case":                  {member(t, ec, map[string]any{"kty": "ec"}), nil},
		"members in another case":              {strings.Replace(member(t, ec, nil), `"kty"`, `"KTY"`, 1), nil},
		"a member twice":                       {`{"alg":"ES256",` + member(t, ec, nil)[1:], nil},
		"for encryption":                       {member(t, ec, map[string]any{"use": "enc"}), nil},
		"for other operations":                 {member(t, ec, map[string]any{"key_ops": []string{"encrypt"}}), nil},
		"for an algorithm of another type":     {member(t, ec, map[string]any{"alg": "RS256"}), nil},
		"for HMAC":                             {member(t, ec, map[string]any{"alg": "HS256"}), nil},
		"a point that is not on the curve":     {member(t, ec, map[string]any{"y": coordinate(t, other, "y")}), nil},
		"a coordinate with a leading zero":     {member(t, ec, map[string]any{"x": "AA" + coordinate(t, ec, "x")}), nil},
		"a coordinate in another spelling":     {member(t, ec, map[string]any{"x": coordinate(t, ec, "x") + "="}), nil},
		"an Ed25519 key of 31 octets":          {member(t, ed, map[string]any{"x": coordinate(t, ed, "x")[:41]}), nil},
		"X25519":                               {member(t, ed, map[string]any{"crv": "X25519"}), nil},
		"secp256k1":                            {member(t, ec, map[string]any{"crv": "secp256k1"}), nil},
		"RSA with exponent 1":                  {member(t, strong, map[string]any{"e": "AQ"}), nil},
		"RSA with an even exponent":            {member(t, strong, map[string]any{"e": "AQAC"}), nil},
		"RSA with an exponent of 40 bits":      {member(t, strong, map[string]any{"e": "AQAAAAE"}), nil},
		"RSA with a leading zero":              {member(t, strong, map[string]any{"n": "AA" + coordinate(t, strong, "n")}), nil},
		"RSA of 1024 bits":                     {member(t, strong, map[string]any{"n": modulus(1024)}), nil},
		"RSA of 16385 bits":                    {member(t, strong, map[string]any{"n": modulus(16385)}), nil},
		"a private key":                        {member(t, ec, map[string]any{"d": "AAAA"}), jose.ErrPrivate},
		"a private key, d is no string":        {member(t, ec, map[string]any{"d": json.RawMessage("null")}), jose.ErrPrivate},
		"a private RSA key without d":          {member(t, strong, map[string]any{"p": "AAAA"}), jose.ErrPrivate},
		"a symmetric key":                      {`{"kty":"oct","k":"c2VjcmV0"}`, jose.ErrPrivate},
		"a symmetric key that leaves k out":    {`{"kty":"oct","alg":"HS256"}`, jose.ErrPrivate},
		"an algorithm that is not on the list": {member(t, newKey(t, "ES384"), nil), nil},
	} {
		t.Run(name, func(t *testing.T) {
			set, err := jose.ParseSet([]byte(`{"keys":[`+tt.member+`,`+member(t, ec, map[string]any{"kid": "good"})+`]}`), jose.KeyRules{Algorithms: []string{"ES256", "EdDSA", "RS256"}})
			if err != nil || len(set.Keys) != 1 || !finds(set, "good", "ES256") {
				t.Fatalf("got %+v, %v, want the good key alone", set, err)
			}
			if len(set.Skipped) != 1 || tt.want != nil && !errors.Is(set.Skipped[0], tt.want) {
				t.Errorf("skipped: got %v, want %v", set.Skipped, tt.want)
			}
		})
	}
}

func coordinate(t testing.TB, key jose.SigningKey, name string) string {
	var members map[string]string
	if err := json.Unmarshal([]byte(member(t, key, nil)), &members); err != nil {
		t.Fatal(err)
	}
	return members[name]
}

func modulus(bits int) string {
	n := new(big.Int).Lsh(big.NewInt(1), uint(bits-1))
	return base64.RawURLEncoding.EncodeToString(n.SetBit(n, 0, 1).Bytes())
}

// RFC 7517 §5.1: these documents are not key sets, and do not withdraw keys.
func TestDocumentsThatAreNoSets(t *testing.T) {
	for _, document := range []string{``, `null`, `[]`, `{}`, `{"keys":null}`, `{"keys":{}}`, `{"keys":"x"}`, `{"KEYS":[]}`, `{"keys":[]}x`, `{"error":"later"}`, `<html>`, `{"keys":[` + strings.Repeat(`{},`, 300) + `{}]}`} {
		if set, err := jose.ParseSet([]byte(document), jose.KeyRules{}); err == nil {
			t.Errorf("%.40s: got %+v, want an error", document, set)
		}
	}
	if set, err := jose.ParseSet([]byte(`{"keys":[]}`), jose.KeyRules{}); err != nil || len(set.Keys) != 0 {
		t.Errorf("a set of no keys: got %+v, %v", set, err)
	}
}

// RFC 8725 §3.1: a key is used for one algorithm only.
func TestWhichAlgorithmAKeyIsFor(t *testing.T) {
	ec, ed, strong := newKey(t, "ES256"), newKey(t, "EdDSA"), newKey(t, "RS256")
	document := `{"keys":[` + strings.Join([]string{
		member(t, ec, map[string]any{"alg": nil, "kid": "ec"}), member(t, ed, map[string]any{"alg": nil, "kid": "ed"}),
		member(t, ed, map[string]any{"alg": "Ed25519", "kid": "ed9864"}), member(t, strong, map[string]any{"alg": nil, "kid": "rsa"}),
		member(t, strong, map[string]any{"alg": "PS256", "kid": "ps"}), member(t, strong, map[string]any{"alg": "RS512", "kid": "rs512"}), member(t, ec, map[string]any{"kid": nil}),
	}, ",") + `]}`
	set, err := jose.ParseSet([]byte(document), jose.KeyRules{})
	if err != nil || len(set.Skipped) > 0 {
		t.Fatalf("got %v, %v", set.Skipped, err)
	}
	wide, err := jose.ParseSet([]byte(document), jose.KeyRules{RSA: []string{"RS256", "PS256"}})
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		set      jose.Set
		kid, alg string
		want     bool
	}{
		"P-256 without alg":                              {set, "ec", "ES256", true},
		"P-256 for RS256":                                {set, "ec", "RS256", false},
		"P-256 for HMAC":                                 {set, "ec", "HS256", false},
		"Ed25519 by its old name":                        {set, "ed", "EdDSA", true},
		"Ed25519 by its name of RFC 9864":                {set, "ed", "Ed25519", true},
		"Ed25519 of RFC 9864 by its old name":            {set, "ed9864", "EdDSA", true},
		"RSA without alg":                                {set, "rsa", "RS256", true},
		"RSA without alg, for PS256":                     {set, "rsa", "PS256", false},
		"RSA without alg, for PS256, where rules say so": {wide, "rsa", "PS256", true},
		"RSA without alg, for RS512, where rules do not": {wide, "rsa", "RS512", false},
		"PS256":           {set, "ps", "PS256", true},
		"PS256 for RS256": {wide, "ps", "RS256", false},
		"RS512":           {set, "rs512", "RS512", true},
		"unknown kid":     {set, "other", "ES256", false},
		"no kid, several": {set, "", "ES256", false},
		"no kid, one":     {set, "", "RS512", true},
		"no kid, none":    {set, "", "ES384", false},
	} {
		if got := finds(tt.set, tt.kid, tt.alg); got != tt.want {
			t.Errorf("%s: got %t, want %t", name, got, tt.want)
		}
	}
}

// The key of RFC 7638 §3.1.
func TestThumbprint(t *testing.T) {
	n, err := base64.RawURLEncoding.DecodeString("0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw")
	if err != nil {
		t.Fatal(err)
	}
	key, err := jose.NewKey(&rsa.PublicKey{N: new(big.Int).SetBytes(n), E: 65537}, "2011-04-29", "RS256")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := key.Thumbprint(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestAWeakKeyIsNoSigningKey(t *testing.T) {
	weak, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Skip("this Go makes no weak keys: ", err)
	}
	if _, err := jose.NewSigningKey(weak, "", ""); err == nil {
		t.Error("1024 bits: accepted")
	}
	if _, err := jose.NewSigningKey(newKey(t, "ES256").Signer, "", "ES384"); err == nil {
		t.Error("P-256 for ES384: accepted")
	}
}
