package dpop

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"quartet.example/demo/labs/lab"
	"quartet.example/shared/dpop"
	"quartet.example/shared/jose"
)

// holder is a program that has a key.
type holder struct {
	scene *lab.Scene
	with  *http.Client // sends its requests
	key   *dpop.Signer
	nonce string // the last one that the API has sent
	last  string // the last proof
}

func newHolder(s *lab.Scene, with *http.Client) (*holder, error) {
	key, err := jose.Generate("ES256", "")
	if err != nil {
		return nil, err
	}
	signer, err := dpop.NewSigner(key.Signer)
	return &holder{scene: s, with: with, key: signer}, err
}

// prove makes a proof for a request at a time (RFC 9449 §4.2).
func (h *holder) prove(method, address, token, nonce string, at time.Time) (string, error) {
	return h.key.Proof(h.scene.Context(), dpop.Request{Method: method, URI: address, AccessToken: token, Now: at}, nonce)
}

// call sends a GET request with a token and a proof. If the API wants another nonce, it does so again with that
// one (RFC 9449 §9).
func (h *holder) call(path, token string) (lab.Response, error) {
	resp, err := h.attempt(path, token)
	if nonce := resp.Header.Get(dpop.NonceHeader); nonce != "" && nonce != h.nonce {
		h.nonce = nonce
		if resp.Status == http.StatusUnauthorized {
			return h.attempt(path, token)
		}
	}
	return resp, err
}

func (h *holder) attempt(path, token string) (lab.Response, error) {
	var err error
	if h.last, err = h.prove(http.MethodGet, h.scene.API+path, token, h.nonce, h.scene.Now()); err != nil {
		return lab.Response{}, err
	}
	return send(h.scene, h.with, path, token, h.last)
}

// send sends a request with a bound token, and with a proof unless it is "".
func send(s *lab.Scene, with *http.Client, path, token, proof string) (lab.Response, error) {
	header := http.Header{"Authorization": {"DPoP " + token}}
	if proof != "" {
		header.Set(dpop.Header, proof)
	}
	return s.Send(with, http.MethodGet, s.API+path, header, "")
}

// reads reads the notes, and returns an error unless the canary is among them.
func (h *holder) reads(token string) error {
	resp, err := h.call("/notes", token)
	if err == nil && !strings.Contains(resp.Body, h.scene.Canary()) {
		err = fmt.Errorf("the note is not there: %s", resp.Body)
	}
	return err
}

// redeem redeems a code of the app with a proof, so that the token is bound to the key (RFC 9449 §5).
func (h *holder) redeem(code, verifier string) (t lab.Tokens, err error) {
	app, address := h.scene.Native, h.scene.Issuer+"/token"
	proof, err := h.prove(http.MethodPost, address, "", "", h.scene.Now())
	if err != nil {
		return t, err
	}
	form := url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "code_verifier": {verifier}, "redirect_uri": {app.RedirectURI}, "client_id": {app.ID},
	}
	resp, err := h.scene.Send(h.with, http.MethodPost, address, http.Header{
		dpop.Header: {proof}, "Content-Type": {"application/x-www-form-urlencoded"},
	}, form.Encode())
	if err != nil {
		return t, err
	}
	return t, json.Unmarshal([]byte(resp.Body), &t)
}
