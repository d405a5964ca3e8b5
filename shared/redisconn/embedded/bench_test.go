package embedded_test

import (
	"testing"

	"github.com/redis/go-redis/v9"

	"quartet.example/shared/redistest"
)

// BenchmarkEmbedded compares the embedded server in memory with loopback TCP; see the package
// comment.
func BenchmarkEmbedded(b *testing.B) {
	script := redis.NewScript(`return redis.call("GET", KEYS[1])`)
	_, tcp := redistest.Server(b)
	for name, rdb := range map[string]redis.UniversalClient{"memory": redistest.New(b), "tcp": tcp} {
		b.Run(name, func(b *testing.B) {
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					_ = script.Run(b.Context(), rdb, []string{"k"}).Err()
				}
			})
		})
	}
}
