package proof

import (
	"net/http"
	"strings"
	"sync"
	"time"

	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/dpop"
	"quartet.example/shared/oauth"
)

// Prover signs requests. It is safe for concurrent use.
type Prover struct {
	Now func() time.Time

	nonces sync.Map // origin → the newest nonce of that server (RFC 9449 §8.2)
}

const maxNonce = 512 // bytes; no server needs more

// Do sends a request with the access token of a session: as a bearer token (RFC
// 6750 §2.1) or, if the session has a key, with a proof (RFC 9449 §7.1). If the
// server wants a nonce it is sent once more, with that.
func (p *Prover) Do(client *http.Client, req *http.Request, tokens core.TokenSet) (*http.Response, error) {
	if len(tokens.ProofKey) == 0 {
		req.Header.Set("Authorization", oauth.TokenTypeBearer+" "+tokens.AccessToken)
		return send(client, req)
	}
	req.Header.Set("Authorization", oauth.TokenTypeDPoP+" "+tokens.AccessToken)
	if err := p.Sign(req, tokens.ProofKey, tokens.AccessToken); err != nil {
		return nil, err
	}
	resp, err := send(client, req)
	if err != nil || !p.Learn(resp) || !wantsNonce(resp) {
		return resp, err
	}
	retry, ok := clone(req)
	if !ok {
		return resp, nil
	}
	_ = resp.Body.Close()
	if err := p.Sign(retry, tokens.ProofKey, tokens.AccessToken); err != nil {
		return nil, err
	}
	resp, err = send(client, retry)
	if err == nil {
		p.Learn(resp)
	}
	return resp, err
}

// send goes where the caller says, which has it from settings and metadata.
func send(client *http.Client, req *http.Request) (*http.Response, error) {
	return client.Do(req) //nolint:gosec // see above
}

// Sign adds a proof for this request, with the newest nonce of the server that it
// goes to, and with ath if an access token goes along.
func (p *Prover) Sign(req *http.Request, key core.ProofKey, accessToken string) error {
	s, err := signer(key)
	if err != nil {
		return err
	}
	target := *req.URL
	target.RawQuery, target.ForceQuery, target.Fragment = "", false, "" // RFC 9449 §4.2, htu
	nonce, _ := p.nonces.Load(origin(req))
	known, _ := nonce.(string)
	made, err := s.Proof(req.Context(), dpop.Request{Method: req.Method, URI: target.String(), AccessToken: accessToken, Now: p.Now()}, known)
	if err != nil {
		return err
	}
	req.Header.Set(dpop.Header, made)
	return nil
}

// Learn remembers the nonce of an answer, and tells whether there was one.
func (p *Prover) Learn(resp *http.Response) bool {
	nonce := resp.Header.Get(dpop.NonceHeader)
	if nonce == "" || len(nonce) > maxNonce {
		return false
	}
	p.nonces.Store(origin(resp.Request), nonce)
	return true
}

func origin(req *http.Request) string { return req.URL.Scheme + "://" + req.URL.Host }

// wantsNonce is the challenge of a resource server (RFC 9449 §9).
func wantsNonce(resp *http.Response) bool {
	if resp.StatusCode != http.StatusUnauthorized {
		return false
	}
	for _, challenge := range resp.Header.Values("WWW-Authenticate") {
		if strings.Contains(challenge, `error="`+string(oauth.UseDPoPNonce)+`"`) {
			return true
		}
	}
	return false
}

// clone returns a copy of the request, and false if its body cannot be read a second time.
func clone(req *http.Request) (*http.Request, bool) {
	copied := req.Clone(req.Context())
	if req.Body == nil || req.Body == http.NoBody {
		return copied, true
	}
	if req.GetBody == nil {
		return nil, false
	}
	body, err := req.GetBody()
	copied.Body = body
	return copied, err == nil
}
