package main

import (
	"context"
	"crypto/ecdsa"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	"quartet.example/shared/accesstoken"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

// preSigned is the number of access tokens that are signed before the measurement.
const preSigned = 30_000

// loads makes the requests of each operation.
type loads struct {
	key    *ecdsa.PrivateKey // of the issuer that the resource servers trust
	issuer string
	tokens []string
	unseen atomic.Int64
	api    string // what the tokens are for: our resource server

	families int // the flag -families; 0 after they were stored

	prepared map[*subject][]person
}

// person is one user with one browser, for one connection.
type person struct {
	username string
	known    string // cookies of a browser that is signed in at the authorization server
	app      string // and of one that is signed in at the client
}

// people signs one user in for each connection, once for each subject: that is not what is measured.
func (l *loads) people(s *subject) ([]person, error) {
	if l.prepared[s] != nil {
		return l.prepared[s], nil
	}
	prepare := signedIn
	if s.floor {
		prepare = l.floorPerson
	}
	people := make([]person, connections)
	for i := range people {
		var err error
		if people[i], err = prepare(s, username(i)); err != nil {
			return nil, err
		}
	}
	l.prepared[s] = people
	return people, nil
}

func username(i int) string { return fmt.Sprint("user", i) }

// floorPerson has sessions of the floor.
func (l *loads) floorPerson(s *subject, name string) (person, error) {
	p := person{username: name}
	known, err := once(post(s.Auth+"/live", "", nil))
	if err != nil {
		return p, err
	}
	raw, err := l.sign()
	if err != nil {
		return p, err
	}
	app, err := once(with(http.MethodPost, s.App+"/session", "", []string{"Authorization", "Bearer " + raw}))
	if err != nil {
		return p, err
	}
	p.known, p.app = string(known.body), string(app.body)
	return p, nil
}

// sign makes an access token of the bench's own issuer (RFC 9068).
func (l *loads) sign() (string, error) {
	now := time.Now()
	return accesstoken.Mint(context.Background(),
		jose.SigningKey{ID: benchKeyID, Algorithm: "ES256", Signer: l.key},
		&accesstoken.Claims{
			Claims: jose.Claims{
				Issuer: l.issuer, Subject: benchUser, Audience: jose.Audience{l.api}, ID: oauth.NewSecret(),
				IssuedAt: jose.NewTime(now), ExpiresAt: jose.NewTime(now.Add(time.Hour)),
			},
			ClientID: benchApp, Scope: "notes:read",
		})
}

// preSign makes the tokens that are presented once each.
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

// each gives every connection the same work.
func each(w worker) ([]worker, error) {
	workers := make([]worker, connections)
	for i := range workers {
		workers[i] = w
	}
	return workers, nil
}
