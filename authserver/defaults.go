package authserver

import "quartet.example/shared/config"

// DefaultConfig gives the default of every setting, wherever it is run.
func DefaultConfig() (Config, error) {
	var cfg Config
	err := config.Defaults(&cfg)
	return cfg, err
}
