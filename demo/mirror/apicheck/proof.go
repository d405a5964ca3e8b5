package apicheck

import (
	"encoding/json"
	"net/http"
	"net/url"

	"quartet.example/shared/dpop"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

// prove adds the DPoP proof of an attempt to its request (RFC 9449 §4.1).
func (r *run) prove(req *http.Request, a attempt) error {
	if !r.DPoP || a.token == "" {
		return nil
	}
	f := &forger{run: r}
	proof := f.proof(a.token, nil, nil)
	if a.proof != nil {
		proof = a.proof(f)
	}
	if proof != "" {
		req.Header.Set(dpop.Header, proof)
	}
	return f.err
}

// proof returns a DPoP proof for the token with changes to the header and to the claims of a valid one
// (RFC 9449 §4.2).
func (f *forger) proof(token string, header, claims object) string {
	return f.proofBy(f.holder, token, header, claims)
}

// proofBy returns a proof that is signed with this key.
func (f *forger) proofBy(key jose.SigningKey, token string, header, claims object) string {
	bare, err := key.Public().Bare()
	f.note(err)
	head := changed(object{"typ": dpop.Type, "alg": key.Algorithm, "jwk": json.RawMessage(bare)}, header)
	body := object{
		"jti": oauth.NewSecret(), "htm": f.Method, "htu": withoutQuery(f.URL), "iat": f.Now().Unix(), "ath": dpop.AccessTokenHash(token),
	}
	if f.nonce != "" {
		body["nonce"] = f.nonce
	}
	return f.sign(key.Algorithm, key.Signer, f.text(head), f.text(changed(body, claims)))
}

// withoutQuery returns the URL as htu has it (RFC 9449 §4.2).
func withoutQuery(address string) string {
	u, err := url.Parse(address)
	if err != nil { // withDefaults has parsed it
		return address
	}
	u.RawQuery, u.Fragment = "", ""
	return u.String()
}
