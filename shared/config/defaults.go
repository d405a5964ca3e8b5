package config

import (
	"fmt"

	"github.com/alecthomas/kong"
)

// Defaults fills cfg, a pointer to a struct, with the default of every setting.
// Unlike Load it does not look at the environment: a test must not depend on
// where it runs.
func Defaults(cfg any) error {
	parser, err := kong.New(cfg, kong.PostBuild(func(k *kong.Kong) error {
		for _, flag := range k.Model.Flags {
			flag.Envs, flag.Tag.Envs = nil, nil
		}
		return nil
	}))
	if err == nil {
		_, err = parser.Parse(nil)
	}
	if err != nil {
		return fmt.Errorf("default settings: %w", err)
	}
	return nil
}
