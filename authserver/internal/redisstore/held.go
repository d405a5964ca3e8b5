package redisstore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/redisconn"
)

// The methods Held... list what is stored, for the page of the inspector that shows it. They only read.
// They return up to limit records in no order, and whether these may not be all. Records that expire or
// that end meanwhile may be missing.

// HeldSessions lists the sessions that are neither ended nor expired.
func (s *Store) HeldSessions(ctx context.Context, limit int) (sessions []core.Session, more bool, err error) {
	return held(ctx, s, "session:{*", limit, func(fields map[string]string) (core.Session, bool, error) {
		session, err := decodeSession(fields)
		return session, err == nil && session.Live(s.now()), err
	})
}

// HeldGrants lists the grants that have not expired, including those that are revoked.
func (s *Store) HeldGrants(ctx context.Context, limit int) (grants []core.HeldGrant, more bool, err error) {
	return held(ctx, s, "grant:{*", limit, s.heldGrant)
}

// heldGrant returns false for an expired grant, and for a mark that a grant was revoked before it was
// stored.
func (s *Store) heldGrant(fields map[string]string) (core.HeldGrant, bool, error) {
	if fields["grant"] == "" {
		return core.HeldGrant{}, false, nil
	}
	grant, err := decodeGrant(fields["grant"])
	h := core.HeldGrant{
		Grant: grant, RefreshToken: fields["current"] != "", Replaced: fields["previous"] != "",
		Rotated: milliseconds(fields["rotated"]), RevokedAt: milliseconds(fields["revoked"]),
	}
	return h, err == nil && (h.Live(s.now(), h.Rotated) || !h.RevokedAt.IsZero()), err
}

// HeldCodes lists the authorization codes that have not expired, including those that were used.
func (s *Store) HeldCodes(ctx context.Context, limit int) (codes []core.HeldCode, more bool, err error) {
	return held(ctx, s, "code:{*", limit, func(fields map[string]string) (core.HeldCode, bool, error) {
		code := core.HeldCode{Used: fields["used"] != ""}
		err := json.Unmarshal([]byte(fields["code"]), &code.AuthorizationCode)
		return code, err == nil && s.now().Before(milliseconds(fields["expires"])), err
	})
}

// HeldDevices lists the device authorization requests that have not expired.
func (s *Store) HeldDevices(ctx context.Context, limit int) (devices []core.HeldDevice, more bool, err error) {
	return held(ctx, s, "device:{*", limit, func(fields map[string]string) (core.HeldDevice, bool, error) {
		device := core.HeldDevice{State: fields["state"], Used: fields["used"] != ""}
		err := json.Unmarshal([]byte(fields["device"]), &device.DeviceAuthorization)
		return device, err == nil && s.now().Before(device.ExpiresAt), err
	})
}

// HeldPushedRequests lists the pushed authorization requests that have not expired.
func (s *Store) HeldPushedRequests(ctx context.Context, limit int) (requests []core.HeldPushedRequest, more bool, err error) {
	return held(ctx, s, "pushed:{*", limit, func(fields map[string]string) (core.HeldPushedRequest, bool, error) {
		pushed, err := decodePushed(fields["pushed"])
		return core.HeldPushedRequest{PushedRequest: pushed, Answered: fields["answered"] != ""}, err == nil && s.now().Before(pushed.ExpiresAt), err
	})
}

// HeldTransactions lists the authorization requests that wait for their user. Of a pushed request it
// returns the client and the reference only.
func (s *Store) HeldTransactions(ctx context.Context, limit int) (waiting []core.Transaction, more bool, err error) {
	_, records, complete, err := redisconn.Collect(ctx, s.rdb, "transaction:{*", limit, func(p redis.Pipeliner, key string) *redis.StringCmd {
		return p.Get(ctx, key)
	})
	if err != nil {
		return nil, false, fmt.Errorf("held transactions: %w", err)
	}
	for _, record := range records {
		tx, err := decodeRecord[core.Transaction]([]byte(record.Val()), record.Err(), "transaction")
		switch {
		case errors.Is(err, core.ErrNotFound): // taken meanwhile
			continue
		case err != nil:
			return nil, false, err
		}
		if s.now().Before(tx.ExpiresAt) {
			waiting = append(waiting, tx)
		}
	}
	return waiting, !complete, nil
}

// HeldConsents lists the consents of these users.
func (s *Store) HeldConsents(ctx context.Context, subjects []string, limit int) (consents []core.Consent, more bool, err error) {
	for _, sub := range subjects {
		of, err := s.ConsentsOf(ctx, sub)
		if err != nil {
			return nil, false, err
		}
		if consents = append(consents, of...); len(consents) > limit {
			return consents[:limit], true, nil
		}
	}
	return consents, false, nil
}

// HeldProofs returns the number of DPoP proofs and of client assertions whose jti was used, so that
// they are refused a second time. It counts up to limit of each.
func (s *Store) HeldProofs(ctx context.Context, limit int) (proofs, assertions int, more bool, err error) {
	used, all, err := redisconn.Scan(ctx, s.rdb, "proof:{*", limit)
	if err != nil {
		return 0, 0, false, fmt.Errorf("held proofs: %w", err)
	}
	asserted, allToo, err := redisconn.Scan(ctx, s.rdb, "assertion:{*", limit)
	if err != nil {
		return 0, 0, false, fmt.Errorf("held assertions: %w", err)
	}
	return len(used), len(asserted), !all || !allToo, nil
}

// held reads the hashes whose keys match the pattern. decode returns false for one that does not belong
// to the list.
func held[T any](ctx context.Context, s *Store, pattern string, limit int, decode func(fields map[string]string) (T, bool, error)) (found []T, more bool, err error) {
	noun, _, _ := strings.Cut(pattern, ":")
	_, hashes, complete, err := redisconn.Collect(ctx, s.rdb, pattern, limit, func(p redis.Pipeliner, key string) *redis.MapStringStringCmd {
		return p.HGetAll(ctx, key)
	})
	if err != nil {
		return nil, false, fmt.Errorf("held %ss: %w", noun, err)
	}
	for _, hash := range hashes {
		if len(hash.Val()) == 0 { // it has ended meanwhile
			continue
		}
		one, ok, err := decode(hash.Val())
		if err != nil {
			return nil, false, fmt.Errorf("held %ss: %w", noun, err)
		}
		if ok {
			found = append(found, one)
		}
	}
	return found, !complete, nil
}

// milliseconds returns the time in a field, or the zero time if it has none.
func milliseconds(field string) time.Time {
	ms, err := strconv.ParseInt(field, 10, 64)
	if err != nil {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
