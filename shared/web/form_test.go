package web_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/labstack/echo/v4"

	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

const formType = "application/x-www-form-urlencoded"

func newContext(method, target, contentType, body string) echo.Context {
	req := httptest.NewRequest(method, target, strings.NewReader(body))
	req.Header.Set("Content-Type", contentType)
	return echo.New().NewContext(req, httptest.NewRecorder())
}

func TestFormTakesParametersOfTheBody(t *testing.T) {
	for name, tt := range map[string]struct {
		contentType, body string
		want              url.Values
	}{
		"plain":                              {formType, "a=1&b=%C3%BC+x", url.Values{"a": {"1"}, "b": {"ü x"}}},
		"with a charset":                     {formType + "; charset=UTF-8", "a=1", url.Values{"a": {"1"}}},
		"in capitals":                        {"Application/X-WWW-Form-URLEncoded", "a=1", url.Values{"a": {"1"}}},
		"empty parameters are absent (§3.1)": {formType, "a=&b=1", url.Values{"b": {"1"}}},
		"an empty body":                      {formType, "", url.Values{}},
		"the URL does not count":             {formType, "b=1", url.Values{"b": {"1"}}},
	} {
		t.Run(name, func(t *testing.T) {
			c := newContext("POST", "/?a=fromurl", tt.contentType, tt.body)
			for range 2 { // client authentication and the endpoint both call Form
				got, err := web.Form(c)
				if err != nil || !cmp.Equal(got, tt.want) {
					t.Errorf("got %v, %v; want %v", got, err, tt.want)
				}
			}
		})
	}
}

func TestFormRefuses(t *testing.T) {
	for name, tt := range map[string]struct{ method, contentType, body string }{
		"JSON":                     {"POST", "application/json", `{"a":"1"}`},
		"multipart":                {"POST", "multipart/form-data; boundary=x", "--x--"},
		"no type":                  {"POST", "", "a=1"},
		"nonsense as type":         {"POST", ";;;", "a=1"},
		"another charset":          {"POST", formType + "; charset=utf-7", "a=1"},
		"a GET":                    {"GET", formType, "a=1"},
		"a repeated parameter":     {"POST", formType, "a=1&a=1"},
		"repeated once empty":      {"POST", formType, "a=&a=1"},
		"a NUL in a value":         {"POST", formType, "a=%00"},
		"a NUL in a name":          {"POST", formType, "%00=a"},
		"invalid UTF-8":            {"POST", formType, "a=%ff"},
		"a semicolon":              {"POST", formType, "a=1;b=2"},
		"a broken escape":          {"POST", formType, "a=%zz"},
		"more than 100 parameters": {"POST", formType, strings.Repeat("a=1&", 101)},
		"a value over 128 KiB":     {"POST", formType, "a=" + strings.Repeat("x", 128<<10+1)},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := web.Form(newContext(tt.method, "/", tt.contentType, tt.body))
			var refused *oauth.Error
			if !errors.As(err, &refused) || refused.Code != oauth.InvalidRequest || refused.Status() != http.StatusBadRequest {
				t.Errorf("got %.80v, %v; want invalid_request, 400", got, err)
			}
		})
	}
	c := newContext("POST", "/", formType, "a=1")
	c.Request().Header.Set("Content-Encoding", "gzip")
	if _, err := web.Form(c); err == nil {
		t.Error("a compressed body was accepted")
	}
}

func TestRepeatedParametersAreNamed(t *testing.T) {
	values, err := web.Parameters(newContext("GET", "/?state=1&state=2&client_id=x&resource=a&resource=b", "", ""), "resource")
	var repeated *web.RepeatedError
	if !errors.As(err, &repeated) {
		t.Fatalf("got %v, want a RepeatedError", err)
	}
	if !repeated.Has("state") || repeated.Has("client_id") || repeated.Has("resource") {
		t.Errorf("got %v, want state only", repeated.Names)
	}
	if values.Get("client_id") != "x" || len(values["resource"]) != 2 {
		t.Errorf("the values are not there: %v", values)
	}
}

func TestBodyLimit(t *testing.T) {
	e, _ := site(t, web.Options{BodyLimit: "1K"})
	server := httptest.NewServer(e)
	defer server.Close()
	for name, tt := range map[string]struct {
		size   int
		hidden bool
		want   int
	}{
		"within the limit":              {1000, false, 200},
		"within the limit, chunked":     {1000, true, 200},
		"O-18 a byte too long":          {1025, false, 413},
		"O-18 a byte too long, chunked": {1025, true, 413},
		"O-18 10 MB":                    {10 << 20, false, 413},
		"O-18 10 MB, chunked":           {10 << 20, true, 413},
	} {
		t.Run(name, func(t *testing.T) {
			var body io.Reader = strings.NewReader("a=" + strings.Repeat("x", tt.size-2))
			if tt.hidden {
				body = io.MultiReader(body) // hides the length, so that the body is sent in chunks
			}
			resp, err := http.Post(server.URL+"/token", formType, body)
			if err != nil {
				t.Skipf("the server hung up while 10 MB were being sent: %v", err)
			}
			defer resp.Body.Close()
			if resp.StatusCode != tt.want {
				t.Errorf("got %d, want %d", resp.StatusCode, tt.want)
			}
		})
	}
}
