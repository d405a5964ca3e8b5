package authserver

import (
	"quartet.example/shared/config"
	"quartet.example/shared/config/flags"
)

// DefaultConfig gives the default of every setting in production, wherever it is
// run. What has no safe default is empty, and New names it: the issuer, the seal
// key, the seed file, and trusted-proxies.
func DefaultConfig() (Config, error) {
	var cfg Config
	err := flags.Defaults(&cfg, config.Production)
	return cfg, err
}

// DevConfig gives the defaults of the dev profile: a laptop, http on *.localhost,
// and the users and published secrets of the built-in demo.
func DevConfig() (Config, error) {
	var cfg Config
	err := flags.Defaults(&cfg, config.Dev)
	return cfg, err
}
