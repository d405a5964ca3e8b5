package resourceserver_test

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
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
	if err := doc.ValidateSchemaJSON(content.Schema.Value, sent(t, is, w.Body.Bytes()), openapi3.EnableFormatValidation()); err != nil {
		t.Errorf("%s: %v", w.Body, err)
	}
}

// sent is a body as its schema sees it: a page is a string.
func sent(t *testing.T, is produced, body []byte) any {
	if is.mediaType == "text/html" {
		return string(body)
	}
	return value(t, body)
}

func value(t *testing.T, body []byte) any {
	t.Helper()
	var v any
	if err := json.NewDecoder(bytes.NewReader(body)).Decode(&v); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return v
}
