// Command client is the client.
//
//	client [serve] [flags]   serve until SIGINT or SIGTERM, then drain; --help lists the flags
//	client health [flags]    exit 0, silently, if the running server is ready
package main

import (
	"quartet.example/client"
	"quartet.example/shared/service"
)

func main() { command().Main() }

func command() service.Command[client.Config] {
	return service.Command[client.Config]{
		Name:     "client",
		Settings: (*client.Config).Service,
		New:      func(c client.Config, d service.Deps) (service.Server, error) { return client.New(c, d) },
	}
}
