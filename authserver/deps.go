package authserver

import (
	"quartet.example/authserver/internal/directory"
	"quartet.example/authserver/internal/seed"
	"quartet.example/shared/service"
	"quartet.example/shared/trace"
)

// Deps are what a server is given. It closes none of them.
type Deps = service.Deps

// Service tells the command what it needs of the settings.
func (c *Config) Service() service.Settings {
	return service.Settings{
		Name: trace.AuthServer, Profile: c.Profile, Listen: c.Listen, AdminListen: c.AdminListen,
		RedisURL: c.RedisURL, LogFormat: c.LogFormat, LogLevel: c.LogLevel, TraceKey: c.TraceKey,
	}
}

// HashPassword makes the argon2id hash of a password for a seed file.
func HashPassword(password string) (string, error) { return directory.HashPassword(password) }

// DefaultSeed is the YAML of the built-in users, clients and resources.
func DefaultSeed() []byte { return seed.BuiltIn() }
