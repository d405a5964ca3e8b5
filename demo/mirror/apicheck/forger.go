package apicheck

import (
	"encoding/json"
	"maps"
	"time"

	"quartet.example/shared/jose"
	"quartet.example/shared/jose/forge"
	"quartet.example/shared/oauth"
)

const lifetime = 5 * time.Minute // of a valid token

// object is a JSON object.
type object = map[string]any

// forger makes the tokens of one attack. After an error it makes no more, and err has the error.
type forger struct {
	*run
	err error
}

// valid returns a token that the API must accept. Each one has a jti of its own, so that an API with a
// cache verifies it anew.
func (f *forger) valid() string { return f.signed(f.key, nil, nil) }

// signed returns a token with changes to the header and to the claims of a valid one. A member that is
// changed to nil is left out.
func (f *forger) signed(key jose.SigningKey, header, claims object) string {
	return f.sign(key.Algorithm, key.Signer, f.header(key, header), f.claims(claims))
}

// withHeader and withClaims return a token with a valid signature by the key of the issuer.
func (f *forger) withHeader(changes object) string { return f.signed(f.key, changes, nil) }
func (f *forger) withClaims(changes object) string { return f.signed(f.key, nil, changes) }

// header and claims return the two parts of a token as JSON.
func (f *forger) header(key jose.SigningKey, changes object) string {
	return f.text(changed(object{"typ": f.Typ, "alg": key.Algorithm, "kid": key.ID}, changes))
}

func (f *forger) claims(changes object) string { return f.text(changed(f.validClaims(), changes)) }

// validClaims returns the claims of a valid access token (RFC 9068 §2.2).
func (f *forger) validClaims() object {
	now := f.Now()
	claims := object{
		"iss": f.issuer.url, "sub": f.Subject, "aud": f.Audience, "client_id": f.Client, "jti": oauth.NewSecret(),
		"iat": now.Unix(), "exp": now.Add(lifetime).Unix(),
	}
	if f.Scope != "" {
		claims["scope"] = f.Scope
	}
	if f.DPoP {
		claims["cnf"] = object{"jkt": f.holder.ID}
	}
	if len(f.Claims) > 0 {
		f.note(json.Unmarshal(f.Claims, &claims))
	}
	return claims
}

// sign signs a header and a payload with the method of alg, whatever the header says.
func (f *forger) sign(alg string, key any, header, payload string) string {
	token, err := forge.Sign(alg, key, forge.Encode(header), forge.Encode(payload))
	f.note(err)
	return token
}

func (f *forger) text(members object) string {
	raw, err := json.Marshal(members)
	f.note(err)
	return string(raw)
}

func (f *forger) note(err error) {
	if f.err == nil {
		f.err = err
	}
}

// changed returns members with changes; nil removes one.
func changed(members, changes object) object {
	members = maps.Clone(members)
	forge.Change(members, changes)
	return members
}
