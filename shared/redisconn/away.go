package redisconn

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/shared/oauth"
)

// dialError marks every error while a connection is made, including errors of TLS.
type dialError struct{ error }

func (e dialError) Unwrap() error { return e.error }

// dialHook wraps errors of dialing as dialError. It does not change commands.
type dialHook struct{}

func (dialHook) DialHook(next redis.DialHook) redis.DialHook {
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := next(ctx, network, addr)
		if err != nil {
			return nil, dialError{err}
		}
		return conn, nil
	}
}

func (dialHook) ProcessHook(redis.ProcessHook) redis.ProcessHook { return nil }

func (dialHook) ProcessPipelineHook(redis.ProcessPipelineHook) redis.ProcessPipelineHook { return nil }

// hook limits the duration of each call, and translates its errors. go-redis runs it outside of
// its own retries, redirects and NOSCRIPT handling.
type hook struct {
	dialHook
	patience time.Duration // limit for a whole call, including a retry
	timer    bool          // the client is one of a cluster, and needs a timer
}

func (h hook) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		bounded, cancel := h.bound(ctx, cmd)
		defer cancel()
		err := Translate(ctx, next(bounded, cmd))
		if err != nil {
			cmd.SetErr(err)
		}
		return err
	}
}

func (h hook) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		bounded, cancel := h.bound(ctx, cmds...)
		defer cancel()
		err := Translate(ctx, next(bounded, cmds))
		for _, cmd := range cmds {
			if own := cmd.Err(); own != nil {
				cmd.SetErr(Translate(ctx, own))
			}
		}
		return err
	}
}

// bound returns ctx with a deadline for the call, or ctx itself if one of the commands waits on
// purpose, such as XREAD BLOCK. The caller must call the CancelFunc after the call. A client of a
// cluster may dial one node after another, and go-redis dials for the step timeout whatever the
// deadline is: only a timer ends such a call in time.
func (h hook) bound(ctx context.Context, cmds ...redis.Cmder) (context.Context, context.CancelFunc) {
	for _, cmd := range cmds {
		switch cmd.Name() {
		case "xread", "xreadgroup", "blpop", "brpop", "blmove", "blmpop", "bzpopmin", "bzpopmax", "bzmpop", "wait":
			return ctx, func() {}
		}
	}
	if h.timer {
		return context.WithTimeout(ctx, h.patience)
	}
	return until{ctx, time.Now().Add(h.patience)}, func() {} //nolint:forbidigo // a timeout of the network
}

// until is a context with a deadline, but without a timer, which would cost more CPU time than the rest
// of this hook: Done and Err are those of the context in it. This suffices for a call to one server,
// which waits for a connection, dials, writes and reads once. The first two have the step timeout, and
// for the others go-redis reads the deadline.
type until struct {
	context.Context
	deadline time.Time
}

// Deadline returns the earlier of the two deadlines.
func (u until) Deadline() (time.Time, bool) {
	if d, ok := u.Context.Deadline(); ok && d.Before(u.deadline) {
		return d, true
	}
	return u.deadline, true
}

// Translate turns err into temporarily_unavailable if it means that Redis cannot be reached or
// cannot serve. It leaves err unchanged if the caller cancelled the call. A
// client of Open does this by itself.
func Translate(ctx context.Context, err error) error {
	if err == nil || errors.Is(ctx.Err(), context.Canceled) || !IsAway(err) {
		return err
	}
	var already *oauth.Error
	if errors.As(err, &already) {
		return err
	}
	return oauth.TemporarilyUnavailable.With("the storage is not available at the moment, please try again").After(retryAfter).Because(err)
}

// Explain names for an operator why Redis is away, which clients are not told. It returns
// every other error, and nil, as it is.
func Explain(err error) error {
	if away, ok := errors.AsType[*oauth.Error](err); ok && away.Code == oauth.TemporarilyUnavailable && away.Unwrap() != nil {
		return fmt.Errorf("redis-url: Redis cannot be reached: %w", away.Unwrap())
	}
	return err
}

// IsAway reports whether err means that Redis cannot be reached or cannot serve requests now, in
// contrast to a reply that concerns the command, such as a wrong type.
func IsAway(err error) bool {
	var reply redis.Error
	if errors.As(err, &reply) {
		return isAwayReply(err, reply)
	}
	var network net.Error
	var dial dialError
	switch {
	case errors.As(err, &network), errors.As(err, &dial):
		return true
	case isAny(err, io.EOF, io.ErrUnexpectedEOF, io.ErrClosedPipe, net.ErrClosed, context.DeadlineExceeded,
		redis.ErrPoolTimeout, redis.ErrPoolExhausted, redis.ErrClosed):
		return true
	}
	// go-redis has no exported values for these errors.
	text := err.Error()
	return strings.Contains(text, "all sentinels specified in configuration are unreachable") ||
		strings.Contains(text, "redis: cluster has no nodes") ||
		strings.Contains(text, "redis: connection not available")
}

func isAwayReply(err error, reply redis.Error) bool {
	switch {
	case redis.IsLoadingError(err), redis.IsReadOnlyError(err), redis.IsClusterDownError(err), redis.IsMasterDownError(err),
		redis.IsTryAgainError(err), redis.IsMaxClientsError(err), redis.IsNoReplicasError(err), redis.IsOOMError(err):
		return true
	}
	text := reply.Error()
	code, _, _ := strings.Cut(text, " ")
	return slices.Contains(cannotServe, code) || strings.HasPrefix(text, scriptDenied)
}

// cannotServe lists the codes of errors that the operator of Redis has to fix: the disk is full, a
// script does not end, the password or the rights of the user were changed. EXECABORT is the reply
// to EXEC after Redis refused a command of the transaction for one of these reasons. MOVED is
// returned only if a cluster moves a slot more often than go-redis follows.
var cannotServe = []string{"MISCONF", "BUSY", "NOAUTH", "WRONGPASS", "NOPERM", "EXECABORT", "MOVED"}

// scriptDenied is the beginning of the error if the ACL denies a command that a script calls. This
// error has no code.
const scriptDenied = "ERR The user executing the script can't run this command"

func isAny(err error, targets ...error) bool {
	for _, target := range targets {
		if errors.Is(err, target) {
			return true
		}
	}
	return false
}
