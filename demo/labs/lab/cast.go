package lab

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"quartet.example/demo/labs/naive"
	"quartet.example/demo/navigation"
	"quartet.example/shared/oauth"
	"quartet.example/shared/trace"
)

// The demo users of the seed.
const (
	victimName, victimPassword     = "alice", "wonderland"
	attackerName, attackerPassword = "mallory", "mischief"
)

// open starts the programs of a lab on a target, and gives the victim a note with the canary.
func open(ctx context.Context, l *Lab, a *Attack, t Target, o Options) (*Scene, error) {
	s := &Scene{
		lab: l, Target: t.and(a.Around), ctx: ctx, oracle: newOracle(), clock: &clock{}, notes: &naive.Notes{}, parts: l.Careless,
		webSecret: oauth.NewSecret(), mark: "mark-" + oauth.NewSecret(), step: o.Step,
	}
	s.record = newRecording(l, a, t, o.Sink, s.clock.Ahead)
	if t.Reference {
		s.parts = None
	}
	s.network = &network{
		names: map[string]string{}, roles: trace.Hosts{}, key: trace.KeyFrom(oauth.NewSecret()), sink: s.record, now: s.Now,
	}
	if err := s.start(); err != nil {
		return nil, errors.Join(fmt.Errorf("lab %s on %s: %w", l.ID, t, err), s.Close())
	}
	return s, nil
}

func (s *Scene) start() (err error) {
	if s.key, err = newSigningKey(); err != nil {
		return err
	}
	if err := s.startAttacker(); err != nil {
		return err
	}
	if err := s.startNative(); err != nil {
		return err
	}
	if err := s.startCareless(); err != nil {
		return err
	}
	if s.parts != Everything {
		if err := s.startReference(); err != nil {
			return err
		}
	}
	s.wire()
	s.Victim = s.browser(victimName, victimPassword, false)
	s.Attacker = s.browser(attackerName, attackerPassword, true)
	return s.plant()
}

// startAttacker starts the web server of the attacker, and makes the HTTP client of the attacker's programs.
func (s *Scene) startAttacker() error {
	s.Evil = &Site{see: s.oracle.see}
	var err error
	s.Evil.URL, err = s.serve("evil", attackerRole, s.Evil)
	s.Program = s.network.client(attackerRole, s.oracle.watch(s.network.transport()))
	s.Mallory = App{ID: "mallory-app", Secret: oauth.NewSecret(), RedirectURI: s.Evil.URL + "/callback", Scope: "notes:read", PKCE: true}
	return err
}

// startNative starts the listener of an app on the victim's machine (RFC 8252 §7.3).
func (s *Scene) startNative() error {
	s.VictimProgram = s.network.client(victimsProgram, s.network.transport())
	address, err := s.serve("", victimsProgram, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprintln(w, "You may close this window.")
	}))
	s.Native = App{ID: "native", RedirectURI: address + "/callback", Scope: "notes:read", PKCE: s.Has("as.pkce.verifier") || s.parts != Everything}
	return err
}

// serve serves a handler on a free loopback port, under a name below localhost or as 127.0.0.1, and
// returns its URL. Its messages are recorded as those of a role.
func (s *Scene) serve(name, role string, h http.Handler) (string, error) {
	listener, err := naive.Listen(s.ctx, "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	server := &http.Server{Handler: s.network.recorder(role).Middleware(h), ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(listener) }() // ends with Close
	s.ends = append(s.ends, server.Close)
	host := listener.Addr().String()
	if name != "" {
		_, port, _ := net.SplitHostPort(host) // an address of a listener
		host = name + ".localhost:" + port
	}
	s.network.roles[host] = role
	return "http://" + host, nil
}

// browser returns a new browser of a user.
func (s *Scene) browser(username, password string, isAttacker bool) *Browser {
	b := &Browser{Username: username, password: password, ctx: s.ctx}
	b.Jar = navigation.Jar{}
	b.Client = &http.Client{Transport: s.network.transport(), Timeout: settleTime}
	if isAttacker {
		b.see = s.oracle.see
		b.Client = s.network.client(attackerRole, s.network.transport())
	}
	b.Client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return b
}
