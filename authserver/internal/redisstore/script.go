package redisstore

import (
	_ "embed"

	"github.com/redis/go-redis/v9"
)

//go:embed lua/now.lua
var nowSource string

// timed makes a script that may call now().
func timed(source string) *redis.Script { return redis.NewScript(nowSource + source) }
