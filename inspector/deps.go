package inspector

import (
	"io/fs"

	"quartet.example/inspector/workshop"
	"quartet.example/shared/service"
	"quartet.example/shared/trace"
)

// Deps are the dependencies of a server. The server does not close them.
type Deps struct {
	service.Deps

	// Labs has the pages of the labs, NN-name/README.md each, which are shown below /docs/labs. nil: there
	// are no labs.
	Labs fs.FS

	// Workshop makes the attacks of the labs, at /labs. nil: that page says how to get them.
	Workshop workshop.Workshop
}

// Service returns the settings that the command uses.
func (c *Config) Service() service.Settings {
	return service.Settings{
		Name: trace.Inspector, Profile: c.Profile, Listen: c.Addr(), AdminListen: c.AdminListen,
		RedisURL: c.RedisURL, LogFormat: c.LogFormat, LogLevel: c.LogLevel, Unrecorded: true,
	}
}
