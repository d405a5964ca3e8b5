package resourceserver_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/labstack/echo/v4"

	"quartet.example/resourceserver"
	"quartet.example/resourceserver/internal/core"
	"quartet.example/resourceserver/internal/notes"
)

func TestOpenAPIHasEveryRoute(t *testing.T) {
	r := start(t)
	doc := document(t, r)
	var want, got []string
	for _, route := range r.server.Handler.(*echo.Echo).Routes() {
		// the files of error pages; HEAD is beside its GET (RFC 9110 §9.3.2)
		if !strings.HasPrefix(route.Path, "/assets/") && route.Method != http.MethodHead {
			want = append(want, route.Method+" "+regexp.MustCompile(`:(\w+)`).ReplaceAllString(route.Path, "{$1}"))
		}
	}
	for path, item := range doc.Paths.Map() {
		for method := range item.Operations() {
			got = append(got, method+" "+path)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("routes of the server, those of the document: %s", diff)
	}
}

// A token with the scope of the document is enough, and one without it is not.
func TestOpenAPIScopes(t *testing.T) { // F-21
	r := start(t)
	doc := document(t, r)
	used := map[string]bool{}
	for path, item := range doc.Paths.Map() {
		for method, operation := range item.Operations() {
			target := strings.ReplaceAll(path, "{id}", "x")
			if len(*operation.Security) == 0 {
				wantStatus(t, r.do(t, method, target, "", ""), http.StatusOK)
				continue
			}
			scopes := (*operation.Security)[0]["oauth"]
			for _, scope := range scopes {
				used[scope] = true
			}
			t.Run("F-21 "+method+" "+path, func(t *testing.T) {
				wantStatus(t, r.do(t, method, target, "", ""), http.StatusUnauthorized)
				if w := r.do(t, method, target, r.of(t, "alice", scopes...), ""); w.Code == http.StatusUnauthorized || w.Code == http.StatusForbidden {
					t.Errorf("with %q: got %d %s", scopes, w.Code, w.Body)
				}
				others := slices.DeleteFunc(notes.Scopes(), func(s string) bool { return slices.Contains(scopes, s) })
				if w := r.do(t, method, target, r.of(t, "alice", others...), ""); len(scopes) > 0 && w.Code != http.StatusForbidden {
					t.Errorf("with %q: got %d %s, want 403", others, w.Code, w.Body)
				}
			})
		}
	}
	for _, scope := range notes.Scopes() {
		if !used[scope] {
			t.Errorf("no operation of the document needs %s", scope)
		}
	}
}

// What the schema of a note takes, the server takes, and the other way round,
// but for what a schema cannot say: blank texts and control characters.
func TestOpenAPIRequests(t *testing.T) {
	r := start(t)
	doc := document(t, r)
	alice := r.of(t, "alice", "notes:read", "notes:write")
	schema := doc.Paths.Find("/notes").Post.RequestBody.Value.Content["application/json"].Schema.Value
	for _, body := range []string{
		`{"text":"x"}`, `{"text":"` + strings.Repeat("é", core.MaxRunes) + `"}`, `{"text":"` + strings.Repeat("é", core.MaxRunes) + `x"}`,
		`{"text":""}`, `{"text":1}`, `{"text":null}`, `{}`, `[]`, `"x"`, `{"text":"x","id":"y"}`, `{"Text":"x"}`,
	} {
		w := r.do(t, "POST", "/notes", alice, body)
		err := doc.ValidateSchemaJSON(schema, value(t, []byte(body)))
		if (w.Code == http.StatusCreated) != (err == nil) {
			t.Errorf("%.30s: the server says %d, the schema %v", body, w.Code, err)
		}
	}
	limit := doc.Components.Parameters["Limit"].Value.Schema.Value
	for n, want := range map[float64]int{*limit.Min: 200, *limit.Min - 1: 400, *limit.Max: 200, *limit.Max + 1: 400} {
		wantStatus(t, r.do(t, "GET", fmt.Sprintf("/notes?limit=%g", n), alice, ""), want)
	}
	if limit.Default != float64(core.MaxNotes) {
		t.Errorf("default of limit: got %v, want %d", limit.Default, core.MaxNotes)
	}
}

func TestOpenAPIAddresses(t *testing.T) {
	r := start(t, func(c *resourceserver.Config) { c.Resource = "https://api.example/v1/" })
	doc := document(t, r)
	if got, want := doc.Servers[0].URL, "https://api.example/v1"; got != want {
		t.Errorf("server: got %s, want %s", got, want)
	}
	if got, want := doc.Components.SecuritySchemes["oauth"].Value.OpenIdConnectUrl, r.issuer.URL+"/.well-known/openid-configuration"; got != want {
		t.Errorf("metadata: got %s, want %s", got, want)
	}
}
