package provider

import (
	"log/slog"
	"net/http"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"quartet.example/client/bff/internal/clientkey"
	"quartet.example/client/bff/internal/proof"
	"quartet.example/shared/localnet"
	"quartet.example/shared/oauth"
)

// Settings are those of one authorization server, and of this client there.
type Settings struct {
	Issuer        string
	Title         string   // for people
	EndpointHosts []string // hosts beside the issuer's that endpoints may be on
	ClientID      string
	ClientSecret  string
	AuthMethod    oauth.AuthMethod
	Keys          *clientkey.Keys // for private_key_jwt
	RedirectURI   string
	Scope         oauth.Scope
	Resource      string        // RFC 8707, "" for none
	Skew          time.Duration // how far clocks may differ
	IDTokenAlg    string        // our id_token_signed_response_alg (OIDC Registration §2), "" if it is not known
	Audiences     []string      // that ID and logout tokens may name beside us
	Log           *slog.Logger
	Pushing       Pushing // RFC 9126
	DPoP          bool    // RFC 9449: each session has a key
}

// Provider is one authorization server. New sends it no request.
type Provider struct {
	Settings
	http   *http.Client
	prover *proof.Prover
	now    func() time.Time

	flight singleflight.Group
	mu     sync.Mutex
	known  *snapshot // the newest trusted metadata, nil before the first
	failed failure   // the newest attempt that failed
}

// New makes a Provider that sends its requests with client and signs DPoP proofs with prover.
func New(s Settings, client *http.Client, prover *proof.Prover, now func() time.Time) *Provider {
	// No redirect is followed, because a secret must not be sent to another address.
	bounded := localnet.NewClient(client, localnet.Options{Timeout: callTimeout, MaxBody: maxDocument})
	return &Provider{Settings: s, http: bounded, prover: prover, now: now}
}

const callTimeout = 5 * time.Second
