// Command resourceserver is the resource server: an API that stores notes.
//
//	resourceserver [serve] [flags]   serve until SIGINT or SIGTERM, then finish open requests; --help lists the flags
//	resourceserver health [flags]    exit 0 without output if the running server is ready
package main

import (
	"quartet.example/resourceserver"
	"quartet.example/shared/service"
)

func main() { command().Main() }

func command() service.Command[resourceserver.Config] {
	return service.For("resourceserver", (*resourceserver.Config).Service, resourceserver.New)
}
