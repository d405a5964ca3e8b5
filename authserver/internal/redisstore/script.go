package redisstore

import (
	"embed"

	"github.com/redis/go-redis/v9"
)

//go:embed lua/*.lua
var sources embed.FS

// untimed returns the script lua/NAME.lua.
func untimed(name string) *redis.Script { return redis.NewScript(source(name)) }

// timed returns the script lua/NAME.lua, which may call now().
func timed(name string) *redis.Script { return redis.NewScript(source("now") + source(name)) }

func source(name string) string {
	text, err := sources.ReadFile("lua/" + name + ".lua")
	if err != nil {
		panic(err) // at start, only for a name without a file
	}
	return string(text)
}
