package main

import (
	"crypto/ecdsa"
	"encoding/json"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"quartet.example/shared/accesstoken"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

const (
	benchClient = "bench"
	benchSecret = "bench-secret-of-at-least-thirty-two-characters"
	benchKeyID  = "bench"
)

// loads makes the requests of each operation.
type loads struct {
	key      *ecdsa.PrivateKey // of the issuer that the resource servers trust
	issuer   string
	tokens   []string // signed in advance, because signing is not measured
	unseen   atomic.Int64
	resource string // the audience of the tokens

	signIns  func(s subject) ([]string, error) // returns a refresh token for each connection
	sessions func(s subject) ([]string, error) // returns a session cookie for each connection
}

// clientCredentials requests tokens without a user (RFC 6749 §4.4).
func (l *loads) clientCredentials(s subject) ([]worker, error) {
	form := url.Values{"grant_type": {"client_credentials"}, "scope": {"notes:read"}}
	return same(func([]byte) (*http.Request, error) { return post(s.Token, benchClient, benchSecret, form) }), nil
}

// refresh refreshes repeatedly, each time with the refresh token of the last response (RFC 6749
// §6).
func (l *loads) refresh(s subject) ([]worker, error) {
	first, err := l.signIns(s)
	if err != nil {
		return nil, err
	}
	workers := make([]worker, connections)
	for i := range workers {
		current := first[i]
		workers[i] = func(previous []byte) (*http.Request, error) {
			if previous != nil {
				var answer oauth.TokenResponse
				if err := json.Unmarshal(previous, &answer); err != nil {
					return nil, err
				}
				current = answer.RefreshToken
			}
			return post(s.Token, benchClient, benchSecret, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {current}})
		}
	}
	return workers, nil
}

func (l *loads) jwks(s subject) ([]worker, error) {
	return same(func([]byte) (*http.Request, error) { return http.NewRequest(http.MethodGet, s.JWKS, http.NoBody) }), nil
}

// firstSeen sends tokens that the server has not verified yet.
func (l *loads) firstSeen(s subject) ([]worker, error) {
	return same(func([]byte) (*http.Request, error) {
		i := l.unseen.Add(1)
		if int(i) >= len(l.tokens) { // signed now; the CPU time of this process is not measured
			raw, err := l.sign()
			if err != nil {
				return nil, err
			}
			return bearer(s.Whoami, raw)
		}
		return bearer(s.Whoami, l.tokens[i])
	}), nil
}

// seenBefore sends one token repeatedly.
func (l *loads) seenBefore(s subject) ([]worker, error) {
	raw, err := l.sign()
	if err != nil {
		return nil, err
	}
	return same(func([]byte) (*http.Request, error) { return bearer(s.Whoami, raw) }), nil
}

func same(w worker) []worker {
	workers := make([]worker, connections)
	for i := range workers {
		workers[i] = w
	}
	return workers
}

func bearer(target, token string) (*http.Request, error) {
	request, err := http.NewRequest(http.MethodGet, target, http.NoBody)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+token)
	return request, nil
}

// sign returns an access token of the benchmark's issuer (RFC 9068).
func (l *loads) sign() (string, error) {
	now := time.Now()
	return accesstoken.Mint(
		jose.SigningKey{ID: benchKeyID, Algorithm: "ES256", Signer: l.key},
		&accesstoken.Claims{
			Claims: jose.Claims{
				Issuer: l.issuer, Subject: "alice", Audience: jose.Audience{l.resource}, ID: oauth.NewSecret(),
				IssuedAt: jose.NewTime(now), ExpiresAt: jose.NewTime(now.Add(time.Hour)),
			},
			ClientID: "notes", Scope: "notes:read notes:write",
		})
}

// preSign makes the tokens for firstSeen.
func (l *loads) preSign() error {
	l.tokens = make([]string, preSigned)
	for i := range l.tokens {
		var err error
		if l.tokens[i], err = l.sign(); err != nil {
			return err
		}
	}
	return nil
}
