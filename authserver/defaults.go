package authserver

import (
	"quartet.example/shared/config"
	"quartet.example/shared/config/flags"
)

// DefaultConfig returns the defaults of production. A setting without a safe default is empty, and
// New returns an error that names it: issuer, seal-key, seed and trusted-proxies.
func DefaultConfig() (Config, error) { return flags.DefaultsOf[Config](config.Production) }

// DevConfig returns the defaults of the dev profile: http on *.localhost, and the users and
// published secrets of the built-in demo.
func DevConfig() (Config, error) { return flags.DefaultsOf[Config](config.Dev) }
