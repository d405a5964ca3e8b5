// Package service is what the commands of all services have in common: they load the settings,
// connect to Redis, start logging and metrics, serve, and finish open requests at the end.
//
//	deps.go        Deps, which every New takes; Connect makes those of a command
//	command.go     Command: the subcommands serve and health
//	subcommand.go  further subcommands of a service, and the list of all for --help
//	repeatable.go  ids and times that are the same in every run, for golden files
//	version.go     Version: of the build, the module or the checkout
//	validate.go    checks of the settings that only commands use
package service
