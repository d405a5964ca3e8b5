package page_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/page"
)

func TestStylesheetsAreServedWithoutComments(t *testing.T) {
	for css, want := range map[string]string{
		"/* a */\na { color: red; } /* b\n c */\n\n  b { top: 0; }\n": "a{color:red;}b{top:0;}",
		`a::before { content: "/* text */"; }`:                        `a::before{content:"/* text */";}`,
		`a::before { content: '\'/* "'; } /* end */`:                  `a::before{content:'\'/* "';}`,
		"a { color: red; } /* without an end":                         "a{color:red;}",
		`a { content: "without an end`:                                `a{content:"without an end`,
		"a :is(b, c) > d + e { inset: calc(1px - 2px) 0; }":           "a :is(b,c)>d + e{inset:calc(1px - 2px) 0;}",
		"a /* b */ c { top: 0 }":                                      "a c{top:0}",
		"":                                                            "",
	} {
		f := page.NewFile("a.css", "text/css; charset=utf-8", []byte(css))
		e := echo.New()
		f.Mount(e)
		rec := httptest.NewRecorder()
		e.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, f.Path, nil))
		if got, _ := io.ReadAll(rec.Body); string(got) != want {
			t.Errorf("%q: got %q, want %q", css, got, want)
		}
	}
	script := page.NewFile("a.js", "text/javascript", []byte("/* a */"))
	e := echo.New()
	script.Mount(e)
	rec := httptest.NewRecorder()
	e.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, script.Path, nil))
	if !strings.Contains(rec.Body.String(), "/* a */") {
		t.Error("a script is changed")
	}
}
