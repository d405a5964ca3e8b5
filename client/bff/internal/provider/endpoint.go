package provider

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"

	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/oauth"
)

// answer is the response of an endpoint to a form.
type answer struct {
	status int
	body   []byte
	code   oauth.Code // of an error, RFC 6749 §5.2
}

// post sends a form with client authentication to an endpoint, with a proof if there is a key. If
// the server requires a nonce in the proof, the form is sent once more with it (RFC 9449 §8), and
// with a new client assertion, because an assertion can be used only once.
func (p *Provider) post(ctx context.Context, endpoint string, form url.Values, key core.ProofKey) (answer, error) {
	got, nonce, err := p.send(ctx, endpoint, form, key)
	if err == nil && nonce && got.code == oauth.UseDPoPNonce {
		got, _, err = p.send(ctx, endpoint, form, key)
	}
	return got, err
}

// send also reports whether the response had a nonce.
func (p *Provider) send(ctx context.Context, endpoint string, form url.Values, key core.ProofKey) (answer, bool, error) {
	req, err := p.authenticated(ctx, endpoint, maps.Clone(form))
	if err != nil {
		return answer{}, false, err
	}
	if len(key) > 0 {
		if err := p.prover.Sign(req, key, ""); err != nil {
			return answer{}, false, err
		}
	}
	resp, err := p.http.Do(req)
	if err != nil {
		return answer{}, false, fmt.Errorf("%w: %w", core.ErrServerAway, err)
	}
	defer func() { _ = resp.Body.Close() }()
	nonce := len(key) > 0 && p.prover.Learn(resp)
	got, err := read(resp)
	return got, nonce, err
}

func read(resp *http.Response) (answer, error) {
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return answer{}, fmt.Errorf("%w: %w", core.ErrServerAway, err)
	}
	got := answer{status: resp.StatusCode, body: body}
	if got.status >= http.StatusBadRequest {
		var refused struct {
			Error oauth.Code `json:"error"`
		}
		_ = json.Unmarshal(body, &refused) // a malformed body is an error without a code
		got.code = refused.Error
	}
	return got, nil
}

// problem returns nil for the status want. Of another response only the error code is used: its
// body may contain anything.
func (a answer) problem(want int) error {
	switch {
	case a.status == want:
		return nil
	case a.status >= 500 || a.status == http.StatusTooManyRequests:
		return fmt.Errorf("%w: status %d", core.ErrServerAway, a.status)
	case a.code == oauth.InvalidGrant:
		return fmt.Errorf("%w: invalid_grant", core.ErrGrantEnded)
	default:
		return fmt.Errorf("refused: status %d, error %.50q", a.status, a.code)
	}
}
