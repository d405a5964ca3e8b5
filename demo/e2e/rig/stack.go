package rig

import (
	"context"
	"testing"

	"quartet.example/demo/stack"
	"quartet.example/shared/config"
	"quartet.example/shared/oauth"
	"quartet.example/shared/telemetry"
)

// Stack is a running stack.
type Stack struct {
	*stack.Running
	Clock *Clock
	Gate  *Gate // gate of the authorization server; the issuer is the URL of the gate
	Log   *Log

	Behind string // URL of the authorization server itself, behind the gate

	Client, Issuer, API, Inspector string // public URLs
}

// Option changes the stack of a test.
type Option func(*Stack, *stack.Settings)

// With changes the settings.
func With(change func(*stack.Settings)) Option {
	return func(_ *Stack, s *stack.Settings) { change(s) }
}

// WithoutAuthorizationServer keeps the gate closed while the stack starts.
func WithoutAuthorizationServer(s *Stack, _ *stack.Settings) { s.Gate.Down() }

// WithRedis makes the stack use this Redis instead of the embedded one.
func WithRedis(r *Redis) Option {
	return func(_ *Stack, s *stack.Settings) {
		s.Authserver.RedisURL = config.Secret(r.URL)
		s.Authserver.SealKey, s.Client.SealKey = config.Secret(oauth.NewSecret()), config.Secret(oauth.NewSecret())
	}
}

// Start starts a stack on free ports. It stops when the test ends.
func Start(t testing.TB, options ...Option) *Stack {
	t.Helper()
	return start(t, false, options)
}

// Unrecorded starts a stack without the recorder, as in production, for tests with many messages.
func Unrecorded(t testing.TB, options ...Option) *Stack {
	t.Helper()
	return start(t, true, options)
}

func start(t testing.TB, unrecorded bool, options []Option) *Stack {
	t.Helper()
	s := &Stack{Clock: &Clock{}, Log: &Log{}}
	var err error
	s.Running, err = stack.Start(context.Background(), stack.Options{
		FreePorts: true, Unrecorded: unrecorded, Now: s.Clock.Now, Log: telemetry.Logger("json", "debug", s.Log),
		Configure: func(settings *stack.Settings) {
			s.Behind = settings.Authserver.Issuer
			s.Gate = newGate(t, s.Behind)
			throughGate(settings, s.Gate.URL)
			for _, option := range options {
				option(s, settings)
			}
		},
	})
	if err != nil {
		t.Fatalf("start the stack: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("stop the stack: %v", err)
		}
		if t.Failed() {
			t.Logf("log of the stack:\n%s", s.Log)
		}
	})
	s.Client, s.Issuer = s.Settings.Client.PublicURL, s.Settings.Authserver.Issuer
	s.API, s.Inspector = s.Settings.Resourceserver.Resource, s.Settings.Services()[3].URL
	return s
}

func throughGate(s *stack.Settings, issuer string) {
	s.Authserver.Issuer, s.Client.Issuer, s.Resourceserver.Issuer = issuer, issuer, issuer
}
