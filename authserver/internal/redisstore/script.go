package redisstore

import (
	"cmp"
	"context"
	"embed"

	"github.com/redis/go-redis/v9"
)

//go:embed lua/*.lua
var sources embed.FS

// untimed returns the script lua/NAME.lua.
func untimed(name string) *redis.Script { return redis.NewScript(source(name)) }

// timed returns the script lua/NAME.lua, which may call now().
func timed(name string) *redis.Script { return redis.NewScript(source("now") + source(name)) }

// indexing returns the script lua/NAME.lua, which may call index() and keep().
func indexing(name string) *redis.Script { return redis.NewScript(source("index") + source(name)) }

func source(name string) string {
	text, err := sources.ReadFile("lua/" + name + ".lua")
	if err != nil {
		panic(err) // at start, only for a name without a file
	}
	return string(text)
}

// call is one run of a script.
type call struct {
	script *redis.Script
	keys   []string
	args   []any
}

// run runs scripts in one round trip and returns their replies, none of which may be nil. One
// server runs them in this order, but not as a transaction: their keys may be in several slots of
// a cluster. After an error some of them may have run. It sends the hash of each script; a script
// that a server does not know, because it has just started, runs after the others in a second
// round trip.
func (s *Store) run(ctx context.Context, calls ...call) ([]*redis.Cmd, error) {
	replies := make([]*redis.Cmd, len(calls))
	_, err := s.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i, c := range calls {
			replies[i] = c.script.EvalSha(ctx, p, c.keys, c.args...)
		}
		return nil
	})
	if !isUnknownScript(err) {
		return replies, err
	}
	_, err = s.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i, c := range calls {
			if isUnknownScript(replies[i].Err()) {
				replies[i] = c.script.Eval(ctx, p, c.keys, c.args...)
			}
		}
		return nil
	})
	for _, reply := range replies { // also those of the first round trip
		err = cmp.Or(err, reply.Err())
	}
	return replies, err
}

func isUnknownScript(err error) bool { return redis.HasErrorPrefix(err, "NOSCRIPT") }
