package client

import (
	"fmt"

	"github.com/alecthomas/kong"
)

// DefaultConfig gives the defaults of every setting. Unlike config.Load it does
// not look at the environment: a test must not depend on where it runs.
func DefaultConfig() (Config, error) {
	var cfg Config
	parser, err := kong.New(&cfg, kong.PostBuild(func(k *kong.Kong) error {
		for _, flag := range k.Model.Flags {
			flag.Envs, flag.Tag.Envs = nil, nil
		}
		return nil
	}))
	if err == nil {
		_, err = parser.Parse(nil)
	}
	if err != nil {
		return Config{}, fmt.Errorf("default settings: %w", err)
	}
	return cfg, nil
}
