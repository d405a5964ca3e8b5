package client

import (
	"quartet.example/shared/localnet"
	"quartet.example/shared/service"
	"quartet.example/shared/trace"
)

// Deps are what a server is given. It closes none of them.
type Deps = service.Deps

// Service tells the command what it needs of the settings.
func (c *Config) Service() service.Settings {
	return service.Settings{
		Name: trace.Client, Profile: c.Profile, Listen: c.Listen, AdminListen: c.AdminListen,
		RedisURL: c.RedisURL, LogFormat: c.LogFormat, LogLevel: c.LogLevel, TraceKey: c.TraceKey,
		Roles: c.roles(),
	}
}

// roles are the hosts that the client calls. Malformed settings are ignored here, because Validate reports them.
func (c *Config) roles() trace.Hosts {
	roles := trace.Hosts{localnet.HostOf(c.APIURL): trace.ResourceServer}
	for _, issuer := range c.issuers() {
		roles[localnet.HostOf(issuer)] = trace.AuthServer
	}
	return roles
}
