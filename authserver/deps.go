package authserver

import (
	"quartet.example/authserver/internal/directory"
	"quartet.example/authserver/internal/seed"
	"quartet.example/shared/service"
	"quartet.example/shared/trace"
)

// Deps are the dependencies of a server, such as Redis, log and clock. The server does not close
// them.
type Deps = service.Deps

// Service returns the settings that the command uses to create the dependencies.
func (c *Config) Service() service.Settings {
	return service.Settings{
		Name: trace.AuthServer, Profile: c.Profile, Listen: c.listenAddress(), AdminListen: c.AdminListen,
		RedisURL: c.RedisURL, LogFormat: c.LogFormat, LogLevel: c.LogLevel, TraceKey: c.TraceKey,
		RandomSeed: c.RandomSeed, Clock: c.Clock,
	}
}

// HashPassword returns the argon2id hash of a password, for password_hash in a seed file.
func HashPassword(password string) (string, error) { return directory.HashPassword(password) }

// DefaultSeed is the YAML of the built-in users, clients and resources.
func DefaultSeed() []byte { return seed.BuiltIn() }
