package client_test

import (
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
)

func document(t *testing.T, resp *http.Response) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(body(resp)))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func answerNotes(notes string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, notes)
	}
}

func TestWelcomePage(t *testing.T) {
	r := newRig(t)
	resp := newBrowser(t, r.app).get("/")
	wantStatus(t, resp, http.StatusOK)
	doc := document(t, resp)
	if got := doc.Find("a.button").Length(); got != 1 {
		t.Errorf("got %d primary actions, want one", got)
	}
	if href, _ := doc.Find("a.button").Attr("href"); href != "/login" {
		t.Errorf("got %q, want /login", href)
	}
	for _, role := range []string{"Resource owner", "Client", "Authorization server", "Resource server"} {
		if !strings.Contains(doc.Find("main").Text(), role) {
			t.Errorf("the page does not name the %s", role)
		}
	}
	if r.api.count() != 0 {
		t.Error("the resource server was asked for nobody")
	}
}

func TestNotesPage(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	r.api.set(answerNotes(`{"notes":[{"id":"n1","text":"\u003cscript>alert(1)\u003c/script>"},{"id":"n2","text":"milk"}]}`))
	resp := b.get("/")
	doc := document(t, resp)
	t.Run("M-15 notes are text", func(t *testing.T) {
		if got := doc.Find("#notes li span.wrap").First().Text(); got != "<script>alert(1)</script>" {
			t.Errorf("got %q, want the text as it is", got)
		}
		if doc.Find("#notes script").Length() != 0 {
			t.Error("got an element out of a note")
		}
	})
	t.Run("M-02 no inline script or style", func(t *testing.T) {
		doc.Find("script").Each(func(_ int, s *goquery.Selection) {
			if src, _ := s.Attr("src"); !strings.HasPrefix(src, "/assets/") || s.Text() != "" {
				t.Errorf("got script %q %q", src, s.Text())
			}
		})
		if doc.Find("style, [style], [onclick]").Length() != 0 {
			t.Error("got inline style or handlers")
		}
		policy := resp.Header.Get("Content-Security-Policy")
		if strings.Contains(policy, "unsafe") || !strings.Contains(policy, "form-action 'self' "+r.URL+";") {
			t.Errorf("got %q, want the issuer in form-action and nothing unsafe", policy)
		}
	})
	t.Run("M-04 not stored", func(t *testing.T) {
		if got := resp.Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("got %q, want no-store", got)
		}
	})
	t.Run("behind this page", func(t *testing.T) {
		if got, _ := doc.Find("[data-countdown]").Attr("data-countdown"); got != "300" {
			t.Errorf("got %q seconds, want 300", got)
		}
	})
	t.Run("each control has a label", func(t *testing.T) {
		doc.Find("input:not([type=hidden])").Each(func(_ int, s *goquery.Selection) {
			id, _ := s.Attr("id")
			if doc.Find(`label[for="`+id+`"]`).Length() != 1 {
				t.Errorf("input %q has no label", id)
			}
		})
	})
	t.Run("the script is there", func(t *testing.T) {
		src, _ := doc.Find("main script").Attr("src")
		wantStatus(t, b.get(src), http.StatusOK)
	})
}

// The page says what the browser and the application hold, never what it is.
func TestSessionOnThePage(t *testing.T) {
	r := newRig(t)
	other, b := newBrowser(t, r.app), newBrowser(t, r.app)
	other.agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 <script>alert(1)</script>"
	other.signIn(r.Issuer)
	b.signIn(r.Issuer)
	r.clock.Move(3 * time.Minute)
	doc := document(t, b.get("/"))
	aside, places := doc.Find("aside").Text(), doc.Find(`section[aria-labelledby="places"]`)
	for _, want := range []string{"Alice Adams", r.URL, "alice", sessionCookie, "SameSite=Strict", "2:00", "notes:write", r.api.URL, "a refresh token", "after 30 minutes", "after 8 hours"} {
		if !strings.Contains(aside, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if rows := places.Find("li"); rows.Length() != 2 || !strings.Contains(rows.First().Text(), "this one") || !strings.Contains(rows.Last().Text(), "Firefox on Linux") {
		t.Errorf("got %q, want this one and then the other", places.Text())
	}
	if !strings.Contains(places.Text(), "3 minutes ago") || places.Find("script").Length() != 0 {
		t.Errorf("got %q, want when the other was used, and text only", places.Text())
	}
	form := places.Find("form[action$='/end']")
	action, _ := form.Attr("action")
	csrf, _ := form.Find("input[name=csrf]").Attr("value")
	wantStatus(t, b.form(action, url.Values{"csrf": {csrf}}), http.StatusSeeOther)
	wantStatus(t, other.call("GET", "/sessions"), http.StatusUnauthorized)
	if left := document(t, b.get("/")).Find("form[action^='/sessions/']").Length(); left != 0 {
		t.Errorf("got %d forms that end others, want none", left)
	}
}

func TestNotesPageWithResourceServerAway(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	r.api.set(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) })
	resp := b.get("/")
	wantStatus(t, resp, http.StatusOK)
	if doc := document(t, resp); doc.Find(".notice").Length() != 1 || doc.Find("form[action='/logout']").Length() != 1 {
		t.Error("want a notice, and the way to sign out still there")
	}
}

// The forms work without scripts, and not from elsewhere.
func TestNotesForms(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	r.api.set(answerNotes(`[{"id":"n1","text":"milk"}]`))
	csrf, _ := document(t, b.get("/")).Find("#add input[name=csrf]").Attr("value")
	post := func(target string, form url.Values) *http.Response {
		return b.form(target, form)
	}
	t.Run("add", func(t *testing.T) {
		wantStatus(t, post("/notes", url.Values{"csrf": {csrf}, "text": {"bread"}}), http.StatusSeeOther)
		if got, sent := r.api.last(t); got.Method != http.MethodPost || got.URL.Path != "/notes" || sent != `{"text":"bread"}` {
			t.Errorf("got %s %s %s", got.Method, got.URL, sent)
		}
	})
	t.Run("delete", func(t *testing.T) {
		wantStatus(t, post("/notes/n1/delete", url.Values{"csrf": {csrf}}), http.StatusSeeOther)
		if got, _ := r.api.last(t); got.Method != http.MethodDelete || got.URL.Path != "/notes/n1" {
			t.Errorf("got %s %s", got.Method, got.URL)
		}
	})
	t.Run("delete does not leave its path", func(t *testing.T) {
		before := r.api.count()
		post("/notes/..%2f..%2fadmin/delete", url.Values{"csrf": {csrf}})
		for _, call := range r.api.since(before) {
			if call.Method == http.MethodDelete {
				t.Errorf("got %s %s", call.Method, call.URL)
			}
		}
	})
	t.Run("L-14 without the token", func(t *testing.T) {
		before := r.api.count()
		wantStatus(t, post("/notes", url.Values{"text": {"bread"}}), http.StatusForbidden)
		wantStatus(t, post("/notes/n1/delete", url.Values{}), http.StatusForbidden)
		if r.api.count() != before {
			t.Error("the resource server was called")
		}
	})
	t.Run("a refused note keeps what was typed", func(t *testing.T) {
		r.api.set(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) })
		resp := post("/notes", url.Values{"csrf": {csrf}, "text": {"typed with care"}})
		wantStatus(t, resp, http.StatusUnprocessableEntity)
		if got, _ := document(t, resp).Find("#text").Attr("value"); got != "typed with care" {
			t.Errorf("got %q, want what was typed", got)
		}
	})
	t.Run("a session that ended too", func(t *testing.T) {
		r.clock.Move(9 * time.Hour)
		resp := post("/notes", url.Values{"csrf": {csrf}, "text": {"typed with care"}})
		wantStatus(t, resp, http.StatusUnauthorized)
		if doc := document(t, resp); !strings.Contains(doc.Find("main").Text(), "typed with care") || doc.Find("a[href='/login']").Length() != 1 {
			t.Error("want what was typed and the way to sign in")
		}
	})
}

// M-01, M-03: every answer has the headers, errors too. Data needs fewer than a page.
func TestSecurityHeaders(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	page := header{"X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Server": "", "X-Powered-By": ""}
	data := header{"X-Frame-Options": "", "X-Content-Type-Options": "nosniff", "Server": "", "X-Powered-By": ""}
	withForms := maps.Clone(page)
	withForms["Referrer-Policy"] = "same-origin" // forms need an Origin
	for target, want := range map[string]header{
		"/": withForms, "/nothing": page, "/callback": page, "/session": data, "/api/notes": data, "/login?return_to=//x": page,
	} {
		resp := b.do("GET", target, "", header{"Accept": "text/html"})
		for name, want := range want {
			if got := resp.Header.Get(name); got != want {
				t.Errorf("%s %s: got %q, want %q", target, name, got, want)
			}
		}
		policy := resp.Header.Get("Content-Security-Policy")
		if !strings.Contains(policy, "frame-ancestors 'none'") || want["X-Frame-Options"] != "" && !strings.Contains(policy, "base-uri 'none'") {
			t.Errorf("%s: got %q", target, policy)
		}
	}
}
