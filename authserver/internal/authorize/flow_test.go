package authorize_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/internal/browser"
	"quartet.example/authserver/internal/browsertest"
	"quartet.example/authserver/internal/endpointtest"
	"quartet.example/shared/redistest"
)

func TestFlow(t *testing.T) {
	rdb := redistest.New(t)
	s := browsertest.StartOn(t, rdb)
	b := s.Browser(t)
	b.Authorize(browsertest.Request("notes")).Login("alice", "wonderland")
	if got := b.Outcome(); got != "consent" {
		t.Fatalf("after sign-in: got %s, want consent; %v %s", got, b.Visited, b.Body)
	}
	b.Decide("allow")

	t.Run("A-01 the answer is code, state and iss, and nothing else", func(t *testing.T) {
		q := b.Left.Query()
		if len(q) != 3 || q.Get("code") == "" || q.Get("state") != "xyz" || q.Get("iss") != browsertest.Issuer {
			t.Errorf("got %v", q)
		}
		if !strings.HasPrefix(b.Left.String(), browsertest.Callback+"?") || b.Left.Fragment != "" {
			t.Errorf("got %s, want %s", b.Left, browsertest.Callback)
		}
	})
	t.Run("A-18 each redirect is a 303, and none is stored", func(t *testing.T) {
		if got := b.Visited; !slices.Equal(got, []string{"POST /consent 303"}) {
			t.Errorf("got %v", got)
		}
		if got := b.Response.Get("Cache-Control"); got != "no-store" {
			t.Errorf("Cache-Control: got %q", got)
		}
	})
	t.Run("the code is worth tokens", func(t *testing.T) {
		a := s.Post(t, "/token", "notes", endpointtest.Redemption(b.Code()))
		if a.Status != http.StatusOK || a.AccessToken == "" || a.IDToken == "" || a.RefreshToken == "" {
			t.Errorf("got %d %s", a.Status, a.Body)
		}
	})
	t.Run("J-06 with the session and the consent no page is shown again", func(t *testing.T) {
		if b.Authorize(browsertest.Request("notes")); b.Outcome() != "code" || len(b.Visited) != 1 {
			t.Errorf("got %s by %v", b.Outcome(), b.Visited)
		}
	})
	t.Run("the browser holds these cookies and no other, and Redis holds none of them", func(t *testing.T) {
		want := slices.Sorted(slices.Values([]string{browser.BrowserCookie, browser.SessionCookie, browser.KnownCookie}))
		if got := slices.Sorted(maps.Keys(b.Cookies)); !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
		dump := dump(t, rdb)
		for _, name := range want {
			if v := b.Cookies[name]; v == "" || strings.Contains(dump, v) {
				t.Errorf("%s: %q is missing, or in Redis in clear", name, v)
			}
		}
		if strings.Contains(dump, "wonderland") || strings.Contains(s.Log.String(), "wonderland") {
			t.Error("the password is in Redis or in the log")
		}
	})
}

// dump is every key and value in Redis.
func dump(t *testing.T, rdb redis.UniversalClient) string {
	t.Helper()
	ctx := t.Context()
	keys, err := rdb.Keys(ctx, "*").Result()
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, key := range keys {
		fmt.Fprintln(&all, key, rdb.Get(ctx, key).Val(), rdb.HGetAll(ctx, key).Val(), rdb.SMembers(ctx, key).Val())
	}
	return all.String()
}
