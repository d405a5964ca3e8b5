package josetest

import (
	"encoding/json"
	"testing"

	"quartet.example/shared/jose"
	"quartet.example/shared/jose/forge"
)

func encode(text string) string { return forge.Encode(text) }

// header returns the header of a valid token with changes; nil removes a member.
func (s *Subject) header(t testing.TB, key jose.SigningKey, change map[string]any) string {
	h := map[string]any{"alg": key.Algorithm}
	if s.OwnKey {
		bare, err := key.Public().Bare()
		if err != nil {
			t.Fatal(err)
		}
		h["jwk"] = json.RawMessage(bare)
	} else {
		h["kid"] = s.Key.ID
	}
	if s.Type != "" {
		h["typ"] = s.Type
	}
	return text(t, h, change)
}

// payload returns the payload of a valid token with changes; nil removes a claim.
func (s *Subject) payload(t testing.TB, change map[string]any) string {
	return text(t, s.Claims(), change)
}

func text(t testing.TB, members, change map[string]any) string {
	forge.Change(members, change)
	raw, err := json.Marshal(members)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// Sign signs claims under a header as they are, as forge.Sign does.
func Sign(t testing.TB, alg string, key any, header map[string]any, claims any) string {
	t.Helper()
	head, err := json.Marshal(header)
	if err != nil {
		t.Fatal(err)
	}
	body, err := jose.Encode(claims)
	if err != nil {
		t.Fatal(err)
	}
	return sign(t, alg, key, encode(string(head)), encode(string(body)))
}

// sign signs two segments without changing them.
func sign(t testing.TB, alg string, key any, header, payload string) string {
	t.Helper()
	token, err := forge.Sign(alg, key, header, payload)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// signed signs a header and a payload in JSON with the trusted key.
func (s *Subject) signed(t testing.TB, header, payload string) string {
	return sign(t, s.Key.Algorithm, s.Key.Signer, encode(header), encode(payload))
}

// withHeader returns a valid token with changes to its header, withClaims with changes to its
// claims.
func (s *Subject) withHeader(t testing.TB, change map[string]any) string {
	return s.signed(t, s.header(t, s.Key, change), s.payload(t, nil))
}

func (s *Subject) withClaims(t testing.TB, change map[string]any) string {
	return s.signed(t, s.header(t, s.Key, nil), s.payload(t, change))
}

// secrets returns the encodings of the public key that an attacker could use as an HMAC secret.
func secrets(t testing.TB, key jose.SigningKey) map[string][]byte {
	t.Helper()
	all, err := forge.Secrets(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func foreign(t testing.TB) jose.SigningKey {
	t.Helper()
	key, err := forge.Foreign("ES256")
	if err != nil {
		t.Fatal(err)
	}
	return key
}
