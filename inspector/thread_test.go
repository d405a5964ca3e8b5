package inspector_test

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"quartet.example/shared/redistest"
)

// followed returns the page that follows the value with this name, from the first link to it.
func followed(t *testing.T, address, path, name string) *goquery.Document {
	t.Helper()
	page := parsed(t, address+path)
	link := page.Find("a.follow").FilterFunction(func(_ int, a *goquery.Selection) bool {
		return strings.HasPrefix(a.Text(), "follow "+name+" ")
	}).First()
	href, ok := link.Attr("href")
	if !ok {
		t.Fatalf("no link follows %s on %s", name, path)
	}
	if strings.HasPrefix(href, "?") {
		href = path + href
	}
	return parsed(t, address+href)
}

func text(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

func TestThread(t *testing.T) {
	client := redistest.New(t)
	signIn(t, client)
	address := start(t, client)
	hops := document(t, address, 8).Find(".hop a.cover")
	path := func(message int) string { return hops.Eq(message-1).AttrOr("href", "") }

	for name, tt := range map[string]struct {
		at, value string
		says      []string // in the strip above the diagram
		carries   int
		derived   string
	}{
		"a state goes through the browser":               {path(1), "state", []string{"Created by the client in message 1", "seen by the browser in messages"}, 4, ""},
		"a code is bound to the challenge of a verifier": {path(5), "code", []string{"Created by the authorization server in message 4", "redeemed at the token endpoint in message", "Bound to code_challenge", "S256 ( code_verifier"}, 3, ""},
		"the challenge of a verifier":                    {path(6), "code_verifier", []string{"First sent by the client to the token endpoint", "S256 of it is code_challenge"}, 1, "derived: S256"},
	} {
		t.Run(name, func(t *testing.T) {
			page := followed(t, address, tt.at, tt.value)
			strip := strings.NewReplacer("(", " ( ").Replace(text(page.Find(".thread")))
			strip = strings.Join(strings.Fields(strip), " ")
			for _, want := range tt.says {
				if !strings.Contains(strip, want) {
					t.Errorf("the strip says %q, want %q in it", strip, want)
				}
			}
			lit := page.Find("#rows .lit .marked").FilterFunction(func(_ int, s *goquery.Selection) bool { return strings.HasPrefix(s.Text(), "carries ‹") })
			if lit.Length() != tt.carries {
				t.Errorf("%d messages carry it, want %d: %s", lit.Length(), tt.carries, strip)
			}
			if tt.derived != "" && !strings.Contains(text(page.Find("#rows .lit")), tt.derived) {
				t.Errorf("no message is marked %q", tt.derived)
			}
			if all, dim, lit := page.Find("#rows .hop").Length(), page.Find("#rows .dim").Length(), page.Find("#rows .lit").Length(); dim == 0 || dim+lit < all {
				t.Errorf("%d messages: %d are dimmed and %d are lit", all, dim, lit)
			}
			page.Find("#rows a.cover").Each(func(_ int, a *goquery.Selection) {
				if !strings.Contains(a.AttrOr("href", ""), "?thread=") {
					t.Errorf("the link %q ends the thread", a.AttrOr("href", ""))
				}
			})
		})
	}
	t.Run("a value that no message carries is not followed", func(t *testing.T) {
		page := parsed(t, address+path(1)+"?thread=%3Cscript%3E")
		if n := page.Find(".thread, .dim, .lit").Length(); n != 0 {
			t.Errorf("%d elements are about it", n)
		}
	})
}
