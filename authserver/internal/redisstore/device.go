package redisstore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/refreshtoken"
	"quartet.example/shared/oauth"
)

// slowDown is added to the interval, in milliseconds, by each poll that comes too early
// (RFC 8628 §3.5).
const slowDown = 5000

// pollSlack is how many milliseconds a poll may be early. RFC 8628 §3.5 counts the interval
// at the device. The server measures it between arrivals, and the network may deliver one
// request more slowly than the next.
const pollSlack = 1000

// decideDevice stores the first decision; later ones change nothing.
var decideDevice = timed("decide_device")

// saveDevice stores a device authorization request.
var saveDevice = timed("save_device")

// pollDevice checks a poll and records its time in one step.
var pollDevice = timed("poll_device")

// deviceKey has the id of the grant as hash tag, as codeKey has.
func deviceKey(gid string) string { return "device:{" + gid + "}" }

// userCodeKey takes the keyed hash (HMAC) of a user code. A user code has only 34 bits: from
// a copy of Redis, an attacker could find it behind a hash without a key.
func userCodeKey(name string) string { return "user-code:{" + name + "}" }

// SaveDevice stores the request of a device, under its device code and under the keyed hash
// of its user code. It returns core.ErrUserCodeTaken, and stores nothing, if another waiting
// device has the same user code.
//
// The record is kept for twice its lifetime, so that a device that polls too late gets
// expired_token and not invalid_grant.
func (s *Store) SaveDevice(ctx context.Context, deviceCode, userCode string, d core.DeviceAuthorization) error {
	record, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("save device: %w", err)
	}
	if err := s.admit(ctx, len(record)); err != nil {
		return err
	}
	gid, ttl := refreshtoken.GrantOfCode(deviceCode), d.ExpiresAt.Sub(s.now())
	err = s.rdb.SetArgs(ctx, userCodeKey(userCode), gid, redis.SetArgs{Mode: "NX", TTL: ttl}).Err()
	switch {
	case errors.Is(err, redis.Nil):
		return core.ErrUserCodeTaken
	case err != nil:
		return fmt.Errorf("save device: %w", err)
	}
	err = saveDevice.Run(ctx, s.rdb, []string{deviceKey(gid)}, d.ClientID, record, ttl.Milliseconds(), d.Interval.Milliseconds()).Err()
	if err != nil {
		return fmt.Errorf("save device: %w", err)
	}
	return nil
}

// FindDevice returns the request of the device with this user code. It returns
// core.ErrNotFound for a code that is unknown, expired, or decided already.
func (s *Store) FindDevice(ctx context.Context, userCode string) (core.DeviceAuthorization, error) {
	var d core.DeviceAuthorization
	gid, err := s.deviceOf(ctx, userCode)
	if err != nil {
		return d, err
	}
	fields, err := s.rdb.HMGet(ctx, deviceKey(gid), "state", "device").Result()
	if err != nil {
		return d, fmt.Errorf("find device: %w", err)
	}
	record, known := fields[1].(string)
	if !known || fields[0] != "pending" {
		return d, core.ErrNotFound
	}
	if err := json.Unmarshal([]byte(record), &d); err != nil {
		return d, fmt.Errorf("find device: %w", err)
	}
	if !s.now().Before(d.ExpiresAt) {
		return core.DeviceAuthorization{}, core.ErrNotFound
	}
	return d, nil
}

// AllowDevice stores that the user allowed the request, and DenyDevice that they denied it.
// The first decision counts. Later ones, and decisions after the expiry, get
// core.ErrNotFound. RevokePending revokes what was allowed. AllowDevice returns
// core.ErrSessionEnded, and allows nothing, if the session of the user has ended.
func (s *Store) AllowDevice(ctx context.Context, userCode string, allowed core.AuthorizationCode, in core.SessionUse) error {
	record, err := json.Marshal(allowed)
	if err != nil {
		return fmt.Errorf("allow device: %w", err)
	}
	replies, err := s.run(ctx, s.use(in, &allowed))
	switch {
	case err != nil:
		return fmt.Errorf("allow device: %w", err)
	case replies[0].Val() == int64(0):
		return core.ErrSessionEnded
	}
	return s.decide(ctx, userCode, "allowed", record)
}

// DenyDevice ends the request of the device.
func (s *Store) DenyDevice(ctx context.Context, userCode string) error {
	return s.decide(ctx, userCode, "denied", nil)
}

func (s *Store) decide(ctx context.Context, userCode, state string, record []byte) error {
	gid, err := s.deviceOf(ctx, userCode)
	if err != nil {
		return err
	}
	reply, err := decideDevice.Run(ctx, s.rdb, []string{deviceKey(gid)}, state, record).StringSlice()
	if err != nil {
		return fmt.Errorf("decide device: %w", err)
	}
	return outcomeOf(reply[0])
}

func (s *Store) deviceOf(ctx context.Context, userCode string) (gid string, err error) {
	gid, err = s.rdb.Get(ctx, userCodeKey(userCode)).Result()
	switch {
	case errors.Is(err, redis.Nil):
		return "", core.ErrNotFound
	case err != nil:
		return "", fmt.Errorf("find device: %w", err)
	}
	return gid, nil
}

// PollDevice returns what the user allowed, on each poll until Redeem uses the device
// code up. Before the decision it returns core.ErrDevicePending, or core.ErrDeviceHasty
// if the poll came more than a second before the end of the interval, which then grows
// by 5 s. After the decision the interval is not checked. After the redemption it
// returns core.ErrDeviceUsed. It returns core.ErrDeviceDenied if the user refused,
// core.ErrDeviceExpired, core.ErrNotFound for an unknown code, and core.ErrOtherClient,
// with nothing changed, for a code of another client.
func (s *Store) PollDevice(ctx context.Context, deviceCode, clientID string) (core.AuthorizationCode, error) {
	var allowed core.AuthorizationCode
	reply, err := pollDevice.Run(ctx, s.rdb, []string{deviceKey(refreshtoken.GrantOfCode(deviceCode))},
		clientID, oauth.NewSecret(), slowDown, pollSlack).StringSlice()
	if err != nil {
		return allowed, fmt.Errorf("poll device: %w", err)
	}
	if reply[0] != "ok" {
		return allowed, deviceOutcome(reply[0])
	}
	if err := json.Unmarshal([]byte(reply[1]), &allowed); err != nil {
		return allowed, fmt.Errorf("poll device: %w", err)
	}
	return allowed, nil
}

func deviceOutcome(word string) error {
	switch word {
	case "pending":
		return core.ErrDevicePending
	case "hasty":
		return core.ErrDeviceHasty
	case "expired":
		return core.ErrDeviceExpired
	case "denied":
		return core.ErrDeviceDenied
	case "used":
		return core.ErrDeviceUsed
	}
	return outcomeOf(word)
}
