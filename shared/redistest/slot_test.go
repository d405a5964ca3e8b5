package redistest

import (
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"
)

// silent records that the test failed without failing it.
type silent struct {
	testing.TB
	failed bool
}

func (s *silent) Errorf(string, ...any) { s.failed = true }

func TestSlots(t *testing.T) { // examples from the Redis Cluster specification, and from CLUSTER KEYSLOT
	for key, want := range map[string]uint16{"123456789": 0x31C3 % 16384, "foo": 12182, "{foo}.a": 12182, "a{foo}": 12182, "{foo": slot("{foo"), "{}foo": slot("{}foo")} {
		if got := slot(key); got != want {
			t.Errorf("%q: got %d, want %d", key, got, want)
		}
	}
	if slot("{}foo") == slot("{}bar") {
		t.Error("an empty hash tag is none")
	}
}

func TestKeysOfOneCallLieInOneSlot(t *testing.T) {
	script := redis.NewScript(`return 1`)
	for name, c := range map[string]struct {
		do      func(rdb redis.UniversalClient) error
		refused bool
	}{
		"script, one tag": {func(rdb redis.UniversalClient) error {
			return script.Run(t.Context(), rdb, []string{"{a}1", "{a}2"}).Err()
		}, false},
		"script, two tags": {func(rdb redis.UniversalClient) error {
			return script.Run(t.Context(), rdb, []string{"{a}1", "{b}2"}).Err()
		}, true},
		"DEL of two":              {func(rdb redis.UniversalClient) error { return rdb.Del(t.Context(), "a", "b").Err() }, true},
		"SET of one":              {func(rdb redis.UniversalClient) error { return rdb.Set(t.Context(), "a", "b", 0).Err() }, false},
		"transaction, two tags":   {func(rdb redis.UniversalClient) error { return both(t, rdb.TxPipeline(), "a", "b") }, true},
		"transaction, one tag":    {func(rdb redis.UniversalClient) error { return both(t, rdb.TxPipeline(), "{a}1", "{a}2") }, false},
		"pipeline, any two nodes": {func(rdb redis.UniversalClient) error { return both(t, rdb.Pipeline(), "a", "b") }, false},
	} {
		t.Run(name, func(t *testing.T) {
			watched := &silent{TB: t}
			err := c.do(New(watched))
			if got := err != nil && strings.HasPrefix(err.Error(), "CROSSSLOT"); got != c.refused || watched.failed != c.refused {
				t.Errorf("got %v, and the test failed: %v", err, watched.failed)
			}
		})
	}
}

func both(t *testing.T, pipe redis.Pipeliner, one, two string) error {
	t.Helper()
	pipe.Set(t.Context(), one, "x", 0)
	pipe.Set(t.Context(), two, "x", 0)
	_, err := pipe.Exec(t.Context())
	return err
}
