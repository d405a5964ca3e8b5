package inspector

import (
	"quartet.example/shared/service"
	"quartet.example/shared/trace"
)

// Deps are what a server is given. It closes none of them.
type Deps = service.Deps

// Service tells the command what it needs of the settings.
func (c *Config) Service() service.Settings {
	return service.Settings{
		Name: trace.Inspector, Profile: c.Profile, Listen: c.Addr(), AdminListen: c.AdminListen,
		RedisURL: c.RedisURL, LogFormat: c.LogFormat, LogLevel: c.LogLevel, Unrecorded: true,
	}
}
