package walk

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"net/http"
	"net/url"
	"strings"
	"time"

	"quartet.example/shared/dpop"
	"quartet.example/shared/oauth"
)

// prover sends requests with DPoP proofs of one key.
type prover struct {
	*walker
	signer *dpop.Signer
	nonces map[string]string // by host, as the servers sent them (RFC 9449 §8)
}

func (w *walker) newProver() (*prover, error) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	signer, err := dpop.NewSigner(key)
	return &prover{w, signer, map[string]string{}}, err
}

// sent sends a request with a proof, and sends it again if the server asks for a nonce in the proof (RFC
// 9449 §8, §9). token is the access token of the request, or "".
func (p *prover) sent(token string, send func(prove func(*http.Request)) (answer, error)) (answer, error) {
	for {
		var failed error
		a, err := send(func(r *http.Request) { failed = p.prove(r, token) })
		if err != nil || failed != nil {
			return a, orFirst(failed, err)
		}
		nonce := a.header.Get(dpop.NonceHeader)
		if a.status < http.StatusBadRequest || nonce == "" || nonce == p.nonces[a.url.Host] {
			return a, nil
		}
		p.nonces[a.url.Host] = nonce
	}
}

func orFirst(first, second error) error {
	if first != nil {
		return first
	}
	return second
}

// prove adds a proof to a request (RFC 9449 §4.2).
func (p *prover) prove(r *http.Request, token string) error {
	about := dpop.Request{Method: r.Method, URI: targetOf(r.URL), AccessToken: token, Now: time.Now()}
	proof, err := p.signer.Proof(r.Context(), about, p.nonces[r.URL.Host])
	if err == nil {
		r.Header.Set(dpop.Header, proof)
	}
	return err
}

// dpop gets a token that is bound to a key, and uses it with proofs of that key. The API must refuse the
// token without a proof.
func (w *walker) dpop(ctx context.Context) error {
	p, err := w.newProver()
	if err != nil {
		return err
	}
	a, err := p.sent("", func(prove func(*http.Request)) (answer, error) {
		form := w.withScope(url.Values{"grant_type": {string(oauth.ClientCredentialsGrant)}}, Machine, "notes:read")
		return w.post(ctx, Machine, w.metadata.TokenEndpoint, form, prove)
	})
	if err != nil {
		return err
	}
	var t oauth.TokenResponse
	if err := a.expect(http.StatusOK); err != nil {
		return err
	}
	w.result(a)
	if err := a.decode(&t); err != nil {
		return err
	}
	if !strings.EqualFold(t.TokenType, "DPoP") { // RFC 9449 §5
		return &Refused{Hop: a.hop, Why: "the token has the type " + t.TokenType + ", so it is not bound to the key"}
	}
	return p.present(ctx, t.AccessToken)
}

// present requests the API with the token: with a proof, and then as a thief would, who has no key.
func (p *prover) present(ctx context.Context, token string) error {
	if p.target.API == "" {
		return nil
	}
	address := p.target.API + "/whoami"
	a, err := p.sent(token, func(prove func(*http.Request)) (answer, error) {
		return p.get(ctx, address, "DPoP", token, prove)
	})
	if err != nil {
		return err
	}
	if err := a.expect(http.StatusOK); err != nil {
		return err
	}
	a, err = p.get(ctx, address, "Bearer", token)
	if err != nil {
		return err
	}
	return a.expect(http.StatusUnauthorized)
}
