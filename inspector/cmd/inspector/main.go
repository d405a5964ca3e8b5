// Command inspector shows every message between the services.
//
//	inspector [serve] [flags]   serve until SIGINT or SIGTERM, then finish open requests; --help lists the flags
//	inspector health [flags]    exit 0 without output if the running server is ready
package main

import (
	"quartet.example/inspector"
	"quartet.example/shared/service"
)

func main() { command().Main() }

func command() service.Command[inspector.Config] {
	return service.For("inspector", (*inspector.Config).Service, func(cfg inspector.Config, deps service.Deps) (*inspector.Server, error) {
		return inspector.New(cfg, inspector.Deps{Deps: deps})
	})
}
