package state

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/shared/redisconn"
)

// Ask asks every process that listens for what it holds, and returns the answers, ordered by service
// and process. It returns when as many processes have answered as got the question, at the latest after
// 800 ms. After a failover a cluster may not count some of the processes (redisconn.Publish), so there each
// of the services must also have answered. The error is the one of Redis; there may be answers in addition.
func Ask(ctx context.Context, rdb redis.UniversalClient, services ...string) ([]Snapshot, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	id := rand.Text()
	heard, err := redisconn.Publish(ctx, rdb, channel, id)
	if err != nil {
		return nil, fmt.Errorf("ask for the state: %w", err)
	}
	isCluster := redisconn.IsCluster(rdb)
	answers, err := collect(ctx, rdb, prefix+id, func(answers []Snapshot) bool {
		return int64(len(answers)) >= heard && (!isCluster || haveAnswered(services, answers))
	})
	slices.SortFunc(answers, func(a, b Snapshot) int {
		return cmp.Or(cmp.Compare(a.Service, b.Service), cmp.Compare(a.Instance, b.Instance))
	})
	return answers, err
}

// haveAnswered reports whether there is an answer of each service.
func haveAnswered(services []string, answers []Snapshot) bool {
	return !slices.ContainsFunc(services, func(service string) bool {
		return !slices.ContainsFunc(answers, func(s Snapshot) bool { return s.Service == service })
	})
}

// The time between two looks at the answers, which doubles.
const (
	firstLook = 2 * time.Millisecond
	lastLook  = 50 * time.Millisecond
)

// collect reads the list at key until it is complete, or until ctx ends.
func collect(ctx context.Context, rdb redis.UniversalClient, key string, complete func([]Snapshot) bool) (answers []Snapshot, err error) {
	for pause := firstLook; ; pause = min(2*pause, lastLook) {
		list, err := rdb.LRange(ctx, key, int64(len(answers)), -1).Result()
		switch {
		case isOver(ctx):
			return answers, nil // the time is up: what has arrived is the result
		case err != nil:
			return answers, fmt.Errorf("read the state: %w", err)
		}
		for _, one := range list {
			var s Snapshot
			if err := json.Unmarshal([]byte(one), &s); err != nil {
				return answers, fmt.Errorf("read the state: %w", err)
			}
			answers = append(answers, s)
		}
		if complete(answers) || !waited(ctx, pause) {
			return answers, nil
		}
	}
}

// isOver reports whether ctx has ended. The deadline of ctx is also that of the connection, which can
// notice it before ctx does.
func isOver(ctx context.Context) bool {
	deadline, ok := ctx.Deadline()
	return ctx.Err() != nil || ok && time.Until(deadline) <= 0
}

// waited waits, and returns false if ctx ended before.
func waited(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
