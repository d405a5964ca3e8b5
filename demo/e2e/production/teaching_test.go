package production_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"quartet.example/inspector"
	"quartet.example/shared/config"
	"quartet.example/shared/service"
)

// usesOfTeaching are the commands that only the dev profile sends, for the announcements of step mode and
// the demo clock, and for the state view. INFO also lists commands that the ACL refused.
var usesOfTeaching = regexp.MustCompile(`cmdstat_(publish|subscribe|psubscribe|ssubscribe|scan)\b`)

// keysOfTeaching are the keys of the recorder, of the state view and of announcements.
var keysOfTeaching = regexp.MustCompile(`^(trace|announce)(:|$)`)

// Nothing of the inspector is in production: no message is recorded or held, nobody moves the clock, and
// nobody answers what the services hold. This must be so even if a dev profile left its keys in Redis.
func TestProductionHasNothingOfTheInspector(t *testing.T) {
	f := startFleet(t)
	left := map[string]string{"step": fmt.Sprintf(`{"kind":"all","until":%q}`, time.Now().Add(time.Hour).Format(time.RFC3339)), "democlock": "86400"}
	for key, value := range left {
		if err := f.redis.Set(t.Context(), key, value, 0).Err(); err != nil {
			t.Fatal(err)
		}
	}
	began := time.Now()
	b := f.signIn(t)
	if got := b.Fetch(http.MethodPost, "/api/notes", `{"text":"milk"}`); got.Status != http.StatusCreated {
		t.Errorf("add: got %d %s", got.Status, got.Body)
	}
	if took := time.Since(began); took > time.Minute {
		t.Errorf("the flow took %s: messages were held", took)
	}
	keys, err := f.redis.Keys(t.Context(), "*").Result()
	if err != nil || len(keys) <= len(left) {
		t.Fatalf("got keys %v, %v", keys, err)
	}
	for _, key := range keys {
		if keysOfTeaching.MatchString(key) {
			t.Errorf("the key %s is in Redis", key)
		}
	}
	for key, value := range left {
		if got := f.redis.Get(t.Context(), key).Val(); got != value {
			t.Errorf("%s: got %q, want %q as before", key, got, value)
		}
	}
	stats, err := f.redis.Info(t.Context(), "commandstats").Result()
	if err != nil || !strings.Contains(stats, "cmdstat_evalsha") {
		t.Fatalf("the commands that were sent: %q, %v", stats, err)
	}
	if sent := usesOfTeaching.FindAllString(stats, -1); len(sent) > 0 {
		t.Errorf("Redis was sent %v", sent)
	}
	if _, err := inspector.New(inspector.Config{Profile: config.Production}, inspector.Deps{Deps: service.Deps{Redis: f.redis}}); err == nil || !strings.Contains(err.Error(), "production") {
		t.Errorf("the inspector, with POST /step and POST /clock: got %v, want a refusal to start", err)
	}
}
