package democlock_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"quartet.example/shared/democlock"
	"quartet.example/shared/redisconn/embedded"
)

// A service takes Now from its clock, and the inspector moves the clocks of all services.
func ExampleClock_Forward() {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	rdb, err := embedded.Open(ctx, "")
	if err != nil {
		log.Fatal(err)
	}
	clock := democlock.Open(ctx, rdb, time.Now)
	if err := clock.Forward(ctx, 10*time.Minute); err != nil {
		log.Fatal(err)
	}
	fmt.Println(clock.Ahead())
	// Output: 10m0s
}
