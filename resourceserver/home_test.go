package resourceserver_test

import (
	"net/http"
	"strings"
	"testing"

	"quartet.example/resourceserver"
	"quartet.example/resourceserver/internal/home"
)

// The API says what it is, to programs and to people, and what it names is there.
func TestHome(t *testing.T) {
	r := start(t)
	w := r.do(t, "GET", "/", "", "", "Accept", "*/*")
	documents := decode[home.Documents](t, w.Body.Bytes())
	if w.Code != http.StatusOK || documents.Resource != "http://api.localhost:9001" || len(documents.Issuers) != 1 || documents.Issuers[0] != r.issuer.URL {
		t.Fatalf("got %d %s", w.Code, w.Body)
	}
	w = r.do(t, "GET", "/", "", "", "Accept", "text/html,*/*;q=0.8")
	page := w.Body.String()
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") || w.Header().Get("Vary") != "Accept" {
		t.Fatalf("got %d %v", w.Code, w.Header())
	}
	for _, address := range []string{documents.Metadata, documents.OpenAPI, documents.Issuers[0]} {
		if !strings.Contains(page, `href="`+address+`"`) {
			t.Errorf("the page does not link to %s", address)
		}
	}
	for _, address := range []string{documents.Metadata, documents.OpenAPI} {
		wantStatus(t, r.do(t, "GET", strings.TrimPrefix(address, documents.Resource), "", ""), http.StatusOK)
	}
	wantStatus(t, r.do(t, "HEAD", "/", "", ""), http.StatusOK)
	wantStatus(t, r.do(t, "POST", "/", "", ""), http.StatusMethodNotAllowed)
}

// What the page says of the paths is what the document of the API says.
func TestHomeListsThePathsOfTheDocument(t *testing.T) {
	r := start(t)
	listed := map[string]string{}
	for _, row := range (home.Documents{}).Paths().Rows {
		listed[row[0].(string)] = row[1].(string)
	}
	for path, item := range document(t, r).Paths.Map() {
		for method, operation := range item.Operations() {
			if len(*operation.Security) == 0 {
				continue
			}
			want := "any"
			if scopes := (*operation.Security)[0]["oauth"]; len(scopes) > 0 {
				want = scopes[0]
			}
			if got := listed[method+" "+path]; got != want {
				t.Errorf("%s %s: the page says %q, the document %q", method, path, got, want)
			}
			delete(listed, method+" "+path)
		}
	}
	if len(listed) > 0 {
		t.Errorf("the page lists %v, which the document does not", listed)
	}
}

// A resource with a path has its own metadata, and its paths begin where PublicURL says.
func TestHomeOfAResourceWithAPath(t *testing.T) {
	r := start(t, func(c *resourceserver.Config) {
		c.Resource, c.PublicURL = "https://api.example/v1", "https://api.example/v1/"
	})
	documents := decode[home.Documents](t, r.do(t, "GET", "/", "", "").Body.Bytes())
	if got, want := documents.Metadata, "https://api.example/.well-known/oauth-protected-resource/v1"; got != want {
		t.Errorf("metadata: got %s, want %s", got, want)
	}
	if got, want := documents.OpenAPI, "https://api.example/v1/openapi.json"; got != want {
		t.Errorf("openapi: got %s, want %s", got, want)
	}
}
