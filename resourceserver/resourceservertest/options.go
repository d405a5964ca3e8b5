package resourceservertest

import (
	"log/slog"
	"net"
	"time"

	"quartet.example/resourceserver"
)

// Option changes the settings of the server.
type Option func(*plan)

// plan collects the options of Start.
type plan struct {
	log       *slog.Logger
	now       func() time.Time
	listener  net.Listener
	configure []func(*resourceserver.Config)
}

// WithIssuer sets the issuer whose access tokens are accepted. It must run. It is required.
func WithIssuer(url string) Option {
	return WithConfig(func(cfg *resourceserver.Config) { cfg.Issuer = url })
}

// WithResource sets the resource identifier of the API, which aud of an access token must contain
// (RFC 9068 §4). The default is DefaultResource.
func WithResource(id string) Option {
	return WithConfig(func(cfg *resourceserver.Config) { cfg.Resource = id })
}

// WithDPoPNonces makes the server refuse DPoP proofs without a nonce of its own, with the error
// use_dpop_nonce (RFC 9449 §9).
func WithDPoPNonces() Option {
	return WithConfig(func(cfg *resourceserver.Config) {
		cfg.DPoPNonceKey = "the nonce key of test servers, not-for-production"
	})
}

// WithConfig changes any setting. The public URL is already set to that of the server.
func WithConfig(change func(*resourceserver.Config)) Option {
	return func(p *plan) { p.configure = append(p.configure, change) }
}

// WithListener serves on this listener, so that the address is known before the server starts: for
// example as the resource identifier. The server closes it.
func WithListener(l net.Listener) Option { return func(p *plan) { p.listener = l } }

// WithNow makes the server follow another clock, such as that of the authorization server. Advance moves
// the server ahead of it.
func WithNow(now func() time.Time) Option { return func(p *plan) { p.now = now } }

// WithLog sets the log of the server. Without it nothing is logged.
func WithLog(log *slog.Logger) Option { return func(p *plan) { p.log = log } }
