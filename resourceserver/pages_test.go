package resourceserver_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// next is the address in the Link of a page, "" on the last one.
func next(t *testing.T, header http.Header) string {
	t.Helper()
	link := header.Get("Link")
	if link == "" {
		return ""
	}
	address, rest, ok := strings.Cut(strings.TrimPrefix(link, "<"), ">")
	if _, err := url.Parse(address); err != nil || !ok || rest != `; rel="next"` {
		t.Fatalf("Link: got %s", link)
	}
	return address
}

func TestPages(t *testing.T) {
	r := start(t)
	alice, bob := r.of(t, "alice", "notes:read", "notes:write"), r.of(t, "bob", "notes:read", "notes:write")
	for i := range 7 {
		r.added(t, alice, fmt.Sprint(i)) // all in one moment: the clock stands still
	}
	w := r.do(t, "GET", "/notes", alice, "")
	whole := decode[struct{ Notes []note }](t, w.Body.Bytes()).Notes
	if len(whole) != 7 || next(t, w.Header()) != "" {
		t.Errorf("without a limit: got %d and %q, want all and no next page", len(whole), next(t, w.Header()))
	}
	for _, limit := range []int{1, 3, 6, 7, 8, 500} {
		var got []note
		for at := fmt.Sprintf("/notes?limit=%d", limit); at != ""; {
			w := r.do(t, "GET", at, alice, "")
			page := decode[struct{ Notes []note }](t, w.Body.Bytes()).Notes
			if w.Code != http.StatusOK || len(page) == 0 || len(page) > limit {
				t.Fatalf("%s: got %d with %d notes", at, w.Code, len(page))
			}
			got, at = append(got, page...), next(t, w.Header())
		}
		if diff := cmp.Diff(whole, got); diff != "" {
			t.Errorf("limit %d: %s", limit, diff)
		}
	}
	second := next(t, r.do(t, "GET", "/notes?limit=3", alice, "").Header())
	if w := r.do(t, "GET", second, bob, ""); w.Code != http.StatusOK || len(decode[struct{ Notes []note }](t, w.Body.Bytes()).Notes) != 0 {
		t.Errorf("bob with the cursor of alice: got %d %s, want his notes, which are none", w.Code, w.Body)
	}
	for _, bad := range []string{"limit=0", "limit=501", "limit=-1", "limit=x", "limit=1e2", "cursor=x", "cursor=*", "cursor=" + strings.Repeat("A", 400), "cursor=eC54"} {
		t.Run(bad, func(t *testing.T) {
			wantProblem(t, r.do(t, "GET", "/notes?"+bad, alice, ""), http.StatusBadRequest, "rs.notes.page")
		})
	}
	wantProblem(t, r.do(t, "GET", "/notes?limit=1&limit=2", alice, ""), http.StatusBadRequest, "web.request.single")
}
