package flags

import (
	"fmt"

	"github.com/alecthomas/kong"

	"quartet.example/shared/config"
)

// DefaultsOf returns the settings that Defaults sets.
func DefaultsOf[C any](profile config.Profile) (cfg C, err error) {
	err = Defaults(&cfg, profile)
	return cfg, err
}

// Defaults sets every field of cfg, a pointer to a struct, to its default in that profile. It does
// not call Validate, and unlike Load it does not read the environment: the result in a library or
// test must not depend on where it runs.
func Defaults(cfg any, profile config.Profile) error {
	parser, err := kong.New(cfg, kong.PostBuild(func(k *kong.Kong) error {
		useDefaults(k.Model.Node, profile)
		for _, flag := range k.Model.Flags {
			flag.Envs, flag.Tag.Envs = nil, nil
		}
		return nil
	}))
	if err != nil {
		return fmt.Errorf("default settings: %w", err)
	}
	ctx, err := kong.Trace(parser, []string{"--profile=" + string(profile)})
	if err != nil {
		return fmt.Errorf("default settings: %w", err)
	}
	if err := ctx.Reset(); err != nil {
		return fmt.Errorf("default settings: %w", err)
	}
	if _, err := ctx.Apply(); err != nil {
		return fmt.Errorf("default settings: %w", err)
	}
	return nil
}
