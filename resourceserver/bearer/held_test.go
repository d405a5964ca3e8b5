package bearer

import (
	"testing"
	"time"
)

// The list must have what is remembered, without tokens whose key was withdrawn, and say what it leaves
// out.
func TestHeldListsWhatIsRemembered(t *testing.T) {
	known, withdrawn := &keys{}, &keys{}
	v := &Validator{cache: newCache(1000)}
	for i := range 3 {
		v.cache.put(cacheKey{byte(i)}, cached(known, time.Unix(int64(100-i), 0)))
	}
	v.cache.put(cacheKey{9}, cached(withdrawn, time.Unix(1, 0)))
	withdrawn.generation.Add(1)
	got := v.Held(2)
	if len(got.Tokens) != 2 || got.More != 1 || got.Tokens[0].Claims.ExpiresAt.Unix() != 98 || got.Tokens[1].Claims.ExpiresAt.Unix() != 99 {
		t.Errorf("got %d tokens and %d more", len(got.Tokens), got.More)
	}
}
