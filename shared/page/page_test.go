package page_test

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/page"
)

const hostile = `"><img src=x onerror=alert(1)><script>alert(1)</script>'`

// set returns a set of one page named "p".
func set(t *testing.T, text string) *page.Set {
	t.Helper()
	s, err := page.New(fstest.MapFS{"p.html": {Data: []byte(text)}}, "*.html")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func render(t *testing.T, text string, chrome page.Chrome, data any) string {
	t.Helper()
	var b bytes.Buffer
	if err := set(t, text).Render(&b, "p", chrome, data); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func main(text string) string {
	return `{{define "title"}}T{{end}}{{define "main"}}` + text + `{{end}}`
}

func TestHostileValuesAppearAsText(t *testing.T) {
	chrome := page.Chrome{Role: "client", Service: hostile, Host: hostile, User: hostile, Nav: []page.Link{{Href: "/", Text: hostile}}}
	for name, text := range map[string]string{
		"M-15 title and heading": `{{define "title"}}{{.}}{{end}}{{define "main"}}x{{end}}`,
		"M-15 button":            main(`{{button "Text" . "Name" . "Value" .}}`),
		"M-15 field":             main(`{{field "Name" . "Label" . "Value" . "Hint" . "Error" . "Placeholder" .}}`),
		"M-15 notice":            main(`{{notice "Title" . "Text" .}}`),
		"M-15 facts":             main(`{{facts . .}}`),
		"M-15 role name":         main(`{{role "client" .}}`),
		"M-15 chip":              main(`{{chip .}}`),
		"M-15 badge":             main(`{{badge . .}}`),
		"M-15 channel":           main(`{{channel .}}`),
		"M-15 copy":              main(`{{copy .}}`),
	} {
		t.Run(name, func(t *testing.T) { wantHarmless(t, render(t, text, chrome, hostile)) })
	}
	t.Run("M-15 scopes", func(t *testing.T) {
		wantHarmless(t, render(t, main(`{{scopes .}}`), chrome, []page.Scope{{Text: hostile, Name: hostile, Detail: hostile}}))
	})
	t.Run("M-15 table", func(t *testing.T) {
		wantHarmless(t, render(t, main(`{{table .}}`), chrome, page.Table{Caption: hostile, Head: []string{hostile}, Rows: [][]any{{hostile}}}))
	})
}

func wantHarmless(t *testing.T, body string) {
	t.Helper()
	for _, bad := range []string{"<img", "<script>", `onerror=alert(1)">`, `href="javascript:`} {
		if strings.Contains(body, bad) {
			t.Errorf("got %q in the page:\n%s", bad, body)
		}
	}
}

func TestMistakesInAPageAreFoundAtStart(t *testing.T) {
	for name, text := range map[string]string{
		"no main":             `{{define "title"}}T{{end}}`,
		"no title":            `{{define "main"}}{{end}}`,
		"unknown function":    main(`{{nothing}}`),
		"unclosed action":     main(`{{if .}}`),
		"value in no context": main(`<a href={{.}}{{.}} "x`),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := page.New(fstest.MapFS{"p.html": {Data: []byte(text)}}, "*.html"); err == nil {
				t.Error("got no error")
			}
		})
	}
	t.Run("no file", func(t *testing.T) {
		if _, err := page.New(fstest.MapFS{}, "*.html"); err == nil {
			t.Error("got no error")
		}
	})
}

func TestMistakesInAComponentAreErrors(t *testing.T) {
	for name, text := range map[string]string{
		"unknown field":      main(`{{button "Txt" "Allow"}}`),
		"value without name": main(`{{button "Text" "Allow" "Kind"}}`),
		"wrong type":         main(`{{field "Name" "n" "Required" "yes"}}`),
		"unknown role":       main(`{{mark "wizard"}}`),
		"odd facts":          main(`{{facts "issuer"}}`),
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			err := set(t, text).Render(&b, "p", page.Chrome{}, nil)
			if err == nil || b.Len() > 0 {
				t.Errorf("got error %v and %d bytes, want an error and nothing written", err, b.Len())
			}
		})
	}
}

func TestEachPageOfTheGalleryIsAWholePage(t *testing.T) {
	for name, body := range renderGallery(t, "") {
		t.Run(name, func(t *testing.T) {
			text := string(body)
			for _, want := range []string{`<html lang="en"`, `<a class="skip" href="#main"`, "<h1>", `<main id="main"`, "<header", "<footer"} {
				if got := strings.Count(text, want); got != 1 {
					t.Errorf("%s: got %d, want 1", want, got)
				}
			}
			for _, bad := range []string{" style=", "<style", "onclick", "http-equiv"} {
				if strings.Contains(text, bad) {
					t.Errorf("got %q: the policy would refuse it", bad)
				}
			}
			if strings.Contains(text, "<script>") {
				t.Error("got an inline script")
			}
		})
	}
}

func TestErrorAndHintAreTiedToTheField(t *testing.T) {
	got := render(t, main(`{{field "Name" "u" "Label" "Username" "Hint" "h" "Error" "e"}}`), page.Chrome{}, nil)
	for _, want := range []string{`<label for="u">`, `aria-describedby="u-hint u-error"`, `aria-invalid="true"`, `id="u-hint"`, `id="u-error"`} {
		if !strings.Contains(got, want) {
			t.Errorf("want %s in\n%s", want, got)
		}
	}
}

func TestErrorPage(t *testing.T) {
	show := func(change func(*page.ErrorView)) string {
		v := refused
		change(&v)
		var b bytes.Buffer
		if err := page.RenderError(&b, atAuthserver, v); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	t.Run("dev names the check and where it is written", func(t *testing.T) {
		got := show(func(*page.ErrorView) {})
		for _, want := range []string{"as.redirect_uri.exact", "RFC 9700 §4.1.3", "invalid_request", "0af7651916cd43dd", "Try again"} {
			if !strings.Contains(got, want) {
				t.Errorf("want %q in the page", want)
			}
		}
	})
	t.Run("production keeps the check to itself", func(t *testing.T) {
		got := show(func(v *page.ErrorView) { v.Dev = false })
		if strings.Contains(got, "as.redirect_uri.exact") || strings.Contains(got, "RFC 9700") {
			t.Error("got the check in a production page")
		}
	})
	for _, retry := range []string{"https://evil.example/", "//evil.example", `/\evil.example`, "/\t/evil.example", "javascript:alert(1)"} {
		t.Run("B-11 retry "+retry+" is not offered", func(t *testing.T) {
			if got := show(func(v *page.ErrorView) { v.Retry = retry }); strings.Contains(got, "Try again") {
				t.Error("got a link that leaves this server")
			}
		})
	}
	t.Run("M-15 hostile values appear as text", func(t *testing.T) {
		wantHarmless(t, show(func(v *page.ErrorView) {
			v.Title, v.Message, v.Code, v.RequestID, v.CheckMeaning, v.NextSteps = hostile, hostile, hostile, hostile, hostile, []string{hostile}
		}))
	})
}

func TestAssetsAreCachedForEver(t *testing.T) {
	e := echo.New()
	page.Mount(e)
	for path, mime := range map[string]string{
		page.Stylesheet(): "text/css; charset=utf-8", page.Script(): "text/javascript; charset=utf-8", page.Icon(): "image/svg+xml",
	} {
		t.Run(path, func(t *testing.T) {
			rec := httptest.NewRecorder()
			e.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, path, nil))
			if rec.Code != http.StatusOK || rec.Body.Len() == 0 {
				t.Fatalf("got %d with %d bytes, want 200 with some", rec.Code, rec.Body.Len())
			}
			if got := rec.Header().Get("Content-Type"); got != mime {
				t.Errorf("content type: got %q, want %q", got, mime)
			}
			if got := rec.Header().Get("Cache-Control"); !strings.Contains(got, "immutable") {
				t.Errorf("cache control: got %q, want immutable", got)
			}
		})
	}
}

func TestPagesAreNeverStored(t *testing.T) {
	e := echo.New()
	rec := httptest.NewRecorder()
	c := e.NewContext(httptest.NewRequest(http.MethodGet, "/", nil), rec)
	if err := set(t, main("x")).HTML(c, http.StatusForbidden, "p", page.Chrome{}, nil); err != nil {
		t.Fatal(err)
	}
	if rec.Code != http.StatusForbidden || rec.Header().Get("Cache-Control") != "no-store" || rec.Header().Get("Content-Type") != "text/html; charset=UTF-8" {
		t.Errorf("got %d %v", rec.Code, rec.Header())
	}
}

func TestStylesheetStaysSmall(t *testing.T) {
	css, err := os.ReadFile("assets/quartet.css")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(css); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if b.Len() > 12<<10 {
		t.Errorf("got %d bytes compressed, want at most 12 KiB", b.Len())
	}
	t.Logf("%d bytes, %d compressed", len(css), b.Len())
}
