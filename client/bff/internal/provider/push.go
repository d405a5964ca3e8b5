package provider

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"quartet.example/client/bff/internal/checks"
	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/oauth"
)

// Pushing is when authorization requests are pushed (RFC 9126).
type Pushing string

// The choices: where the server requires it, always, never.
const (
	PushAuto   Pushing = "auto"
	PushAlways Pushing = "always"
	PushNever  Pushing = "never"
)

func (p *Provider) pushes(m oauth.ServerMetadata) bool {
	return p.Pushing == PushAlways || p.Pushing == PushAuto && m.RequirePushedAuthorizationRequests
}

// push sends the request to the server and returns what the browser carries instead of it:
// client_id and a reference (RFC 9126 §4).
func (p *Provider) push(ctx context.Context, m oauth.ServerMetadata, request url.Values, key core.ProofKey) (url.Values, error) {
	if err := checks.PAROffered.Require(ctx, m.PushedAuthorizationRequestEndpoint != ""); err != nil {
		return nil, err
	}
	got, err := p.post(ctx, m.PushedAuthorizationRequestEndpoint, request, key) // RFC 9449 §10.1: with a proof
	if err == nil {
		err = got.problem(http.StatusCreated)
	}
	if errors.Is(err, core.ErrServerAway) {
		return nil, fmt.Errorf("pushed authorization request endpoint: %w", err)
	}
	var said struct {
		RequestURI string `json:"request_uri"`
	}
	if err == nil && (json.Unmarshal(got.body, &said) != nil || said.RequestURI == "") {
		err = errors.New("the answer has no request_uri")
	}
	return url.Values{"client_id": {p.ClientID}, "request_uri": {said.RequestURI}}, checks.PARAccepted.RequireNil(ctx, err)
}
