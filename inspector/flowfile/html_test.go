package flowfile_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowfile"
	"quartet.example/shared/trace"
)

// long returns a flow of 40 messages: a sign-in, again and again.
func long(t testing.TB) flow.Flow {
	t.Helper()
	var events []trace.Event
	for round := range 5 {
		for _, e := range read(t, file(t, "sign-in.jsonl")) {
			e.Span += fmt.Sprintf("r%d", round)
			if e.Parent != "" {
				e.Parent += fmt.Sprintf("r%d", round)
			}
			e.Time = e.Time.Add(time.Duration(round) * time.Minute)
			var ms, seq int64
			_, _ = fmt.Sscanf(e.ID, "%d-%d", &ms, &seq)
			e.ID = fmt.Sprintf("%d-%d", ms+int64(round)*60_000, seq)
			events = append(events, e)
		}
	}
	return only(t, events...)
}

func TestPageOf40MessagesIsAtMost150KB(t *testing.T) {
	f := long(t)
	if len(f.Hops) != 40 {
		t.Fatalf("got %d messages, want 40", len(f.Hops))
	}
	size := len(write(t, f, flowfile.HTML))
	t.Logf("%d bytes", size)
	if size > 150<<10 {
		t.Errorf("got %d KB", size>>10)
	}
}

// A file may come from anybody, so it may have characters that the recorder would have replaced.
func TestPageShowsControlCharactersOfAFile(t *testing.T) {
	f := recorded(t, "sign-in")
	f.Hops[0].URL = "http://app.localhost:8080/a\u202eb\x1b[31mc"
	page := write(t, f, flowfile.HTML)
	if strings.ContainsAny(page, "\u202e\x1b") || !strings.Contains(page, "/a[U+202E]b␛[31mc") {
		t.Error("a control character is not shown as text")
	}
}

func TestPageIsReadAgain(t *testing.T) {
	want := recorded(t, "sign-in")
	got, err := flowfile.Read(strings.NewReader(write(t, want, flowfile.HTML)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]flow.Flow{want}, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// told returns the text about a message, and about the messages to which it links because they have the
// same values.
func told(doc *goquery.Document, id string, seen map[string]bool) string {
	if seen[id] {
		return ""
	}
	seen[id] = true
	body := doc.Find(id)
	text := body.Text()
	body.Find("a[href^='#hop-']").Each(func(_ int, a *goquery.Selection) { text += "\n" + told(doc, a.AttrOr("href", ""), seen) })
	return text
}

// Without its script the page has every message, parameter and check, and addresses for all of them.
func TestPageIsComplete(t *testing.T) {
	f := recorded(t, "sign-in")
	doc := parsed(t, write(t, f, flowfile.HTML))
	if got := doc.Find(".messages details").Length(); got != len(f.Hops) {
		t.Errorf("got %d messages, want %d", got, len(f.Hops))
	}
	for _, h := range f.Hops {
		body := told(doc, fmt.Sprintf("#hop-%d", h.N), map[string]bool{})
		for _, p := range h.Values() {
			if !strings.Contains(body, p.Name) || !p.Masked && !strings.Contains(body, p.Value) {
				t.Errorf("message %d lacks %s", h.N, p.Name)
			}
		}
		for _, c := range h.Checks {
			if !strings.Contains(body, c.ID) {
				t.Errorf("message %d lacks the check %s", h.N, c.ID)
			}
		}
	}
	ids := map[string]bool{}
	doc.Find("[id]").Each(func(_ int, s *goquery.Selection) {
		id := s.AttrOr("id", "")
		if ids[id] {
			t.Errorf("two elements with the id %s", id)
		}
		ids[id] = true
	})
	doc.Find("a[href]").Each(func(_ int, s *goquery.Selection) {
		if href := s.AttrOr("href", ""); !strings.HasPrefix(href, "#") || !ids[href[1:]] {
			t.Errorf("a link to %s, which is not in the file", href)
		}
	})
}

func parsed(t testing.TB, page string) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func FuzzPageShowsValuesAsText(f *testing.F) {
	for _, s := range []string{"", "<script>alert(1)</script>", "]]>", "--><b>", "</details><img src=x>", "\x1b[31m\u202e", `"'><b onclick=x>`, "</script>", "\x00", "\xff", "{{.}}", "javascript:x"} {
		f.Add(s)
	}
	plain := parsed(f, write(f, hostile(f, "x"), flowfile.HTML))
	f.Fuzz(func(t *testing.T, s string) {
		doc := parsed(t, write(t, hostile(t, s), flowfile.HTML))
		for _, element := range []string{"script", "style", "img", "b", "iframe", "object", "[onclick]", "[src]", "[style]", "details", "link"} {
			if got, want := doc.Find(element).Length(), plain.Find(element).Length(); got != want {
				t.Errorf("%d elements %s, want %d", got, element, want)
			}
		}
		if got := doc.Find("a:not([href^='#'])").Length(); got != 0 {
			t.Errorf("%d links lead outside of the file", got)
		}
	})
}
