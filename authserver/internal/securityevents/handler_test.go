package securityevents_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/authserver/internal/endpointtest"
	"quartet.example/authserver/internal/redisstore"
	"quartet.example/authserver/internal/securityevents"
	"quartet.example/shared/redistest"
	"quartet.example/shared/securityevent"
)

// poll sends a body as the client.
func poll(t *testing.T, s *endpointtest.Server, client, body string) endpointtest.Answer {
	t.Helper()
	r := s.Request(t, securityevents.Path, body)
	r.Header.Set("Content-Type", "application/json")
	if client != "" {
		r.SetBasicAuth(client, endpointtest.Secret(client))
	}
	return s.Do(t, r)
}

func answer(t *testing.T, a endpointtest.Answer) securityevent.Answer {
	t.Helper()
	var said securityevent.Answer
	if err := json.Unmarshal([]byte(a.Body), &said); err != nil || a.Status != http.StatusOK || a.Header.Get("Cache-Control") != "no-store" {
		t.Fatalf("got %d %s", a.Status, a.Body)
	}
	return said
}

// ask polls as the resource server, and does not wait.
func ask(t *testing.T, s *endpointtest.Server, more string) securityevent.Answer {
	t.Helper()
	return answer(t, poll(t, s, "notes-api", `{"returnImmediately":true`+more+`}`))
}

// subjects are what the SETs are about, in the order of the feed.
func subjects(t *testing.T, a securityevent.Answer) (found []string) {
	t.Helper()
	rules := securityevent.Rules{
		Issuer: endpointtest.Issuer, Audience: "notes-api", Methods: []string{"ES256"}, Keys: endpointtest.Keys{}.Public,
	}
	for _, jti := range slices.Sorted(maps.Keys(a.Sets)) {
		claims, err := rules.Parse(a.Sets[jti])
		if err != nil || claims.ID != jti {
			t.Fatalf("SET %s: %v", jti, err)
		}
		if _, ok := claims.Revoked(); !ok {
			t.Errorf("SET %s: %s", jti, claims.Events)
		}
		found = append(found, claims.Subject.JWTID+claims.Subject.ID)
	}
	return found
}

func claimsOf(t *testing.T, token string) jwt.MapClaims {
	t.Helper()
	claims := jwt.MapClaims{}
	if _, _, err := jwt.NewParser().ParseUnverified(token, claims); err != nil {
		t.Fatal(err)
	}
	return claims
}

// Whatever revokes it, the resource server is told. Logout and the account page
// have their tests with a browser (demo/e2e/revocation).
func TestEveryPathIsTold(t *testing.T) {
	for name, tt := range map[string]struct {
		by     func(*testing.T, *endpointtest.Server, endpointtest.Answer, string)
		member string
	}{
		"H-06 the access token at /revoke": {func(t *testing.T, s *endpointtest.Server, a endpointtest.Answer, _ string) {
			s.Post(t, "/revoke", "notes", endpointtest.Params{"token": a.AccessToken})
		}, "jti"},
		"H-05 the refresh token at /revoke": {func(t *testing.T, s *endpointtest.Server, a endpointtest.Answer, _ string) {
			s.Post(t, "/revoke", "notes", endpointtest.Params{"token": a.RefreshToken})
		}, "gid"},
		"the code comes back": {func(t *testing.T, s *endpointtest.Server, _ endpointtest.Answer, code string) {
			s.Post(t, "/token", "notes", endpointtest.Redemption(code))
		}, "gid"},
		"a rotated refresh token comes back": {func(t *testing.T, s *endpointtest.Server, a endpointtest.Answer, _ string) {
			s.Refresh(t, "notes", s.Refresh(t, "notes", a.RefreshToken).RefreshToken)
			s.Clock.Forward(endpointtest.Grace + time.Second)
			s.Refresh(t, "notes", a.RefreshToken)
		}, "gid"},
		"a disabled user refreshes": {func(t *testing.T, s *endpointtest.Server, a endpointtest.Answer, _ string) {
			s.People.Disable(endpointtest.Alice)
			s.Refresh(t, "notes", a.RefreshToken)
		}, "gid"},
		"K-07 the session ends": {func(t *testing.T, s *endpointtest.Server, _ endpointtest.Answer, _ string) {
			if err := s.Store.RevokeSession(t.Context(), "session"); err != nil {
				t.Fatal(err)
			}
		}, "gid"},
	} {
		t.Run(name, func(t *testing.T) {
			s := endpointtest.Start(t)
			code := s.Authorize(t, "notes")
			a := s.Post(t, "/token", "notes", endpointtest.Redemption(code))
			if got := subjects(t, ask(t, s, "")); len(got) > 0 {
				t.Fatalf("before: %q", got)
			}
			tt.by(t, s, a, code)
			want, _ := claimsOf(t, a.AccessToken)[tt.member].(string)
			if got := subjects(t, ask(t, s, "")); !slices.Equal(got, []string{want}) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestWhatASETSays(t *testing.T) {
	s := endpointtest.Start(t)
	revoked := s.SignIn(t, "notes").AccessToken
	s.Post(t, "/revoke", "notes", endpointtest.Params{"token": revoked})
	a := ask(t, s, "")
	for jti, set := range a.Sets {
		parsed, _, err := jwt.NewParser().ParseUnverified(set, jwt.MapClaims{})
		if err != nil {
			t.Fatal(err)
		}
		got, _ := json.Marshal(parsed.Claims)
		now, about := s.Clock.Now().Unix(), claimsOf(t, revoked)["jti"]
		want, _ := json.Marshal(map[string]any{
			"iss": endpointtest.Issuer, "aud": []string{"notes-api"}, "jti": jti, "iat": now,
			"sub_id": map[string]any{"format": "jwt_id", "iss": endpointtest.Issuer, "jti": about},
			"events": map[string]any{securityevent.TokenRevoked: map[string]any{"event_timestamp": now, "expires_at": now + 300 + 120}},
		})
		if string(got) != string(want) || parsed.Header["typ"] != "secevent+jwt" {
			t.Errorf("RFC 8417 §2.2: got %s %s, want %s", parsed.Header["typ"], got, want)
		}
	}
	if len(a.Sets) != 1 {
		t.Errorf("got %d SETs, want 1", len(a.Sets))
	}
	t.Run("F-17 it is no access token", func(t *testing.T) {
		for _, set := range a.Sets {
			if got := s.Post(t, "/introspect", "notes-api", endpointtest.Params{"token": set}); strings.TrimSpace(got.Body) != `{"active":false}` {
				t.Errorf("got %s", got.Body)
			}
		}
	})
}

func TestWhoMayPoll(t *testing.T) {
	s := endpointtest.Start(t)
	for name, tt := range map[string]struct{ client, want string }{
		"nobody without credentials":          {"", "401 invalid_client"},
		"no public client":                    {"native", "401 invalid_client"},
		"no application, confidential or not": {"notes", "403 access_denied"},
		"the resource":                        {"notes-api", "200"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := poll(t, s, tt.client, `{"returnImmediately":true}`).Outcome(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestPollsThatAreRefused(t *testing.T) {
	s := endpointtest.Start(t)
	for name, body := range map[string]string{
		"nothing":                    "",
		"a form":                     "returnImmediately=true",
		"an array":                   `[]`,
		"something follows":          `{"returnImmediately":true}{}`,
		"maxEvents is negative":      `{"maxEvents":-1}`,
		"maxEvents is a word":        `{"maxEvents":"all"}`,
		"position is of the storage": `{"returnImmediately":true,"position":"+"}`,
		"position is too long":       `{"returnImmediately":true,"position":"` + strings.Repeat("1", 30) + `-0"}`,
		"ack is not a jti of ours":   `{"returnImmediately":true,"ack":["$"]}`,
	} {
		t.Run(name, func(t *testing.T) {
			if got := poll(t, s, "notes-api", body).Outcome(); got != "400 invalid_request" {
				t.Errorf("got %q", got)
			}
		})
	}
	t.Run("GET", func(t *testing.T) {
		r := s.Request(t, securityevents.Path, "")
		r.Method = http.MethodGet
		if got := s.Do(t, r).Status; got != http.StatusMethodNotAllowed {
			t.Errorf("got %d", got)
		}
	})
	t.Run("another media type", func(t *testing.T) {
		r := s.Request(t, securityevents.Path, `{}`)
		r.SetBasicAuth("notes-api", endpointtest.Secret("notes-api"))
		if got := s.Do(t, r).Outcome(); got != "400 invalid_request" {
			t.Errorf("got %q", got)
		}
	})
}

func revoke(t *testing.T, s *endpointtest.Server, gids ...string) {
	t.Helper()
	for _, gid := range gids {
		if err := s.Store.RevokeGrant(t.Context(), gid); err != nil {
			t.Fatal(err)
		}
	}
}

func TestPositions(t *testing.T) {
	s := endpointtest.Start(t)
	revoke(t, s, "a", "b", "c")
	first := ask(t, s, `,"maxEvents":2,"position":"0-0"`)
	if got := subjects(t, first); !slices.Equal(got, []string{"a", "b"}) || !first.MoreAvailable {
		t.Fatalf("RFC 8936 §2.3: got %q, more %v", got, first.MoreAvailable)
	}
	for range 2 { // as after an answer that was lost
		second := ask(t, s, `,"maxEvents":2,"position":"`+first.Position+`"`)
		if got := subjects(t, second); !slices.Equal(got, []string{"c"}) || second.MoreAvailable {
			t.Errorf("got %q, more %v", got, second.MoreAvailable)
		}
	}
}

func TestAcknowledgements(t *testing.T) {
	s := endpointtest.Start(t)
	revoke(t, s, "a", "b", "c")
	all := ask(t, s, "")
	jtis := slices.Sorted(maps.Keys(all.Sets))
	again := ask(t, s, "")
	if got := subjects(t, again); !slices.Equal(got, []string{"a", "b", "c"}) {
		t.Errorf("RFC 8936 §2.5 what was not acknowledged comes again: got %q", got)
	}
	only := ask(t, s, `,"maxEvents":0,"ack":["`+jtis[0]+`","`+jtis[2]+`"]`)
	if len(only.Sets) != 0 {
		t.Errorf("RFC 8936 §2.4 an acknowledgement alone: got %v", only)
	}
	if got := subjects(t, ask(t, s, "")); !slices.Equal(got, []string{"b"}) {
		t.Errorf("got %q, want b", got)
	}
	if got := subjects(t, ask(t, s, `,"ack":["`+jtis[1]+`"]`)); len(got) != 0 {
		t.Errorf("got %q, want nothing", got)
	}
	revoke(t, s, "d")
	if got := subjects(t, ask(t, s, `,"maxEvents":1`)); !slices.Equal(got, []string{"d"}) {
		t.Errorf("got %q, want d: it lies behind what was acknowledged", got)
	}
	if got := subjects(t, ask(t, s, `,"position":"0-0"`)); len(got) != 4 {
		t.Errorf("another process, which follows by position: got %q, want all", got)
	}
}

func TestRefusedSETsAreLogged(t *testing.T) {
	s := endpointtest.Start(t)
	ask(t, s, `,"setErrs":{"1-0":{"err":"invalid_key","description":"x"}}`)
	if got := s.Log.String(); !strings.Contains(got, "refused a security event token") || !strings.Contains(got, "invalid_key") {
		t.Errorf("RFC 8936 §2.6: got %s", got)
	}
}

func TestLongPoll(t *testing.T) {
	t.Run("RFC 8936 §2.5 a poll waits for a revocation, made at any replica", func(t *testing.T) {
		rdb := redistest.New(t)
		store := func(now func() time.Time) *redisstore.Store { return redisstore.New(rdb, now) }
		s, other := endpointtest.StartOn(t, store), endpointtest.StartOn(t, store)
		for _, how := range []string{`{"position":"0-0"}`, `{}`} {
			before := ask(t, s, "")
			if how != `{}` {
				how = `{"position":"` + max(before.Position, "0-0") + `"}`
			} else {
				ask(t, s, `,"ack":["`+strings.Join(slices.Collect(maps.Keys(before.Sets)), `","`)+`"]`)
			}
			const waiters = 5
			answers := make(chan endpointtest.Answer, waiters)
			for range waiters {
				go func() { answers <- poll(t, s, "notes-api", how) }()
			}
			revoke(t, other, "gid "+how)
			for range waiters {
				if got := subjects(t, answer(t, <-answers)); !slices.Equal(got, []string{"gid " + how}) {
					t.Errorf("%s: got %q", how, got)
				}
			}
		}
	})
	t.Run("and no longer than it may", func(t *testing.T) {
		s := endpointtest.Start(t)
		s.Events.Patience = 10 * time.Millisecond
		if got := answer(t, poll(t, s, "notes-api", `{"position":"0-0"}`)); len(got.Sets) != 0 || got.Position != "0-0" {
			t.Errorf("got %v", got)
		}
	})
	t.Run("O-12 Redis away while it waits: 503 with Retry-After", func(t *testing.T) {
		redis, rdb := redistest.Server(t)
		s := endpointtest.StartOn(t, func(now func() time.Time) *redisstore.Store { return redisstore.New(rdb, now) })
		answers := make(chan endpointtest.Answer)
		go func() { answers <- poll(t, s, "notes-api", `{}`) }()
		waiting := time.After(50 * time.Millisecond) // let it wait; it is refused as well if it comes later
		<-waiting
		redis.Close()
		if a := <-answers; a.Outcome() != "503 temporarily_unavailable" || a.Header.Get("Retry-After") == "" {
			t.Errorf("got %s", a.Outcome())
		}
		if err := redis.Restart(); err != nil {
			t.Fatal(err)
		}
		revoke(t, s, "after")
		if got := subjects(t, answer(t, poll(t, s, "notes-api", `{}`))); !slices.Equal(got, []string{"after"}) {
			t.Errorf("got %q", got)
		}
	})
}
