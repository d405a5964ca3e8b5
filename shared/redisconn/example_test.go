package redisconn_test

import (
	"context"
	"log"

	"quartet.example/shared/redisconn"
)

// Open dials nothing; Ready tells whether Redis takes writes.
func ExampleOpen() {
	redis, err := redisconn.Open("rediss://user:secret@redis.example:6380/0")
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = redis.Close() }()
	if err := redis.Ready(context.Background()); err != nil {
		log.Print(err)
	}
}
