package redisstore

import (
	"context"
	"encoding/json"
	"fmt"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/refreshtoken"
)

// saveCode keeps a code.
var saveCode = timed("save_code")

// findCode returns the record of a code, and writes nothing.
var findCode = timed("find_code")

// missCode counts a wrong verifier.
var missCode = untimed("miss_code")

// tooManyMisses is the number of wrong verifiers after which a code has expired. A
// client that errs stays below it, and it allows no useful number of guesses at 256 bits.
const tooManyMisses = 10

// codeKey is the key of a code. It has the id of the grant as hash tag, so that one
// script can use the code up and store the grant. The id is derived from a hash of the code.
func codeKey(gid string) string { return "code:{" + gid + "}" }

// SaveCode stores the record of a code until the code expires, and records the use of the
// session in which it is issued. GrantID must be the refreshtoken.GrantOfCode of the code; the
// code itself is not stored. The record of a used code is kept as long, to detect a replay.
// RevokePending revokes the code.
//
// It returns core.ErrSessionEnded if the session has ended. The code must then not be sent. The
// caller must not change the record afterwards, because FindCode may return it.
func (s *Store) SaveCode(ctx context.Context, issued *core.AuthorizationCode, in core.SessionUse) error {
	record, err := json.Marshal(issued)
	if err != nil {
		return fmt.Errorf("save code: %w", err)
	}
	if err := s.admit(ctx, len(record)); err != nil {
		return err
	}
	ttl := issued.ExpiresAt.Sub(s.now()).Milliseconds()
	replies, err := s.run(ctx, s.use(in, issued),
		call{saveCode, []string{codeKey(issued.GrantID)}, []any{issued.ClientID, record, ttl}})
	switch {
	case err != nil:
		return fmt.Errorf("save code: %w", err)
	case replies[0].Val() == int64(0):
		return core.ErrSessionEnded
	}
	s.recent.Add(issued.GrantID, issued)
	return nil
}

// FindCode returns the record of a code and changes nothing: Redeem uses the code
// up. It returns core.ErrNotFound for an unknown or expired code,
// core.ErrOtherClient when it was issued to another client, and
// core.ErrCodeReplayed, with the code, when it was redeemed before.
//
// If this server issued the code, and the request proves all that the code is bound to, the record
// comes from memory. The record never changes, and Redeem decides in Redis whether the code can still
// be used (docs/adr/0025).
func (s *Store) FindCode(ctx context.Context, r core.Redemption, clientID string) (core.AuthorizationCode, error) {
	gid := refreshtoken.GrantOfCode(r.Code)
	if issued, ok := s.fromMemory(ctx, gid, r, clientID); ok {
		return issued, nil
	}
	var issued core.AuthorizationCode
	reply, err := findCode.Run(ctx, s.rdb, []string{codeKey(gid)}, clientID).StringSlice()
	if err != nil {
		return issued, fmt.Errorf("find code: %w", err)
	}
	if len(reply) > 1 {
		if err := json.Unmarshal([]byte(reply[1]), &issued); err != nil {
			return issued, fmt.Errorf("find code: %w", err)
		}
	}
	return issued, outcomeOf(reply[0])
}

// fromMemory returns the record of a code that this server issued to the client, if the code has not
// expired and the request proves all that it is bound to.
func (s *Store) fromMemory(ctx context.Context, gid string, r core.Redemption, clientID string) (core.AuthorizationCode, bool) {
	issued, ok := s.recent.Get(gid)
	if !ok || issued.ClientID != clientID || !issued.ProvenBy(r, core.ProvenKey(ctx)) || !s.now().Before(issued.ExpiresAt) {
		return core.AuthorizationCode{}, false
	}
	return *issued, true
}

// MissCode counts a wrong code_verifier. After the tenth the code has expired.
func (s *Store) MissCode(ctx context.Context, code string) error {
	key := codeKey(refreshtoken.GrantOfCode(code))
	if err := missCode.Run(ctx, s.rdb, []string{key}, tooManyMisses).Err(); err != nil {
		return fmt.Errorf("count a wrong verifier: %w", err)
	}
	return nil
}
