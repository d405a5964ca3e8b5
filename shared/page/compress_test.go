package page_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/page"
)

const html = "text/html; charset=UTF-8"

var long = strings.Repeat("the same words again ", 200)

// ask requests / of a service that responds with body.
func ask(t *testing.T, method, accept, body string) *http.Response {
	t.Helper()
	e := echo.New()
	e.Any("/", func(c echo.Context) error {
		return page.Compressed(c, http.StatusTeapot, html, []byte(body))
	})
	r := httptest.NewRequest(method, "/", nil)
	if accept != "" {
		r.Header.Set("Accept-Encoding", accept)
	}
	rec := httptest.NewRecorder()
	e.ServeHTTP(rec, r)
	return rec.Result()
}

func unzip(t *testing.T, r io.Reader) string {
	t.Helper()
	z, err := gzip.NewReader(r)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestCompressionIsNegotiated(t *testing.T) {
	for accept, want := range map[string]string{ // RFC 9110 §12.5.3
		"":                        "",
		"identity":                "",
		"gzip":                    "gzip",
		"GZIP":                    "gzip",
		"x-gzip":                  "gzip",
		"br, deflate, gzip, zstd": "gzip",
		"gzip;q=0.1":              "gzip",
		"gzip;q=0":                "",
		"gzip ; q=0.000":          "",
		"*":                       "gzip",
		"*;q=0":                   "",
		"gzip;q=0, *":             "",
		"*;q=0, gzip":             "gzip",
		"br":                      "",
		"gzip;q=x":                "",
	} {
		t.Run(accept, func(t *testing.T) {
			resp := ask(t, http.MethodGet, accept, long)
			if got := resp.Header.Get("Content-Encoding"); got != want {
				t.Fatalf("got Content-Encoding %q, want %q", got, want)
			}
			if got := resp.Header.Get("Vary"); got != "Accept-Encoding" {
				t.Errorf("got Vary %q: a cache would give one client the encoding of another", got)
			}
			if resp.StatusCode != http.StatusTeapot || resp.Header.Get("Content-Type") != html {
				t.Errorf("got %d %q", resp.StatusCode, resp.Header.Get("Content-Type"))
			}
			if want == "gzip" && unzip(t, resp.Body) != long {
				t.Error("the body is another one")
			}
		})
	}
}

func TestSmallBodiesAreNotCompressed(t *testing.T) {
	resp := ask(t, http.MethodGet, "gzip", "short")
	if body, _ := io.ReadAll(resp.Body); string(body) != "short" || resp.Header.Get("Content-Encoding") != "" {
		t.Errorf("got %q %v", body, resp.Header)
	}
}

func TestHeadOfCompressedPageHasTheHeadersOfGet(t *testing.T) {
	get, head := ask(t, http.MethodGet, "gzip", long), ask(t, http.MethodHead, "gzip", long)
	for _, name := range []string{"Content-Type", "Content-Encoding", "Content-Length", "Vary"} {
		if got, want := head.Header.Get(name), get.Header.Get(name); got != want || want == "" {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	if body, _ := io.ReadAll(head.Body); len(body) != 0 {
		t.Errorf("HEAD has a body of %d bytes", len(body))
	}
	if body, _ := io.ReadAll(get.Body); strconv.Itoa(len(body)) != get.Header.Get("Content-Length") {
		t.Errorf("got %d bytes, want %s", len(body), get.Header.Get("Content-Length"))
	}
}

func TestPagesAreCompressedOnlyOnRequestOfTheService(t *testing.T) {
	for _, on := range []bool{false, true} {
		s := set(t, main(long))
		s.Compress = on
		e := echo.New()
		e.GET("/", func(c echo.Context) error { return s.HTML(c, http.StatusOK, "p", page.Chrome{}, nil) })
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Accept-Encoding", "gzip")
		rec := httptest.NewRecorder()
		e.ServeHTTP(rec, r)
		if got := rec.Header().Get("Content-Encoding") == "gzip"; got != on {
			t.Errorf("Compress %t: compressed %t", on, got)
		}
	}
}

func TestFilesAreCompressed(t *testing.T) {
	e := echo.New()
	page.Mount(e)
	for path, want := range map[string]string{page.Stylesheet(): "gzip", page.Icon(): ""} { // the icon is small
		fetch := func(method, accept string) *http.Response {
			r := httptest.NewRequest(method, path, nil)
			r.Header.Set("Accept-Encoding", accept)
			rec := httptest.NewRecorder()
			e.ServeHTTP(rec, r)
			return rec.Result()
		}
		zipped, plain, head := fetch(http.MethodGet, "gzip"), fetch(http.MethodGet, "identity"), fetch(http.MethodHead, "gzip")
		if got := zipped.Header.Get("Content-Encoding"); got != want || head.Header.Get("Content-Encoding") != want || head.StatusCode != http.StatusOK {
			t.Errorf("%s: got %q, HEAD %d %q, want %q", path, got, head.StatusCode, head.Header.Get("Content-Encoding"), want)
		}
		body, _ := io.ReadAll(plain.Body)
		if want == "gzip" && (unzip(t, zipped.Body) != string(body) || plain.Header.Get("Vary") != "Accept-Encoding") {
			t.Errorf("%s: the two encodings differ, or Vary is missing: %v", path, plain.Header)
		}
	}
}
