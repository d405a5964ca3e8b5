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
	return service.For("client", (*client.Config).Service, client.New)
}
