package web

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/oauth"
	"quartet.example/shared/page"
	"quartet.example/shared/teach"
	"quartet.example/shared/trace"
)

// errorBody is the JSON error of RFC 6749 §5.2.
type errorBody struct {
	Error       oauth.Code `json:"error,omitempty"`
	Description string     `json:"error_description,omitempty"`
}

// handleError writes err to the response. No other code writes errors. It does nothing if the
// response has begun.
func (s *server) handleError(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	refused := asOAuth(err)
	s.setErrorHeaders(c, refused)
	if refused.Status() < http.StatusBadRequest { // a redirect, whose target shows the error
		_ = c.NoContent(refused.Status())
		return
	}
	if s.wantsPage(c.Request()) {
		if s.writePage(c, refused) == nil {
			return
		}
	}
	body := errorBody{refused.Code, s.describe(c, refused)}
	if refused.Code == "" { // a request without credentials gets a challenge without an error code (RFC 6750 §3.1)
		body = errorBody{}
	}
	_ = c.JSON(refused.Status(), body) // fails only if the connection is closed
}

func (s *server) wantsPage(r *http.Request) bool {
	return !s.options.Machine(r) && PrefersHTML(r)
}

func (s *server) setErrorHeaders(c echo.Context, e *oauth.Error) {
	h := c.Response().Header()
	SetNoStore(c)
	switch {
	case e.Challenge != "":
		h.Set(echo.HeaderWWWAuthenticate, e.Challenge)
	case e.Status() == http.StatusUnauthorized: // a 401 must have a challenge (RFC 9110 §15.5.2)
		h.Set(echo.HeaderWWWAuthenticate, s.challenge(e))
	}
	for name, values := range e.Header {
		h[name] = append(h[name], values...) // each scheme's challenge has its own header (RFC 9110 §11.6.1)
	}
	if e.Status() == http.StatusRequestEntityTooLarge {
		h.Set(echo.HeaderConnection, "close") // closes the connection instead of reading the rest of the body
	}
	if e.RetryAfter > 0 {
		h.Set(echo.HeaderRetryAfter, strconv.FormatInt(int64((e.RetryAfter+time.Second-1)/time.Second), 10))
	}
}

// describe returns the error_description.
func (s *server) describe(c echo.Context, e *oauth.Error) string {
	if allowed := c.Response().Header().Get(echo.HeaderAllow); s.options.Dev && e.Status() == http.StatusMethodNotAllowed && allowed != "" {
		return Printable(e.Description + "; send one of " + allowed)
	}
	return Describe(e, s.options.Dev)
}

// Describe returns the error_description (RFC 6749 §5.2) of an error. In the dev profile it also has what
// was sent and what was expected, and says what to change.
func Describe(e *oauth.Error, dev bool) string {
	if !dev {
		return Printable(e.Description)
	}
	return printable(teach.Explain(e), 600)
}

func (s *server) challenge(e *oauth.Error) string {
	if e.Code == oauth.InvalidToken { // RFC 6750 §3
		return `Bearer error="invalid_token", error_description="` + Describe(e, s.options.Dev) + `"`
	}
	return `Basic realm="` + Printable(s.options.Service) + `"` // RFC 6749 §5.2
}

// Printable returns at most 200 characters of s in the form of an error_description: printable
// ASCII without quotes and backslashes (RFC 6749 §5.2). Other characters are replaced.
func Printable(s string) string { return printable(s, 200) }

func printable(s string, most int) string {
	s = strings.ReplaceAll(s, "§", "section ")
	s = s[:min(len(s), most)]
	return strings.Map(func(r rune) rune {
		switch {
		case r == '"':
			return '\''
		case r == '\\':
			return '/'
		case r < ' ' || r > '~':
			return '?'
		}
		return r
	}, s)
}

func (s *server) writePage(c echo.Context, e *oauth.Error) error {
	view := page.ErrorView{
		Status: e.Status(), Message: sentence(e.Description), Code: string(e.Code),
		RequestID: RequestID(c), Dev: s.options.Dev,
	}
	if e.Check != nil {
		view.Check, view.CheckMeaning, view.Spec, view.Stops = e.Check.ID, e.Check.Meaning, e.Check.Spec, e.Check.Stops
	}
	if s.options.Dev {
		s.explain(c, e, &view)
	}
	if r := c.Request(); e.Status() >= http.StatusInternalServerError && r.Method == http.MethodGet {
		view.Retry = r.URL.RequestURI()
	}
	var body bytes.Buffer
	if err := s.options.ErrorPage(&body, c.Request(), view); err != nil {
		s.options.Log.ErrorContext(c.Request().Context(), "error page failed", "cause", err, "request_id", RequestID(c))
		return err
	}
	return c.HTMLBlob(e.Status(), body.Bytes())
}

// explain adds what only the dev profile shows: the lesson of the check, what was sent beside what
// was expected, and links into the inspector.
func (s *server) explain(c echo.Context, e *oauth.Error, view *page.ErrorView) {
	view.Lesson, view.Mismatch = teach.Of(e.CheckID()), e.Mismatch
	if s.options.Inspector == "" {
		return
	}
	if e.Check != nil {
		view.CheckURL = s.options.Inspector + "/rfcs#" + e.Check.ID
	}
	view.InspectorURL = trace.Link(c.Request().Context(), s.options.Inspector)
}

// errorPage writes the error page of shared/page in the colours of the service.
func (o Options) errorPage(w io.Writer, r *http.Request, view page.ErrorView) error {
	return page.RenderError(w, page.Chrome{Role: o.Service, Host: r.Host, Dev: o.Dev}, view)
}

// sentence turns a description into a sentence with a capital letter and a full stop.
func sentence(s string) string {
	if s = Printable(s); s == "" {
		return s
	}
	s = strings.TrimSuffix(s, ".") + "."
	if first, _, _ := strings.Cut(s, " "); strings.Contains(first, "_") {
		return s // it begins with the name of a parameter, which stays in lower case
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
