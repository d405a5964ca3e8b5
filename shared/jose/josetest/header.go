package josetest

import (
	"crypto/ecdsa"
	"encoding/asn1"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"slices"
	"strings"
	"testing"

	"quartet.example/shared/jose"
)

// headers returns attacks on alg, crit and typ.
func headers(t testing.TB, s *Subject) []attack {
	body := encode(s.payload(t, nil))
	var all []attack
	add := func(rule error, name, raw string) {
		all = append(all, attack{name: "header: " + name, raw: raw, rule: rule})
	}
	for _, alg := range []any{"none", "None", "NONE", "nOnE", " none", "none\u0000", "", nil, 7, []string{"none"}} {
		head := encode(s.header(t, s.Key, map[string]any{"alg": alg}))
		name, _ := json.Marshal(alg)
		add(jose.ErrAlgorithm, "alg "+string(name)+" without signature", head+"."+body+".")
		add(jose.ErrAlgorithm, "alg "+string(name)+" with one", sign(t, s.Key.Algorithm, s.Key.Signer, head, body))
	}
	for _, alg := range []string{"HS256", "HS384", "HS512"} {
		for name, secret := range secrets(t, s.Key) {
			add(jose.ErrAlgorithm, alg+" keyed with the public key, "+name, sign(t, alg, secret, encode(s.header(t, s.Key, map[string]any{"alg": alg})), body))
		}
	}
	for _, alg := range []string{"es256", "ES256K", "ES256 ", "ECDH-ES"} {
		add(jose.ErrAlgorithm, "alg "+alg, s.withHeader(t, map[string]any{"alg": alg}))
	}
	add(jose.ErrAlgorithm, "alg in another case only", s.withHeader(t, map[string]any{"alg": nil, "ALG": s.Key.Algorithm}))
	for name, crit := range map[string]any{"exp": []string{"exp"}, "b64": []string{"b64"}, "a string": "exp", "empty": []string{}, "null": json.RawMessage("null")} {
		add(jose.ErrCritical, "crit: "+name, s.withHeader(t, map[string]any{"crit": crit, "exp": 1}))
	}
	add(jose.ErrCritical, "b64 false, payload encoded", s.withHeader(t, map[string]any{"b64": false}))
	plain := s.payload(t, nil)
	add(nil, "b64 false, payload in clear", sign(t, s.Key.Algorithm, s.Key.Signer, encode(s.header(t, s.Key, map[string]any{"b64": false, "crit": []string{"b64"}})), plain))
	return append(all, types(t, s)...)
}

// types returns tokens with the typ of other kinds of token (RFC 8725 §3.11).
func types(t testing.TB, s *Subject) []attack {
	var all []attack
	for _, typ := range []any{
		nil, "", 7, "JWT", "at+jwt", "dpop+jwt", "secevent+jwt", "logout+jwt", "token-introspection+jwt", "client-authentication+jwt", "oauth-authz-req+jwt", "JOSE", "application/",
		s.Type + "x", "x/" + s.Type, "application/application/" + s.Type,
	} {
		if name, isText := typ.(string); s.accepts(typ) || isText && s.accepts(strings.ToLower(name)) {
			continue
		}
		name, _ := json.Marshal(typ)
		all = append(all, attack{name: "typ " + string(name), raw: s.withHeader(t, map[string]any{"typ": typ}), rule: jose.ErrType})
	}
	if s.Type != "" {
		all = append(all,
			attack{name: "typ in capitals", raw: s.withHeader(t, map[string]any{"typ": strings.ToUpper(s.Type)}), good: true},
			attack{name: "typ with its full media type", raw: s.withHeader(t, map[string]any{"typ": "application/" + s.Type}), good: true})
	}
	return all
}

func (s *Subject) accepts(typ any) bool {
	accepted := append([]string{s.Type}, s.Types...)
	if typ == nil {
		return slices.Contains(accepted, "")
	}
	name, isText := typ.(string)
	return isText && name != "" && slices.ContainsFunc(accepted, func(one string) bool { return strings.EqualFold(one, name) })
}

// keys returns tokens with unknown key IDs, and with keys that the attacker supplies (RFC 8725
// §3.10).
func keys(t testing.TB, s *Subject) []attack {
	if s.OwnKey {
		return nil
	}
	var all []attack
	for _, kid := range []any{"", "unknown", "../../../../dev/null", "' OR 1=1--", "\x00", strings.Repeat("k", 300), 1, map[string]any{"a": 1}, []string{s.Key.ID}, json.RawMessage("null"), s.Key.ID + " ", strings.ToUpper(s.Key.ID) + "X"} {
		name, _ := json.Marshal(kid)
		all = append(all, attack{name: "kid " + string(name[:min(len(name), 40)]), raw: s.withHeader(t, map[string]any{"kid": kid}), rule: jose.ErrKey})
	}
	evil := foreign(t)
	bare, err := evil.Public().MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]map[string]any{
		"jwk": {"jwk": json.RawMessage(bare)}, "jku": {"jku": "http://127.0.0.1:1/jwks"}, "x5u": {"x5u": "http://127.0.0.1:1/cert"}, "x5c": {"x5c": []string{"AAAA"}}, "its own kid": {"kid": evil.ID},
	} {
		all = append(all, attack{name: "a key brought along: " + name, raw: sign(t, evil.Algorithm, evil.Signer, encode(s.header(t, evil, change)), encode(s.payload(t, nil)))})
		if name != "its own kid" {
			all = append(all, attack{name: "ignored beside the right key: " + name, raw: s.withHeader(t, change), good: true})
		}
	}
	return all
}

// signatures returns tokens with an invalid signature.
func signatures(t testing.TB, s *Subject) []attack {
	good := s.withClaims(t, nil)
	parts := strings.Split(good, ".")
	signature, _ := base64.RawURLEncoding.DecodeString(parts[2])
	put := func(raw []byte) string {
		return parts[0] + "." + parts[1] + "." + base64.RawURLEncoding.EncodeToString(raw)
	}
	half := len(signature) / 2
	der, err := asn1.Marshal(struct{ R, S *big.Int }{new(big.Int).SetBytes(signature[:half]), new(big.Int).SetBytes(signature[half:])})
	if err != nil {
		t.Fatal(err)
	}
	flipped := slices.Clone(signature)
	flipped[half] ^= 1
	order := s.Key.Signer.Public().(*ecdsa.PublicKey).Params().N
	shifted := new(big.Int).Add(new(big.Int).SetBytes(signature[half:]), order).Bytes()
	evil := foreign(t)
	var all []attack
	for name, raw := range map[string]string{
		"none": put(nil), "cut off": put(signature[:half]), "an octet less": put(signature[1:]), "an octet more": put(append(slices.Clone(signature), 0)),
		"zero": put(make([]byte, len(signature))), "in DER": put(der), "a bit flipped": put(flipped), "s plus the order": put(append(slices.Clone(signature[:half]), shifted...)),
		"padded halves":    put(slices.Concat([]byte{0}, signature[:half], []byte{0}, signature[half:])),
		"payload tampered": parts[0] + "." + encode(s.payload(t, map[string]any{"sub": "admin", "tampered": true})) + "." + parts[2],
		"header tampered":  encode(s.header(t, s.Key, map[string]any{"x": 1})) + "." + parts[1] + "." + parts[2],
		"by a foreign key": sign(t, evil.Algorithm, evil.Signer, parts[0], parts[1]),
	} {
		all = append(all, attack{name: "signature: " + name, raw: raw, rule: jose.ErrSignature})
	}
	return all
}
