package redisconn_test

import (
	"fmt"
	"slices"
	"testing"

	"quartet.example/shared/redisconn"
	"quartet.example/shared/redistest"
)

// Scan must find each key that matches once, also if one SCAN does not look at all of them, and on
// every master of a cluster.
func TestScanFindsTheKeysThatMatch(t *testing.T) {
	rdb := redistest.New(t)
	for i := range 1200 {
		if err := rdb.Set(t.Context(), fmt.Sprintf("thing:{%d}", i), "1", 0).Err(); err != nil {
			t.Fatal(err)
		}
	}
	if err := rdb.Set(t.Context(), "other:{1}", "1", 0).Err(); err != nil {
		t.Fatal(err)
	}
	for limit, want := range map[int]struct {
		keys     int
		complete bool
	}{2000: {1200, true}, 1200: {1200, true}, 100: {100, false}, 0: {0, false}} {
		keys, complete, err := redisconn.Scan(t.Context(), rdb, "thing:{*", limit)
		slices.Sort(keys)
		if err != nil || len(keys) != want.keys || len(slices.Compact(keys)) != want.keys || complete != want.complete || slices.Contains(keys, "other:{1}") {
			t.Errorf("limit %d: got %d keys, %v, %v; want %d, %v", limit, len(keys), complete, err, want.keys, want.complete)
		}
	}
	if err := rdb.Close(); err != nil {
		t.Fatal(err)
	}
	if keys, complete, err := redisconn.Scan(t.Context(), rdb, "*", 1); err == nil || complete || keys != nil {
		t.Errorf("closed: got %v, %v, %v", keys, complete, err)
	}
}
