package conformance_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"quartet.example/demo/e2e/rig"
	"quartet.example/inspector/stateview"
	"quartet.example/shared/trace"
	"quartet.example/shared/trace/state"
	"quartet.example/shared/waittest"
)

// knownCookie marks a browser in which the user has signed in before.
const knownCookie = "__Host-quartet-authserver-known"

// TestState follows a sign-in, a refresh and a sign-out in what the inspector shows of each role, and
// looks for raw secrets in it and in Redis.
func TestState(t *testing.T) {
	t.Parallel()
	s := rig.Start(t)
	wantItems(t, s, "every service answers, and holds nothing of a user", 0, 0, 0)

	b := s.SignIn(t)
	b.Fetch(http.MethodGet, "/api/notes", "")
	v := wantItems(t, s, "after the sign-in", 1, 1, 1)
	wantGenerations(t, v, "current")
	wantCookies(t, s, rig.AuthBrowserCookie, knownCookie, rig.AuthSessionCookie, rig.BrowserCookie, rig.SessionCookie)
	client, family := items(v, trace.Client, "sessions")[0], items(v, trace.AuthServer, state.Families)[0]
	if got, want := printOf(family.Items[0], "refresh_token"), printOf(client, "refresh_token"); got != want || got == "" {
		t.Errorf("the refresh token has the fingerprint %q in the messages, and %q at the client", got, want)
	}
	if got, want := printOf(family.Items[0].Items[0], "access_token"), printOf(client, "access_token"); got != want || got == "" {
		t.Errorf("the access token has the fingerprint %q in the messages, and %q at the client", got, want)
	}
	if got := items(v, trace.ResourceServer, "tokens"); len(got) != 1 || got[0].Key != family.Items[0].Items[0].Key {
		t.Errorf("the resource server has verified %+v, want the access token", got)
	}

	s.Clock.Forward(s.Settings.Authserver.AccessTokenTTL + time.Second)
	b.Fetch(http.MethodGet, "/api/notes", "")
	waittest.Until(t, "generation 2", func() bool {
		v = stateOf(t, s)
		return len(items(v, trace.AuthServer, state.Families)[0].Items) == 2
	})
	wantGenerations(t, v, "replaced", "current")

	b.Open(s.Client+"/").Submit(`form[action="/logout"]`, url.Values{})
	b.Press("decision", "sign-out")
	v = wantItems(t, s, "after the sign-out", 0, 0, 1)
	wantGenerations(t, v, "revoked", "revoked")
	wantCookies(t, s, rig.AuthBrowserCookie, knownCookie)

	t.Run("nothing that the state shows, and no key of Redis, holds a secret", func(t *testing.T) {
		all := backchannel(s).front(b)
		shown := call(t, plain(t), request(t, http.MethodGet, s.Inspector+"/state.json", "")).Body + call(t, plain(t), request(t, http.MethodGet, s.Inspector+"/state", "")).Body
		dump, err := rig.Dump(t.Context(), s.Redis)
		if err != nil {
			t.Fatal(err)
		}
		answers := 0
		for key, value := range dump {
			if strings.HasPrefix(key, "trace:state:") {
				answers, shown = answers+1, shown+key+value
			}
		}
		if len(all) < 12 || answers == 0 {
			t.Fatalf("%d secrets, %d answers: there is nothing to look at", len(all), answers)
		}
		for _, what := range all.find(shown) {
			t.Error(what)
		}
	})
}

func stateOf(t *testing.T, s *rig.Stack) (v stateview.View) {
	t.Helper()
	body := call(t, plain(t), request(t, http.MethodGet, s.Inspector+"/state.json", "")).Body
	if err := json.Unmarshal([]byte(body), &v); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	return v
}

// wantItems waits for the numbers of sessions at the client, sessions of users and grants.
func wantItems(t *testing.T, s *rig.Stack, when string, sessions, users, grants int) (v stateview.View) {
	t.Helper()
	waittest.Until(t, when, func() bool {
		v = stateOf(t, s)
		if slices.ContainsFunc(v.Roles, func(r stateview.Role) bool { return !r.Answered }) {
			return false
		}
		families := items(v, trace.AuthServer, state.Families)
		return len(items(v, trace.Client, "sessions")) == sessions && len(items(v, trace.AuthServer, "sessions")) == users &&
			len(families) == grants && !slices.ContainsFunc(families, func(i state.Item) bool { return len(i.Items) == 0 })
	})
	return v
}

func items(v stateview.View, role, id string) []state.Item {
	for _, r := range v.Roles {
		for _, section := range r.Sections {
			if r.Key == role && section.ID == id {
				return section.Items
			}
		}
	}
	return nil
}

func wantGenerations(t *testing.T, v stateview.View, want ...string) {
	t.Helper()
	var got []string
	for i, generation := range items(v, trace.AuthServer, state.Families)[0].Items {
		got = append(got, generation.Status)
		if name := "Refresh token, generation " + string(rune('1'+i)); generation.Name != name || len(generation.Items) != 1 {
			t.Errorf("got %q with %d access tokens, want %q with one", generation.Name, len(generation.Items), name)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("generations: got %v, want %v", got, want)
	}
}

// wantCookies waits until the messages show these cookies: an event is recorded after the response.
func wantCookies(t *testing.T, s *rig.Stack, want ...string) {
	t.Helper()
	waittest.Until(t, "the cookies", func() bool {
		var got []string
		v := stateOf(t, s)
		for _, item := range slices.Concat(items(v, trace.Browser, "cookies-app.localhost"), items(v, trace.Browser, "cookies-auth.localhost")) {
			got = append(got, item.Values[0].Param.Name)
		}
		slices.Sort(got)
		return slices.Equal(got, want)
	})
}

// printOf returns the fingerprint of a value of an item.
func printOf(item state.Item, name string) string {
	for _, v := range item.Values {
		if v.Name == name && v.Param != nil {
			return v.Param.Print
		}
	}
	return ""
}
