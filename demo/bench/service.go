package main

import (
	"log/slog"
	"net/http"
	"os"

	"quartet.example/authserver"
	"quartet.example/client"
	"quartet.example/resourceserver"
	"quartet.example/shared/config/flags"
	"quartet.example/shared/redisconn"
	"quartet.example/shared/service"
	"quartet.example/shared/telemetry"
)

// service is one of our services, without a recorder, as its command would make it.
func (c *childConfig) service() (http.Handler, func() error, error) {
	switch c.Role {
	case "authserver":
		seed, err := c.writeSeed()
		if err != nil {
			return nil, nil, err
		}
		return wire(c, (*authserver.Config).Service, func(cfg authserver.Config, d service.Deps) (service.Server, error) { return authserver.New(cfg, d) },
			"--issuer="+c.At.Auth, "--seed="+seed, "--seal-key="+benchSecret, "--start-rate=1000000")
	case "resourceserver":
		return wire(c, (*resourceserver.Config).Service, func(cfg resourceserver.Config, d service.Deps) (service.Server, error) {
			return resourceserver.New(cfg, d)
		},
			"--issuer="+c.Issuer, "--other-issuers="+c.At.Auth, "--resource="+c.At.API, "--revocation="+resourceserver.RevocationNone) // the bench's issuer has no feed
	}
	return wire(c, (*client.Config).Service, func(cfg client.Config, d service.Deps) (service.Server, error) { return client.New(cfg, d) },
		"--issuer="+c.At.Auth, "--public-url="+c.At.App, "--api-url="+c.At.API, "--client-id="+benchApp, "--client-secret="+benchSecret,
		"--scopes=openid,notes:read", "--api-routes=GET /whoami", "--seal-key="+benchSecret, "--login-rate=1000", "--id-token-alg=ES256")
}

// wire loads the settings from these arguments, connects and makes the service.
func wire[C any](c *childConfig, settings func(*C) service.Settings, create func(C, service.Deps) (service.Server, error), arguments ...string) (http.Handler, func() error, error) {
	var cfg C
	if err := flags.Load(c.Role, "NOT_SET", &cfg, arguments); err != nil {
		return nil, nil, err
	}
	redis, err := redisconn.Open(c.RedisURL)
	if err != nil {
		return nil, nil, err
	}
	deps := service.Deps{Redis: redis, Metrics: telemetry.Registry(), Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))}
	server, err := create(cfg, deps.WithDefaults(settings(&cfg)))
	if err != nil {
		return nil, nil, err
	}
	return server, server.Close, nil
}
