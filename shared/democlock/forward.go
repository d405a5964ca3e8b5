package democlock

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/shared/announce"
	"quartet.example/shared/redisconn"
)

// Longest is the farthest that one call of Forward moves the clock.
const Longest = 30 * 24 * time.Hour

// ErrRange is the error of Forward for a duration that it does not accept.
var ErrRange = errors.New("the clock is moved forward, by a second at least and 30 days at most")

// advance adds ARGV[2] to the stored number of seconds, or to ARGV[1] if that is more, because the
// stored one was deleted.
var advance = redis.NewScript(`
local ahead = math.max(tonumber(redis.call("GET", KEYS[1]) or "0"), tonumber(ARGV[1])) + tonumber(ARGV[2])
redis.call("SET", KEYS[1], string.format("%d", ahead))
return ahead`)

// Forward moves the clock of every service by d, rounded up to a whole second. When it returns nil,
// every service uses the new time, and Redis has removed what expires until then. It returns ErrRange
// if d is not positive or longer than Longest, announce.ErrUnheard if a service did not answer within
// two seconds (the clock has moved nevertheless), or an error and the clock has not moved: Redis failed,
// or has more keys than can be looked at (redisconn.Scan).
func (c *Clock) Forward(ctx context.Context, d time.Duration) error {
	if d <= 0 || d > Longest {
		return ErrRange
	}
	c.forward.Lock()
	defer c.forward.Unlock()
	seconds := int64((d + time.Second - 1) / time.Second)
	if !redisconn.IsEmbedded(c.rdb) { // an embedded Redis follows the clock of the services
		if err := expire(ctx, c.rdb, time.Duration(seconds)*time.Second); err != nil {
			return fmt.Errorf("democlock: %w", err)
		}
	}
	ahead, err := advance.Run(ctx, c.rdb, []string{key}, c.ahead.Load(), seconds).Int64()
	if err != nil {
		return fmt.Errorf("democlock: %w", err)
	}
	c.set(ahead)
	return announce.Send(ctx, c.rdb, channel, ahead)
}
