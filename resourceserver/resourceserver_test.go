package resourceserver_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quartet.example/resourceserver"
	"quartet.example/resourceserver/internal/issuertest"
	"quartet.example/shared/accesstoken"
	"quartet.example/shared/config/flags"
	"quartet.example/shared/oauth"
)

type claims = accesstoken.Claims

type note struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

func decode[T any](t *testing.T, body []byte) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(body, &v); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return v
}

func TestNotesOfAUser(t *testing.T) {
	r := start(t)
	alice := r.of(t, "alice", "notes:read", "notes:write")
	w := r.do(t, "POST", "/notes", alice, `{"text":"milk"}`)
	wantStatus(t, w, http.StatusCreated)
	added := decode[note](t, w.Body.Bytes())
	if got, want := w.Header().Get("Location"), "/notes/"+added.ID; got != want || added.Text != "milk" {
		t.Errorf("got %s and %+v, want %s", got, added, want)
	}
	w = r.do(t, "GET", "/notes", alice, "")
	if diff := cmp.Diff([]note{added}, decode[struct{ Notes []note }](t, w.Body.Bytes()).Notes); diff != "" {
		t.Error(diff)
	}
	if got := w.Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("M-04 Cache-Control: got %q, want no-store", got)
	}
	wantStatus(t, r.do(t, "GET", "/notes/"+added.ID, alice, ""), http.StatusOK)

	for name, other := range map[string]string{
		"another user": r.of(t, "bob", "notes:read", "notes:write"),
		"a service":    r.of(t, "service", "notes:read", "notes:write"),
	} {
		t.Run(name, func(t *testing.T) {
			wantProblem(t, r.do(t, "GET", "/notes/"+added.ID, other, ""), http.StatusNotFound, "rs.note.own")
			wantProblem(t, r.do(t, "DELETE", "/notes/"+added.ID, other, ""), http.StatusNotFound, "rs.note.own")
			if got := r.do(t, "GET", "/notes", other, "").Body.String(); strings.TrimSpace(got) != `{"notes":[]}` {
				t.Errorf("list: got %s, want none", got)
			}
		})
	}
	wantStatus(t, r.do(t, "DELETE", "/notes/"+added.ID, alice, ""), http.StatusNoContent)
	wantProblem(t, r.do(t, "DELETE", "/notes/"+added.ID, alice, ""), http.StatusNotFound, "rs.note.own")
	wantProblem(t, r.do(t, "GET", "/notes/"+added.ID, alice, ""), http.StatusNotFound, "rs.note.own")
}

func TestScopeOfEachRoute(t *testing.T) { // F-21
	r := start(t)
	for _, route := range []struct{ method, path, body, scope string }{
		{"GET", "/notes", "", "notes:read"},
		{"GET", "/notes/x", "", "notes:read"},
		{"POST", "/notes", `{"text":"x"}`, "notes:write"},
		{"PUT", "/notes/x", `{"text":"x"}`, "notes:write"},
		{"DELETE", "/notes/x", "", "notes:write"},
	} {
		other := map[string]string{"notes:read": "notes:write", "notes:write": "notes:read"}[route.scope]
		t.Run("F-21 "+route.method+" "+route.path, func(t *testing.T) {
			w := r.do(t, route.method, route.path, r.of(t, "alice", other), route.body)
			wantError(t, w, http.StatusForbidden, oauth.InsufficientScope)
			challenge := w.Header().Get("WWW-Authenticate")
			if !strings.Contains(challenge, `error="insufficient_scope"`) || !strings.Contains(challenge, `scope="`+route.scope+`"`) {
				t.Errorf("challenge: got %s", challenge)
			}
			if w := r.do(t, route.method, route.path, r.of(t, "alice", route.scope), route.body); w.Code >= 500 || w.Code == 401 || w.Code == 403 {
				t.Errorf("with its scope: got %d %s", w.Code, w.Body)
			}
			wantStatus(t, r.do(t, route.method, route.path, "", route.body), http.StatusUnauthorized) // F-04
		})
	}
}

func TestBodyOfANote(t *testing.T) {
	r := start(t)
	alice := r.of(t, "alice", "notes:write")
	long := strings.Repeat("é", 4000)
	for name, tt := range map[string]struct {
		body, mediaType string
		status          int
	}{
		"4000 characters":          {`{"text":"` + long + `"}`, "application/json", 201},
		"charset is said":          {`{"text":"x"}`, "application/json; charset=utf-8", 201},
		"lines":                    {`{"text":"a\nb\tc"}`, "application/json", 201},
		"4001 characters":          {`{"text":"` + long + `x"}`, "application/json", 400},
		"empty":                    {`{"text":""}`, "application/json", 400},
		"blank":                    {`{"text":" \n"}`, "application/json", 400},
		"NUL":                      {`{"text":"a\u0000"}`, "application/json", 400},
		"escape character":         {`{"text":"a\u001b[2J"}`, "application/json", 400},
		"not UTF-8":                {"{\"text\":\"a\xff\"}", "application/json", 400},
		"unknown member":           {`{"text":"x","owner":"bob"}`, "application/json", 400},
		"text twice":               {`{"text":"x","text":"y"}`, "application/json", 400},
		"Text in other case":       {`{"Text":"x"}`, "application/json", 400},
		"text is a number":         {`{"text":1}`, "application/json", 400},
		"text is null":             {`{"text":null}`, "application/json", 400},
		"no text":                  {`{}`, "application/json", 400},
		"array":                    {`["text","x"]`, "application/json", 400},
		"something follows":        {`{"text":"x"}{}`, "application/json", 400},
		"cut off":                  {`{"text":"x"`, "application/json", 400},
		"deeply nested":            {strings.Repeat(`{"text":`, 2000), "application/json", 400},
		"form":                     {`text=x`, "application/x-www-form-urlencoded", 415},
		"text/plain":               {`{"text":"x"}`, "text/plain", 415},
		"no media type":            {`{"text":"x"}`, "", 415},
		"JSON of another kind":     {`{"text":"x"}`, "application/merge-patch+json", 415},
		"O-18 over 16 KiB":         {`{"text":"` + strings.Repeat("x", 17<<10) + `"}`, "application/json", 413},
		"O-18 over the body limit": {`{"text":"` + strings.Repeat("x", 10<<20) + `"}`, "application/json", 413},
	} {
		t.Run(name, func(t *testing.T) {
			wantStatus(t, r.do(t, "POST", "/notes", alice, tt.body, "Content-Type", tt.mediaType), tt.status)
		})
	}
}

func TestLimitOfNotes(t *testing.T) {
	r := start(t)
	alice := r.of(t, "alice", "notes:write")
	for i := range 500 {
		if w := r.do(t, "POST", "/notes", alice, fmt.Sprintf(`{"text":"%d"}`, i)); w.Code != http.StatusCreated {
			t.Fatalf("note %d: got %d %s", i, w.Code, w.Body)
		}
	}
	wantProblem(t, r.do(t, "POST", "/notes", alice, `{"text":"x"}`), http.StatusConflict, "rs.notes.room")
	wantStatus(t, r.do(t, "POST", "/notes", r.of(t, "bob", "notes:write"), `{"text":"x"}`), http.StatusCreated)
}

func TestWhoami(t *testing.T) {
	r := start(t)
	w := r.do(t, "GET", "/whoami", r.of(t, "alice"), "")
	want := map[string]any{
		"sub": "alice", "client_id": "notes", "scope": "", "aud": []any{issuertest.Resource},
		"exp": float64(r.clock.Now().Add(5 * time.Minute).Unix()),
	}
	if diff := cmp.Diff(want, decode[map[string]any](t, w.Body.Bytes())); diff != "" {
		t.Error(diff)
	}
	wantStatus(t, r.do(t, "GET", "/whoami", "", ""), http.StatusUnauthorized)
}

func TestMetadata(t *testing.T) { // F-25, RFC 9728 §3
	for name, tt := range map[string]struct{ resource, path string }{
		"F-25 resource is an origin": {"http://api.localhost:9001", "/.well-known/oauth-protected-resource"},
		"F-25 resource with a path":  {"http://api.localhost:9001/v1", "/.well-known/oauth-protected-resource/v1"},
		"F-25 resource with a slash": {"http://api.localhost:9001/", "/.well-known/oauth-protected-resource"},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t, func(c *resourceserver.Config) { c.Resource = tt.resource })
			w := r.do(t, "GET", "http://evil.example"+tt.path, "", "")
			want := oauth.ResourceMetadata{
				Resource: tt.resource, AuthorizationServers: []string{r.issuer.URL}, ResourceName: "Notes",
				ScopesSupported: []string{"notes:read", "notes:write"}, BearerMethodsSupported: []string{"header"},
				DPoPSigningAlgValuesSupported: []string{"ES256", "EdDSA", "Ed25519", "RS256", "PS256"},
			}
			if diff := cmp.Diff(want, decode[oauth.ResourceMetadata](t, w.Body.Bytes())); diff != "" {
				t.Error(diff)
			}
			if got := w.Header().Get("Access-Control-Allow-Origin"); got != "*" {
				t.Errorf("CORS: got %q, want *", got)
			}
			w = r.do(t, "GET", "/notes", "", "", "Host", "evil.example", "Origin", "http://evil.example")
			if want := `resource_metadata="http://api.localhost:9001` + tt.path + `"`; !strings.Contains(w.Header().Get("WWW-Authenticate"), want) {
				t.Errorf("challenge: got %s, want %s", w.Header().Get("WWW-Authenticate"), want)
			}
			if got := w.Header().Get("Access-Control-Allow-Origin"); got != "" {
				t.Errorf("CORS of the API: got %q, want none", got)
			}
		})
	}
}

func TestRedisAway(t *testing.T) { // O-12
	r := start(t)
	alice := r.of(t, "alice", "notes:read", "notes:write")
	r.redis.Close()
	for _, call := range [][3]string{{"GET", "/notes", ""}, {"POST", "/notes", `{"text":"x"}`}, {"GET", "/notes/x", ""}, {"PUT", "/notes/x", `{"text":"x"}`}, {"DELETE", "/notes/x", ""}} {
		t.Run("O-12 "+call[0]+" "+call[1], func(t *testing.T) {
			w := r.do(t, call[0], call[1], alice, call[2])
			wantError(t, w, http.StatusServiceUnavailable, oauth.TemporarilyUnavailable)
			if w.Header().Get("Retry-After") == "" {
				t.Error("got no Retry-After")
			}
		})
	}
	w := r.do(t, "GET", "/readyz", "", "")
	if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "redis") {
		t.Errorf("O-12 /readyz: got %d %s, want 503 naming redis", w.Code, w.Body)
	}
	wantStatus(t, r.do(t, "GET", "/livez", "", ""), http.StatusOK)
	wantStatus(t, r.do(t, "GET", "/.well-known/oauth-protected-resource", "", ""), http.StatusOK)
	wantStatus(t, r.do(t, "GET", "/whoami", alice, ""), http.StatusOK)
	if err := r.redis.Restart(); err != nil {
		t.Fatal(err)
	}
	r.wait(t, "/readyz", http.StatusOK)
	wantStatus(t, r.do(t, "GET", "/notes", alice, ""), http.StatusOK)
}

func TestColdStartWithoutIssuer(t *testing.T) { // O-15
	r := &rig{issuer: issuertest.Start(t), clock: issuertest.NewClock()}
	r.issuer.SetAway(true)
	r.open(t)
	w := r.do(t, "GET", "/readyz", "", "")
	if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "authorization server") {
		t.Errorf("O-15 /readyz: got %d %s, want 503 naming the authorization server", w.Code, w.Body)
	}
	wantStatus(t, r.do(t, "GET", "/livez", "", ""), http.StatusOK)
	w = r.do(t, "GET", "/notes", r.of(t, "alice", "notes:read"), "")
	wantError(t, w, http.StatusServiceUnavailable, oauth.TemporarilyUnavailable)
	if w.Header().Get("Retry-After") == "" {
		t.Error("got no Retry-After")
	}
	r.issuer.SetAway(false)
	r.wait(t, "/readyz", http.StatusOK)
	wantStatus(t, r.do(t, "GET", "/notes", r.of(t, "alice", "notes:read"), ""), http.StatusOK)
}

func TestNoTokenInLogsAndEvents(t *testing.T) { // O-09, F-22
	r := start(t)
	good := r.of(t, "alice", "notes:read")
	bad := r.issuer.Token(t, r.clock.Now().Add(-time.Hour))
	r.do(t, "GET", "/notes", good, "")
	r.do(t, "GET", "/notes", bad, "")
	r.do(t, "GET", "/notes?access_token="+good, "", "")
	events, err := json.Marshal(r.events.Events())
	if err != nil {
		t.Fatal(err)
	}
	for _, raw := range []string{good, bad} {
		for _, part := range strings.Split(raw, ".")[1:] {
			if strings.Contains(r.log.String(), part) {
				t.Error("O-09 the log holds a part of a token")
			}
			if strings.Contains(string(events), part) {
				t.Error("O-09 an event holds a part of a token")
			}
		}
	}
	if !strings.Contains(r.log.String(), "rs.jwt.exp") || !strings.Contains(string(events), "rs.scope") {
		t.Error("checks are neither in the log nor in the events")
	}
}

func TestHostileRequests(t *testing.T) {
	r := start(t)
	for name, tt := range map[string]struct {
		method, target string
		want           []int
	}{
		"O-18 URL of 64 KB":  {"GET", "/notes?" + strings.Repeat("x", 64<<10), []int{414}},
		"O-26 pprof":         {"GET", "/debug/pprof/", []int{404}},
		"O-26 metrics":       {"GET", "/metrics", []int{404}},
		"O-26 .git":          {"GET", "/.git/config", []int{404}},
		"O-26 TRACE":         {"TRACE", "/notes", []int{405, 404}},
		"method not allowed": {"PUT", "/notes", []int{405}},
		"path traversal":     {"GET", "/notes/..%2f..%2fetc", []int{401, 404}},
	} {
		t.Run(name, func(t *testing.T) {
			w := r.do(t, tt.method, tt.target, "", "")
			if !slices.Contains(tt.want, w.Code) {
				t.Errorf("got %d %s, want %v", w.Code, w.Body, tt.want)
			}
			if w.Header().Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(w.Header().Get("Content-Security-Policy"), "frame-ancestors 'none'") {
				t.Errorf("M-01, M-03 headers: got %v", w.Header())
			}
		})
	}
}

func TestSettingsThatAreRefused(t *testing.T) {
	for name, tt := range map[string]struct {
		args []string
		want []string
	}{
		"I-08 production lists all dev defaults": {[]string{"--profile=production"}, []string{"resource: is missing", "issuer: is missing", "redis-url: production", "trusted-proxies: production"}},
		"http in production":                     {[]string{"--profile=production", "--issuer=http://auth.localhost", "--resource=http://api.localhost"}, []string{"resource: production needs https", "issuer: production needs https"}},
		"an issuer in clear":                     {[]string{"--issuer=http://a.example"}, []string{"issuer: https is needed"}},
		"keys in clear":                          {[]string{"--jwks-uri=http://a.example/jwks"}, []string{"jwks-uri: https is needed"}},
		"issuer with a query":                    {[]string{"--issuer=https://a.example?x"}, []string{"issuer: must not"}},
		"resource with a fragment":               {[]string{"--resource=http://a.example#x"}, []string{"resource: must not"}},
		"issuer that is no URL":                  {[]string{"--issuer=auth"}, []string{"issuer:"}},
		"HS256":                                  {[]string{"--algorithms=HS256"}, []string{"algorithms:"}},
		"F-06 skew over a minute":                {[]string{"--clock-skew=2m"}, []string{"clock-skew:"}},
		"metadata with a bad issuer":             {[]string{"--authorization-servers=ftp://x"}, []string{"authorization-servers:"}},
		"no time for notes":                      {[]string{"--note-retention=1s"}, []string{"note-retention:"}},
	} {
		t.Run(name, func(t *testing.T) {
			var cfg resourceserver.Config
			err := flags.Load("resourceserver", "RESOURCESERVER_TEST", &cfg, tt.args)
			if err == nil {
				t.Fatal("got no error")
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("got %v, want %q in it", err, want)
				}
			}
		})
	}
}
