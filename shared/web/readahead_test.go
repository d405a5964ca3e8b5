package web_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"quartet.example/shared/web"
)

func TestTheBodyCanBeReadAgain(t *testing.T) {
	for name, tt := range map[string]struct {
		body, want string
		more       bool
	}{
		"none":              {"", "", false},
		"shorter":           {"abc", "abc", false},
		"as long as limit":  {"abcd", "abcd", false},
		"longer than limit": {"abcdefgh", "abcd", true},
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", io.NopCloser(strings.NewReader(tt.body)))
		got, more := web.ReadAhead(r, 4)
		all, err := io.ReadAll(r.Body)
		if string(got) != tt.want || more != tt.more || string(all) != tt.body || err != nil {
			t.Errorf("%s: got %q, %t, and then %q, %v", name, got, more, all, err)
		}
	}
}
