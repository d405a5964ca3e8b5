package admin

import (
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"quartet.example/authserver"
	"quartet.example/authserver/internal/keys"
	"quartet.example/authserver/internal/redisstore"
	"quartet.example/shared/config/flags"
	"quartet.example/shared/redisconn"
	"quartet.example/shared/seal"
	"quartet.example/shared/service"
)

// Operator executes commands about keys and users.
type Operator struct {
	Config authserver.Config
	Deps   authserver.Deps // Redis must be set
	In     io.Reader       // the source of a password
	Out    io.Writer
	Settle time.Duration // how long replicas may not know of a change yet; see endAll
}

// Command executes a command line such as "keys rotate". Its settings are those of the server:
// flags and AUTHSERVER_* variables.
func Command(ctx context.Context, args []string, in io.Reader, out io.Writer) error {
	words, given := split(args)
	var cfg authserver.Config
	if err := flags.Load("authserver", "AUTHSERVER", &cfg, given); err != nil {
		return err
	}
	return Run(ctx, cfg, words, in, out)
}

// split separates the words of a command, including --now, from the settings.
func split(args []string) (words, flags []string) {
	for i, arg := range args {
		switch {
		case arg == "--now":
			words = append(words, arg)
		case strings.HasPrefix(arg, "-"):
			if strings.Contains(arg, "=") || arg == "--help" || i+1 == len(args) {
				flags = append(flags, arg)
				continue
			}
			rest, more := split(args[i+2:])
			return append(words, rest...), append(append(flags, arg, args[i+1]), more...)
		default:
			words = append(words, arg)
		}
	}
	return words, flags
}

// Run executes a command on the Redis of the settings.
func Run(ctx context.Context, cfg authserver.Config, words []string, in io.Reader, out io.Writer) error {
	if _, _, ok := find(words); !ok {
		return unknown(words)
	}
	if cfg.RedisURL.IsZero() {
		return errors.New("redis-url: is empty, and the embedded Redis is inside of the running server: " +
			"start the server with a Redis of its own (REDIS_URL), and name the same one here")
	}
	settings := cfg.Service()
	settings.Unrecorded, settings.LogLevel = true, "warn"
	deps, disconnect, err := service.Connect(ctx, settings)
	if err != nil {
		return err
	}
	defer disconnect()
	o := &Operator{Config: cfg, Deps: deps, In: in, Out: out, Settle: 2 * time.Second}
	return o.Do(ctx, words...)
}

// Do executes one command.
func (o *Operator) Do(ctx context.Context, words ...string) error {
	command, args, ok := find(words)
	if !ok {
		return unknown(words)
	}
	return redisconn.Explain(command.run(o, ctx, args))
}

// store returns the store of the server's state.
func (o *Operator) store() *redisstore.Store {
	return redisstore.New(o.Deps.Redis, o.Deps.Now)
}

// ring opens the signing keys.
func (o *Operator) ring(ctx context.Context) (*keys.Ring, error) {
	if o.Config.SealKey.IsZero() {
		return nil, errors.New("seal-key: is empty; the server's is needed to open and make signing keys")
	}
	box := seal.WithKey(seal.KeyFrom(o.Config.SealKey.Reveal()))
	return keys.Open(ctx, keys.Options{
		Store: o.store(), Box: box, Now: o.Deps.Now, Rotation: o.Config.KeyRotation, Overlap: o.Config.KeyOverlap,
	})
}
