package naive

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"strings"

	"quartet.example/shared/dpop"
	"quartet.example/shared/oauth"
)

// tokens is a token response.
type tokens struct {
	AccessToken string `json:"access_token"`
	IDToken     string `json:"id_token"`
	Type        string `json:"token_type"`
}

// discover fetches the metadata (RFC 8414 §3).
func (c *Client) discover(ctx context.Context) error {
	var server oauth.ServerMetadata
	if err := c.get(ctx, c.Issuer+"/.well-known/openid-configuration", "", &server); err != nil {
		return err
	}
	if server.Issuer != c.Issuer && !c.Holes.AnyMetadata {
		return errResponse
	}
	err := c.Defences.require(ctx, "client.discovery.endpoints", isAt(c.Issuer, server.TokenEndpoint, server.AuthorizationEndpoint, server.PushedAuthorizationRequestEndpoint, server.UserinfoEndpoint))
	if err == nil {
		c.server = &server
	}
	return err
}

func (c *Client) redeem(ctx context.Context, code, verifier string) (t tokens, err error) {
	form := url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {c.Address + c.callbackPath()}, "code_verifier": {verifier}}
	if c.Holes.NoPKCE {
		form.Del("code_verifier")
	}
	r, err := c.authenticated(ctx, c.server.TokenEndpoint, form)
	if err != nil {
		return t, err
	}
	if err := c.do(r, "", &t); err != nil {
		return t, err
	}
	bearer := strings.EqualFold(t.Type, oauth.TokenTypeBearer) || c.Proofs != nil && t.Type == oauth.TokenTypeDPoP
	if !bearer && !c.Holes.AnyTokenType {
		return t, errors.New("the type of the access token is unknown")
	}
	return t, nil
}

func (c *Client) userinfo(ctx context.Context, token string) (claims map[string]any, err error) {
	err = c.get(ctx, c.server.UserinfoEndpoint, token, &claims)
	return claims, err
}

func (c *Client) get(ctx context.Context, address, token string, into any) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return err
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return c.do(r, token, into)
}

// answer is a response that was read.
type answer struct {
	status int
	nonce  string // for the next proof (RFC 9449 §8)
	body   []byte
}

// do sends a request, with a proof for the access token if it needs one, and decodes the response.
func (c *Client) do(r *http.Request, token string, into any) error {
	a, err := c.prove(r, token, "")
	if a.nonce != "" && c.Proofs != nil && !c.Holes.IgnoreNonce {
		if r.GetBody != nil {
			r.Body, _ = r.GetBody() // of a strings.Reader: does not fail
		}
		a, err = c.prove(r, token, a.nonce)
	}
	if err != nil {
		return err
	}
	if a.status != http.StatusOK {
		return fmt.Errorf("the server answered %d", a.status)
	}
	return json.Unmarshal(a.body, into)
}

// prove sends a request with a proof of possession (RFC 9449 §4.2), if the application makes any.
func (c *Client) prove(r *http.Request, token, nonce string) (answer, error) {
	if c.Proofs == nil {
		return c.send(r)
	}
	target := r.URL.String()
	if c.Holes.OtherTarget {
		target = c.Issuer
	}
	if c.proof == "" || !c.Holes.OldProof {
		proof, err := c.Proofs.Proof(r.Context(), dpop.Request{Method: r.Method, URI: target, AccessToken: token, Now: c.Now()}, nonce)
		if err != nil {
			return answer{}, err
		}
		c.proof = proof
	}
	r.Header.Set(dpop.Header, c.proof)
	return c.send(r)
}

// send sends a request and reads the response.
func (c *Client) send(r *http.Request) (answer, error) {
	client, limit := &http.Client{}, int64(1<<20)
	if c.HTTP != nil {
		client.Transport = c.HTTP.Transport
	}
	if !c.Holes.Patient {
		client.Timeout = c.Timeout
	}
	if !c.Holes.FollowRedirects {
		client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	}
	if c.Holes.Unlimited {
		limit = math.MaxInt64
	}
	resp, err := client.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(resp.Body, limit))
	return answer{resp.StatusCode, resp.Header.Get(dpop.NonceHeader), body}, err
}
