package apicheck

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"
)

// serve starts the issuer. The returned function stops it.
func (r *run) serve(ctx context.Context) (stop func(), err error) {
	listener := r.Listener
	if listener == nil {
		if listener, err = (&net.ListenConfig{}).Listen(ctx, "tcp", r.Listen); err != nil {
			return nil, fmt.Errorf("--listen: %w", err)
		}
	}
	r.issuer = &issuer{url: cmp.Or(r.Issuer, "http://"+listener.Addr().String())}
	if err := r.publishUsual(); err != nil {
		_ = listener.Close()
		return nil, err
	}
	server := &http.Server{Handler: r.issuer, ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = server.Serve(listener) }() // until Close
	return func() { _ = server.Close() }, nil
}

// publishUsual publishes the keys of the issuer, and the foreign key at the URLs that attackers name in
// tokens.
func (r *run) publishUsual() error {
	key, err := member(r.key, nil)
	if err != nil {
		return err
	}
	second, err := member(r.second, nil)
	if err != nil {
		return err
	}
	foreign, err := member(r.foreign, nil)
	if err != nil {
		return err
	}
	r.issuer.publish(key, second)
	r.issuer.foreign, err = json.Marshal(object{"keys": []any{foreign}})
	return err
}

// instruct says how to configure the API.
func (r *run) instruct() {
	lines := []struct{ name, value string }{
		{"issuer", r.issuer.url},
		{"metadata", r.issuer.url + "/.well-known/openid-configuration"},
		{"keys", r.issuer.url + jwksPath},
		{"audience", r.Audience},
		{"tokens", "typ " + r.Typ + ", alg " + r.Alg + ", sub " + r.Subject},
		{"scope", cmp.Or(r.Scope, "none; set --scope if the route needs one")},
	}
	var b strings.Builder
	for _, line := range lines {
		fmt.Fprintf(&b, "  %-9s %s\n", line.name, line.value)
	}
	r.tell("Configure the API to accept tokens of this issuer, and start it:\n\n%s", b.String())
	r.tell("Waiting until %s %s refuses a request without a token and accepts a valid token.", r.Method, r.URL)
}
