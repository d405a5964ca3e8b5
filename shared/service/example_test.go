package service_test

import (
	"net/http"

	"quartet.example/shared/config"
	"quartet.example/shared/service"
)

type greeter struct{ http.Handler }

func (greeter) Close() error { return nil }

// The command of a service: flags, variables, Redis, logs, serve until SIGTERM. Its main
// function calls Main.
func ExampleCommand() {
	type settings struct {
		Listen   string        `default:"localhost:8081" help:"address to listen on"`
		RedisURL config.Secret `env:"REDIS_URL" help:"empty for the embedded one"`
	}
	command := service.Command[settings]{
		Name: "greeter",
		Settings: func(s *settings) service.Settings {
			return service.Settings{Name: "greeter", Profile: config.Dev, Listen: s.Listen, RedisURL: s.RedisURL, LogLevel: "info"}
		},
		New: func(settings, service.Deps) (service.Server, error) {
			return greeter{http.NotFoundHandler()}, nil
		},
	}
	_ = command.Main
}
