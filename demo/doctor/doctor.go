// Package doctor looks at the machine before, or while, the stack runs and says
// in one line each what is well and what to do about what is not.
package doctor

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"quartet.example/demo/stack"
	"quartet.example/shared/localnet"
	"quartet.example/shared/redisconn"
)

// ErrUnwell says that at least one finding needs doing something about.
var ErrUnwell = errors.New("something is not well")

// Finding is the outcome of one look.
type Finding struct {
	Name   string
	Detail string
	Fix    string // what to do; "" when all is well
	Warn   bool   // it can run all the same
}

// Examine looks at everything and prints a line for each finding. It returns
// ErrUnwell if the stack cannot run, or does not run as it should.
func Examine(ctx context.Context, w io.Writer, s *stack.Settings) error {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	var unwell error
	for _, look := range []func(context.Context, *stack.Settings) []Finding{ports, names, redis, issuers} {
		for _, f := range look(ctx, s) {
			mark := "ok  "
			switch {
			case f.Fix != "" && f.Warn:
				mark = "warn"
			case f.Fix != "":
				mark, unwell = "FAIL", ErrUnwell
			}
			fmt.Fprintf(w, "%s  %-22s %s\n", mark, f.Name, f.Detail)
			if f.Fix != "" {
				fmt.Fprintf(w, "      %-22s → %s\n", "", f.Fix)
			}
		}
	}
	return unwell
}

// ports finds each port free, taken by Quartet itself, or taken by another, and names
// the services that listen on another port than that of their URL.
func ports(ctx context.Context, s *stack.Settings) []Finding {
	var found []Finding
	for _, service := range s.Services() {
		_, port, err := net.SplitHostPort(service.Listen)
		if err != nil {
			found = append(found, Finding{Name: "port of " + service.Name, Detail: service.Listen + " is not an address", Fix: "set " + service.Env + "_LISTEN to host:port"})
			continue
		}
		f := Finding{Name: "port " + port, Detail: "free, for the " + service.Name}
		if l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", net.JoinHostPort("127.0.0.1", port)); err == nil {
			_ = l.Close()
		} else if alive(ctx, service.URL) || alive(ctx, "http://"+net.JoinHostPort("127.0.0.1", port)) {
			f.Detail = "the " + service.Name + " answers there"
		} else {
			f.Detail = "in use by another program"
			f.Fix = fmt.Sprintf("stop that program (ss -ltnp 'sport = :%s' names it), or set %s_LISTEN", port, service.Env)
		}
		found = append(found, f)
		if line := service.Elsewhere(service.Listen); line != "" {
			found = append(found, Finding{Name: "URL of " + service.Name, Detail: line, Fix: "give both the same port, unless a proxy is in between", Warn: true})
		}
	}
	return found
}

func alive(ctx context.Context, base string) bool {
	response, err := get(ctx, base+"/livez")
	if err != nil {
		return false
	}
	_ = response.Body.Close()
	return response.StatusCode == http.StatusOK
}

func get(ctx context.Context, target string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, target, http.NoBody)
	if err != nil {
		return nil, err
	}
	return localnet.HTTPClient(3 * time.Second).Do(request)
}

// names asks the resolver for the hosts. Browsers and curl do without it, and so
// do our own programs; other languages may not.
func names(ctx context.Context, s *stack.Settings) []Finding {
	var found []Finding
	for _, service := range s.Services() {
		u, err := url.Parse(service.URL)
		if err != nil {
			continue
		}
		f := Finding{Name: u.Hostname(), Detail: "resolves to loopback"}
		if err := loopback(ctx, u.Hostname()); err != nil {
			f.Detail, f.Warn = err.Error(), true
			f.Fix = "browsers, curl and Quartet find it without help; for other programs use ISSUER=http://localhost:9000 or a line in /etc/hosts"
		}
		found = append(found, f)
	}
	return found
}

func loopback(ctx context.Context, host string) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	addrs, err := net.DefaultResolver.LookupIPAddr(ctx, host)
	if err != nil || len(addrs) == 0 {
		return errors.New("this machine's resolver does not know it")
	}
	for _, addr := range addrs {
		if !addr.IP.IsLoopback() {
			return fmt.Errorf("resolves to %s, which is not this machine", addr.IP)
		}
	}
	return nil
}

// redis opens what the authorization server would open.
func redis(ctx context.Context, s *stack.Settings) []Finding {
	f := Finding{Name: "redis", Detail: "embedded"}
	configured := s.Authserver.RedisURL.Reveal()
	if configured != "" {
		f.Detail = "REDIS_URL answers"
	}
	conn, err := redisconn.Open(ctx, configured)
	if err == nil {
		err = conn.Ping(ctx).Err()
		_ = conn.Close()
	}
	if err != nil {
		f.Detail, f.Fix = "REDIS_URL does not answer", "start that Redis, or unset REDIS_URL to use the embedded one"
	}
	return []Finding{f}
}

// issuers compares, octet by octet, the issuer that each service was given and
// the one that the authorization server says of itself (RFC 8414 §3.3).
func issuers(ctx context.Context, s *stack.Settings) []Finding {
	want := s.Authserver.Issuer
	f := Finding{Name: "issuer", Detail: "the same for all: " + want}
	switch {
	case s.Client.Issuer != want:
		f.Detail, f.Fix = "the client expects "+s.Client.Issuer+", the authorization server is "+want, "give both the same ISSUER"
	case s.Resourceserver.Issuer != want:
		f.Detail, f.Fix = "the resource server expects "+s.Resourceserver.Issuer+", the authorization server is "+want, "give both the same ISSUER"
	case alive(ctx, want):
		if said := published(ctx, want); said != want {
			f.Detail, f.Fix = fmt.Sprintf("the running server says %q, the settings say %q", said, want), "restart it with the same ISSUER"
		}
	}
	return []Finding{f}
}

func published(ctx context.Context, issuer string) string {
	response, err := get(ctx, issuer+"/.well-known/openid-configuration")
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
