package state

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/inspector/stateview"
	"quartet.example/shared/redisconn"
	"quartet.example/shared/trace/state"
)

// maxKeys is how many keys are counted.
const maxKeys = 20_000

// patience limits the time for counting.
const patience = time.Second

// Redis counts the keys of Redis by what they are for.
type Redis struct{ Client redis.UniversalClient }

func (r *Redis) role(ctx context.Context, now time.Time) stateview.Role {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	keys, complete, err := redisconn.Scan(ctx, r.Client, "*", maxKeys)
	role := stateview.Role{Key: "redis", Time: now, Answered: err == nil}
	if err == nil {
		role.Sections = []state.Section{r.server(ctx, len(keys), complete), counted(keys)}
	}
	return role
}

func (r *Redis) server(ctx context.Context, keys int, complete bool) state.Section {
	return state.Section{ID: "server", Name: "Server", Items: []state.Item{{Values: []state.Value{
		state.Count("keys", keys, !complete), state.Text("memory", r.memory(ctx)),
	}}}}
}

// memory returns the used memory, or "" if the server does not say it.
func (r *Redis) memory(ctx context.Context) string {
	info, err := r.Client.Info(ctx, "memory").Result()
	if err != nil {
		return ""
	}
	for line := range strings.Lines(info) {
		if human, ok := strings.CutPrefix(strings.TrimSpace(line), "used_memory_human:"); ok {
			return human
		}
	}
	return ""
}

// counted returns the number of keys for each kind of key.
func counted(keys []string) state.Section {
	s := state.Section{
		ID: "keys", Name: "Keys by kind",
		About: "A kind is the part of a key before the hash. Values are encrypted or hashed, except those that are not secret.",
	}
	kinds := map[string]int{}
	for _, key := range keys {
		kinds[kindOf(key)]++
	}
	for _, kind := range slices.SortedFunc(maps.Keys(kinds), func(a, b string) int { return cmp.Or(kinds[b]-kinds[a], cmp.Compare(a, b)) }) {
		s.Items = append(s.Items, state.Item{Values: []state.Value{state.Text("kind", kind), state.Count("keys", kinds[kind], false)}})
	}
	return s
}

// kindOf returns the parts of a key that are words, such as "client:session" of "client:session:{…}".
func kindOf(key string) string {
	var words []string
	for part := range strings.SplitSeq(key, ":") {
		if isWord(part) {
			words = append(words, part)
		}
	}
	if len(words) == 0 {
		return "other"
	}
	return strings.Join(words, ":")
}

// isWord reports whether a part of a key has only small letters and hyphens, and is short.
func isWord(part string) bool {
	return part != "" && len(part) <= 24 && strings.Trim(part, "abcdefghijklmnopqrstuvwxyz-") == ""
}
