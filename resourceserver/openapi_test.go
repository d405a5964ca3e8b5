package resourceserver_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/go-cmp/cmp"
	"github.com/labstack/echo/v4"

	"quartet.example/resourceserver"
	"quartet.example/resourceserver/internal/core"
	"quartet.example/resourceserver/internal/issuertest"
	"quartet.example/resourceserver/internal/notes"
)

// document is /openapi.json of the server, read and found well-formed.
func document(t *testing.T, r *rig) *openapi3.T {
	t.Helper()
	w := r.do(t, "GET", "/openapi.json", "", "")
	if got := w.Header().Get("Access-Control-Allow-Origin"); w.Code != http.StatusOK || got != "*" {
		t.Fatalf("got %d with CORS %q", w.Code, got)
	}
	doc, err := openapi3.NewLoader().LoadFromData(w.Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context(), openapi3.IsOpenAPI31OrLater()); err != nil {
		t.Fatal(err)
	}
	return doc
}

// produced is one answer of the server, as the document names it.
type produced struct{ method, path, status, mediaType string }

func (p produced) String() string {
	return strings.TrimSpace(p.method + " " + p.path + " " + p.status + " " + p.mediaType)
}

// listed are all answers of the document.
func listed(doc *openapi3.T) []produced {
	var all []produced
	for path, item := range doc.Paths.Map() {
		for method, operation := range item.Operations() {
			for status, response := range operation.Responses.Map() {
				if len(response.Value.Content) == 0 {
					all = append(all, produced{method, path, status, ""})
				}
				for mediaType := range response.Value.Content {
					all = append(all, produced{method, path, status, mediaType})
				}
			}
		}
	}
	return all
}

// The document and the server say the same: every answer in the document is
// produced here, has its headers and meets its schema, and no other is.
func TestOpenAPIDocument(t *testing.T) {
	r := start(t)
	doc := document(t, r)
	seen := make(map[produced]bool)
	for _, call := range calls(t, r) {
		w := call.do(t)
		mediaType, _, _ := mime.ParseMediaType(w.Header().Get("Content-Type"))
		is := produced{call.method, call.path, strconv.Itoa(w.Code), mediaType}
		t.Run(is.String(), func(t *testing.T) { meets(t, doc, is, w) })
		seen[is] = true
	}
	for _, is := range listed(doc) {
		if !seen[is] {
			t.Errorf("%s is in the document, and was not produced", is)
		}
	}
}

// meets holds an answer to its description.
func meets(t *testing.T, doc *openapi3.T, is produced, w *httptest.ResponseRecorder) {
	operation := doc.Paths.Find(is.path).GetOperation(is.method)
	response := operation.Responses.Value(is.status)
	if response == nil {
		t.Fatalf("the document does not list it: %s", w.Body)
	}
	for name, header := range response.Value.Headers {
		value := w.Header().Get(name)
		if value == "" && !header.Value.Required {
			continue
		}
		if pattern := header.Value.Schema.Value.Pattern; pattern == "" || !regexp.MustCompile(pattern).MatchString(value) {
			t.Errorf("%s: got %q, want %s", name, value, pattern)
		}
	}
	if is.mediaType == "" {
		if w.Body.Len() > 0 || len(response.Value.Content) > 0 {
			t.Errorf("got the body %q without a media type", w.Body)
		}
		return
	}
	content := response.Value.Content[is.mediaType]
	if content == nil {
		t.Fatalf("the document does not list its media type: %s", w.Body)
	}
	if err := doc.ValidateSchemaJSON(content.Schema.Value, value(t, w.Body.Bytes()), openapi3.EnableFormatValidation()); err != nil {
		t.Errorf("%s: %v", w.Body, err)
	}
}

func value(t *testing.T, body []byte) any {
	t.Helper()
	var v any
	if err := json.NewDecoder(bytes.NewReader(body)).Decode(&v); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return v
}

type call struct {
	method, path string
	do           func(*testing.T) *httptest.ResponseRecorder
}

// calls make the server say everything that it can say.
func calls(t *testing.T, r *rig) []call {
	alice, nobody := r.of(t, "alice", "notes:read", "notes:write"), r.of(t, "alice")
	full := r.of(t, "full", "notes:write")
	for range core.MaxNotes {
		r.added(t, full, "x")
	}
	path, etag := r.added(t, alice, "milk")
	away := start(t)
	away.redis.Close()
	keyless := &rig{issuer: issuertest.Start(t), clock: issuertest.NewClock()}
	keyless.issuer.SetAway(true)
	keyless.open(t)
	var all []call
	on := func(at *rig, method, path, target, token, body string, headers ...string) {
		all = append(all, call{method, path, func(t *testing.T) *httptest.ResponseRecorder {
			return at.do(t, method, target, token, body, headers...)
		}})
	}
	good, long := `{"text":"bread"}`, `{"text":"`+strings.Repeat("x", 17<<10)+`"}`
	for _, route := range []struct{ method, path, target, body string }{
		{"GET", "/notes", "/notes", ""},
		{"POST", "/notes", "/notes", good},
		{"GET", "/notes/{id}", path, ""},
		{"PUT", "/notes/{id}", path, good},
		{"DELETE", "/notes/{id}", path, ""},
	} {
		on(r, route.method, route.path, route.target, "", route.body)
		on(r, route.method, route.path, route.target, nobody, route.body)
		on(away, route.method, route.path, route.target, away.of(t, "alice", "notes:read", "notes:write"), route.body)
		on(keyless, route.method, route.path, route.target, keyless.of(t, "alice"), route.body)
		if route.method != "POST" {
			on(r, route.method, route.path, route.target, alice, route.body, "If-Match", `"x"`)
			on(r, route.method, route.path, route.target, alice, route.body, "If-Match", "x")
		}
		if strings.Contains(route.path, "{id}") {
			on(r, route.method, route.path, "/notes/x", alice, route.body)
		}
		if route.body != "" {
			on(r, route.method, route.path, route.target, alice, `{}`)
			on(r, route.method, route.path, route.target, alice, good, "Content-Type", "text/plain")
			on(r, route.method, route.path, route.target, alice, long)
			on(r, route.method, route.path, route.target, alice, long+strings.Repeat(" ", 64<<10))
		}
	}
	on(r, "GET", "/notes", "/notes", alice, "", "If-None-Match", "*")
	on(r, "GET", "/notes", "/notes", alice, "")
	on(r, "GET", "/notes/{id}", path, alice, "", "If-None-Match", etag)
	on(r, "GET", "/notes/{id}", path, alice, "")
	on(r, "POST", "/notes", "/notes", alice, good)
	on(r, "GET", "/notes", "/notes?limit=1", alice, "")
	on(r, "POST", "/notes", "/notes", full, good)
	on(r, "PUT", "/notes/{id}", path, alice, good, "If-Match", etag)
	on(r, "DELETE", "/notes/{id}", path, alice, "")
	on(r, "GET", "/whoami", "/whoami", nobody, "")
	on(r, "GET", "/whoami", "/whoami", "", "")
	on(keyless, "GET", "/whoami", "/whoami", keyless.of(t, "alice"), "")
	for _, public := range []string{"/.well-known/oauth-protected-resource", "/openapi.json", "/livez", "/readyz"} {
		on(r, "GET", public, public, "", "")
	}
	on(away, "GET", "/readyz", "/readyz", "", "")
	return all
}

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
