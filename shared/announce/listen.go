package announce

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	again   = 500 * time.Millisecond // between two attempts to subscribe
	silence = 2 * time.Second        // after which a listener asks whether the connection still works
	queued  = 64                     // messages that wait for Heard
	answer  = 5 * time.Second        // within which the sender is told that a message was heard
)

// Listener is what Listen calls, one function at a time. All three are required.
type Listener struct {
	// Joined is called after each subscription, before Heard. It must read the stored state, because
	// messages that were sent before the subscription are not received. If it returns an error, Lost is
	// called, and Listen subscribes again after half a second.
	Joined func(context.Context) error

	// Heard is called for each message, with the JSON of the body that was given to Send. When it
	// returns, the sender is told that this listener has acted.
	Heard func(body []byte)

	// Lost is called when the connection to Redis ends or cannot be made. Messages may be missed until
	// Joined is called again. It is not called when ctx ends.
	Lost func()
}

// message is what is published.
type message struct {
	Body  json.RawMessage `json:"body"`
	Reply string          `json:"reply"` // the key that each listener increments
}

// Listen calls l for the messages of channel. It returns when ctx ends, and not because of an error of
// Redis: it subscribes again every half second.
func Listen(ctx context.Context, rdb redis.UniversalClient, channel string, l Listener) {
	for ctx.Err() == nil {
		if err := subscribed(ctx, rdb, channel, l); err != nil && ctx.Err() == nil {
			l.Lost()
		}
		select {
		case <-ctx.Done():
		case <-time.After(again):
		}
	}
}

// subscribed serves one subscription. It returns when the connection fails or ctx ends.
func subscribed(ctx context.Context, rdb redis.UniversalClient, channel string, l Listener) error {
	sub := rdb.Subscribe(ctx)
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(ctx, func() { _ = sub.Close() }) // ends a Receive that waits
	defer stop()
	defer cancel()
	defer sub.Close()
	if err := sub.Subscribe(ctx, channel); err != nil {
		return err
	}
	arrived, failed := make(chan message, queued), make(chan error, 1)
	go func() { failed <- receive(ctx, sub, arrived) }()
	select { // the empty message: Redis has confirmed the subscription
	case <-arrived:
	case err := <-failed:
		return err
	}
	if err := l.Joined(ctx); err != nil {
		return err
	}
	for {
		select {
		case m := <-arrived:
			l.Heard(m.Body)
			go reply(ctx, rdb, m.Reply)
		case err := <-failed:
			return err
		}
	}
}

// receive passes messages on. It only reads, because an embedded Redis that publishes waits until the
// listener has read. It returns an error when the connection fails, or is silent in spite of a PING.
func receive(ctx context.Context, sub *redis.PubSub, arrived chan<- message) error {
	for asked := false; ; {
		got, err := sub.ReceiveTimeout(ctx, silence)
		var network net.Error
		switch {
		case errors.As(err, &network) && network.Timeout() && !asked:
			if err := sub.Ping(ctx); err != nil {
				return err
			}
			asked = true
			continue
		case err != nil:
			return err
		}
		asked = false
		var m message
		switch got := got.(type) {
		case *redis.Subscription:
		case *redis.Message:
			if json.Unmarshal([]byte(got.Payload), &m) != nil {
				continue
			}
		default: // the answer to PING
			continue
		}
		select {
		case arrived <- m:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// reply tells the sender that one listener has acted on its message.
func reply(ctx context.Context, rdb redis.UniversalClient, counter string) {
	ctx, cancel := context.WithTimeout(ctx, answer)
	defer cancel()
	_, _ = rdb.TxPipelined(ctx, func(p redis.Pipeliner) error { // after an error the sender gets no reply, and returns ErrUnheard
		p.Incr(ctx, counter)
		p.Expire(ctx, counter, answer)
		return nil
	})
}
