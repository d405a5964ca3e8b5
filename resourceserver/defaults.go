package resourceserver

import (
	"quartet.example/shared/config"
	"quartet.example/shared/config/flags"
)

// DefaultConfig gives the default of every setting in production, wherever it is
// run. What has no safe default is empty, and New names it: the resource, the
// issuer, our credentials there, and trusted-proxies.
func DefaultConfig() (Config, error) { return flags.DefaultsOf[Config](config.Production) }

// DevConfig gives the defaults of the dev profile: a laptop, http on *.localhost,
// and the published secret of the demo.
func DevConfig() (Config, error) { return flags.DefaultsOf[Config](config.Dev) }
