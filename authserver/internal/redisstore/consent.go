package redisstore

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// saveConsent adds scope tokens to the stored consent of the user for the client.
var saveConsent = untimed("save_consent")

// consentsKey is one hash for each user: a field for each client, whose value is
// "granted-at token expires-at token expires-at ...", times in milliseconds.
func consentsKey(sub string) string { return consentsKeyOf(oauth.Hash(sub)) }

func consentsKeyOf(user string) string { return "consents:{" + user + "}" }

// SaveConsent remembers for ttl what the user allowed. What the same client was
// allowed before stays allowed until its own time ends.
func (s *Store) SaveConsent(ctx context.Context, c core.Consent, ttl time.Duration) error {
	err := saveConsent.Run(ctx, s.rdb, []string{consentsKey(c.Subject)},
		c.ClientID, c.GrantedAt.UnixMilli(), c.GrantedAt.Add(ttl).UnixMilli(), c.Scope.String(), ttl.Milliseconds()).Err()
	if err != nil {
		return fmt.Errorf("save consent: %w", err)
	}
	return nil
}

// FindConsent returns core.ErrNotFound when nothing is remembered.
func (s *Store) FindConsent(ctx context.Context, sub, clientID string) (core.Consent, error) {
	return s.consentIn(s.rdb.HGet(ctx, consentsKey(sub), clientID), sub, clientID)
}

// consentIn decodes the reply of HGET. It returns core.ErrNotFound if there is no record.
func (s *Store) consentIn(reply *redis.StringCmd, sub, clientID string) (core.Consent, error) {
	record, err := reply.Result()
	switch {
	case errors.Is(err, redis.Nil):
		return core.Consent{}, core.ErrNotFound
	case err != nil:
		return core.Consent{}, fmt.Errorf("find consent: %w", err)
	}
	return s.decodeConsent(sub, clientID, record)
}

// ConsentsOf gives what the user allowed and is still remembered, newest first.
func (s *Store) ConsentsOf(ctx context.Context, sub string) ([]core.Consent, error) {
	records, err := s.rdb.HGetAll(ctx, consentsKey(sub)).Result()
	if err != nil {
		return nil, fmt.Errorf("consents of user: %w", err)
	}
	var consents []core.Consent
	for clientID, record := range records {
		consent, err := s.decodeConsent(sub, clientID, record)
		switch {
		case errors.Is(err, core.ErrNotFound):
			continue
		case err != nil:
			return nil, err
		}
		consents = append(consents, consent)
	}
	slices.SortFunc(consents, func(a, b core.Consent) int {
		return cmp.Or(b.GrantedAt.Compare(a.GrantedAt), strings.Compare(a.ClientID, b.ClientID))
	})
	return consents, nil
}

// decodeConsent returns core.ErrNotFound for one of which everything has expired.
func (s *Store) decodeConsent(sub, clientID, record string) (core.Consent, error) {
	words := strings.Fields(record)
	if len(words)%2 == 0 {
		return core.Consent{}, fmt.Errorf("find consent: record has %d words", len(words))
	}
	granted, err := strconv.ParseInt(words[0], 10, 64)
	if err != nil {
		return core.Consent{}, fmt.Errorf("find consent: %w", err)
	}
	consent := core.Consent{Subject: sub, ClientID: clientID, GrantedAt: time.UnixMilli(granted).UTC()}
	for pair := range slices.Chunk(words[1:], 2) {
		expires, err := strconv.ParseInt(pair[1], 10, 64)
		if err != nil {
			return core.Consent{}, fmt.Errorf("find consent: %w", err)
		}
		if s.now().UnixMilli() < expires {
			consent.Scope = append(consent.Scope, pair[0])
		}
	}
	if len(consent.Scope) == 0 {
		return core.Consent{}, core.ErrNotFound
	}
	return consent, nil
}

// RevokeConsent forgets it; one that is not there is no error.
func (s *Store) RevokeConsent(ctx context.Context, sub, clientID string) error {
	if err := s.rdb.HDel(ctx, consentsKey(sub), clientID).Err(); err != nil {
		return fmt.Errorf("revoke consent: %w", err)
	}
	return nil
}
