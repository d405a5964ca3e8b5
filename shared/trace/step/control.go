package step

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/shared/announce"
)

const (
	key     = "step" // of the mode; it has no secrets
	channel = "step"
	lasts   = 30 * time.Minute // of a mode that nobody uses
)

// command is what is announced to all gates.
type command struct {
	Mode    Mode   `json:"mode"`
	Release string `json:"release,omitempty"` // id of a message
	All     bool   `json:"all,omitempty"`     // release all messages
}

// Control sets the mode and releases messages.
type Control struct {
	Redis redis.UniversalClient
	Now   func() time.Time // the system clock
}

// Mode returns the current mode. It is the zero value if step mode is off.
func (c Control) Mode(ctx context.Context) (Mode, error) {
	m, err := load(ctx, c.Redis)
	if err != nil || !c.Now().Before(m.Until) {
		return Mode{}, err
	}
	return m, nil
}

// Set changes the mode. The zero Mode switches step mode off, which releases all messages. When Set
// returns nil, every service uses the new mode. It returns the error of Mode.Validate,
// announce.ErrUnheard if a service did not answer within two seconds, or the error of Redis.
func (c Control) Set(ctx context.Context, m Mode) error {
	if err := m.Validate(); err != nil {
		return err
	}
	return c.announce(ctx, command{Mode: m})
}

// Next releases the message with this id, and does nothing if no service holds it. Its errors are those
// of announce.Send.
func (c Control) Next(ctx context.Context, id string) error {
	return c.keepMode(ctx, command{Release: id})
}

// Continue releases all messages that are held now. Step mode stays on. Its errors are those of
// announce.Send.
func (c Control) Continue(ctx context.Context) error {
	return c.keepMode(ctx, command{All: true})
}

// keepMode announces a command without a change of the mode.
func (c Control) keepMode(ctx context.Context, do command) error {
	m, err := c.Mode(ctx)
	if err != nil {
		return err
	}
	do.Mode = m
	return c.announce(ctx, do)
}

// announce stores the mode, which lasts for another 30 minutes, and sends the command.
func (c Control) announce(ctx context.Context, do command) error {
	if do.Mode.On() {
		do.Mode.Until = c.Now().Add(lasts)
	}
	if err := c.store(ctx, do.Mode); err != nil {
		return fmt.Errorf("step: %w", err)
	}
	return announce.Send(ctx, c.Redis, channel, do)
}

// store keeps the mode. Until says when it ends. The key has no TTL, because the demo clock moves the
// TTLs of Redis.
func (c Control) store(ctx context.Context, m Mode) error {
	if !m.On() {
		return c.Redis.Del(ctx, key).Err()
	}
	raw, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return c.Redis.Set(ctx, key, raw, 0).Err()
}
