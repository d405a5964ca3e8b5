package discovery_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/claims"
	"quartet.example/authserver/internal/discovery"
)

var update = flag.Bool("update", false, "write the golden file")

func get(t *testing.T, path string) *httptest.ResponseRecorder {
	t.Helper()
	h, err := discovery.New(discovery.Options{
		Issuer: "https://as.example", Scopes: []string{"openid", "notes:read"}, IDTokenAlgorithms: []string{"RS256", "ES256", "EdDSA"},
		Claims: claims.Rules{}.Names(),
	})
	if err != nil {
		t.Fatal(err)
	}
	e := echo.New()
	h.Mount(e)
	rec := httptest.NewRecorder()
	e.ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
	return rec
}

func TestMetadataIsAsReviewed(t *testing.T) { // I-02
	isAsReviewed(t, discovery.OAuthPath, "metadata.json")
}

// OpenID Shared Signals Framework 1.0 §7.1.
func TestFeedIsAsReviewed(t *testing.T) { isAsReviewed(t, discovery.FeedPath, "feed.json") }

// isAsReviewed compares a document with a file in testdata.
func isAsReviewed(t *testing.T, path, file string) {
	t.Helper()
	var got bytes.Buffer
	if err := json.Indent(&got, get(t, path).Body.Bytes(), "", "  "); err != nil {
		t.Fatal(err)
	}
	got.WriteByte('\n')
	golden := filepath.Join("testdata", file)
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("metadata changed; if that is meant, run with -update (-want +got):\n%s", diff)
	}
}

func TestBothAddressesAgree(t *testing.T) { // I-01
	first, second := get(t, discovery.OAuthPath), get(t, discovery.OpenIDPath)
	if first.Code != http.StatusOK || first.Header().Get("Content-Type") != "application/json" {
		t.Errorf("got %d %s", first.Code, first.Header().Get("Content-Type"))
	}
	if !bytes.Equal(first.Body.Bytes(), second.Body.Bytes()) {
		t.Error("the two documents differ")
	}
}

// The OpenID conformance suite warns about metadata names that no specification defines. Quartet's
// own additions for resource servers are in the metadata of the feed.
func TestMetadataHasOnlyStandardNames(t *testing.T) {
	for _, path := range []string{discovery.OAuthPath, discovery.OpenIDPath} {
		for _, name := range []string{"security_events_endpoint", "security_events_types_supported", "/security_events"} {
			if body := get(t, path).Body.String(); strings.Contains(body, name) {
				t.Errorf("%s has %s", path, name)
			}
		}
	}
}

func TestDocumentsAreCacheableJSON(t *testing.T) {
	for _, path := range []string{discovery.OAuthPath, discovery.OpenIDPath, discovery.FeedPath} {
		header := get(t, path).Header()
		if header.Get("Content-Type") != "application/json" || header.Get("Cache-Control") != "public, max-age=300" || header.Get("Etag") == "" {
			t.Errorf("%s: got %v", path, header)
		}
	}
}
