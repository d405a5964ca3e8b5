package doctor

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	"quartet.example/demo/stack"
	"quartet.example/shared/redisconn/embedded"
)

// redis opens the Redis of the authorization server's settings.
func redis(ctx context.Context, s *stack.Settings) []Finding {
	f := Finding{Name: "redis", Detail: "embedded"}
	configured := s.Authserver.RedisURL.Reveal()
	if configured != "" {
		f.Detail = "REDIS_URL answers"
	}
	conn, err := embedded.Open(ctx, configured)
	if err == nil {
		err = conn.Ping(ctx).Err()
		_ = conn.Close()
	}
	if err != nil {
		f.Detail, f.Fix = "REDIS_URL does not answer", "start that Redis, or unset REDIS_URL to use the embedded one"
	}
	return []Finding{f}
}

// issuer checks that all services are configured with the same issuer, octet by octet, and that a
// running authorization server publishes it (RFC 8414 §3.3).
func issuer(ctx context.Context, s *stack.Settings) []Finding {
	want := s.Authserver.Issuer
	f := Finding{Name: "issuer", Detail: "the same for all: " + want}
	switch {
	case s.Client.Issuer != want:
		f.Detail, f.Fix = "the client expects "+s.Client.Issuer+", the authorization server is "+want, "give both the same ISSUER"
	case s.Resourceserver.Issuer != want:
		f.Detail, f.Fix = "the resource server expects "+s.Resourceserver.Issuer+", the authorization server is "+want, "give both the same ISSUER"
	case alive(ctx, s, want):
		if said := published(ctx, s, want); said != want {
			f.Detail, f.Fix = fmt.Sprintf("the running server says %q, the settings say %q", said, want), "restart it with the same ISSUER"
		}
	case ctx.Err() != nil:
		f.Detail, f.Fix = want+" does not answer", "restart the program at that address, or set another ISSUER"
	}
	return []Finding{f}
}

func published(ctx context.Context, s *stack.Settings, issuer string) string {
	response, err := get(ctx, s, issuer+"/.well-known/openid-configuration")
	if err != nil {
		return ""
	}
	defer func() { _ = response.Body.Close() }()
	var metadata struct {
		Issuer string `json:"issuer"`
	}
	_ = json.NewDecoder(io.LimitReader(response.Body, 1<<20)).Decode(&metadata)
	return metadata.Issuer
}

// alive reports whether a Quartet service answers at the URL.
func alive(ctx context.Context, s *stack.Settings, base string) bool {
	response, err := get(ctx, s, base+"/livez")
	if err != nil {
		return false
	}
	_ = response.Body.Close()
	return response.StatusCode == http.StatusOK
}

func get(ctx context.Context, s *stack.Settings, target string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, target, http.NoBody)
	if err != nil {
		return nil, err
	}
	return s.HTTP(Patience).Do(request)
}
