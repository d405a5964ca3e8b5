package ui

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/page"
)

// Consent is what the consent page says.
type Consent struct {
	Transaction string // handle
	SessionID   string // the session in which the question is asked
	Client      *core.Client
	RedirectURI string
	User        *core.User
	Scopes      []page.Scope
	Remembered  bool // whether the answer will be remembered
}

// WhereTo is where one goes afterwards.
func (s Consent) WhereTo() string { return whereTo(s.RedirectURI) }

// Links are those that the client registered about itself. Only http and https
// ones: a link is not a place for a script (RFC 9700 §4.16).
func (s Consent) Links() []page.Link {
	var links []page.Link
	for _, l := range []page.Link{{Text: "privacy policy", Href: s.Client.PolicyURI}, {Text: "terms of service", Href: s.Client.TOSURI}} {
		if strings.HasPrefix(l.Href, "https://") || strings.HasPrefix(l.Href, "http://") {
			links = append(links, l)
		}
	}
	return links
}

// Consent answers with the page.
func (p *Pages) Consent(c echo.Context, s Consent) error {
	letFormEndAt(c, s.Client, s.RedirectURI)
	return p.form(c, http.StatusOK, "consent", s.User.Name(), s)
}

// ScopeOf is a scope in words, or a single claim such as claim:email. One without
// words is shown by its name alone.
func ScopeOf(token, words string, before *core.Consent) page.Scope {
	if words == "" {
		words = token
	}
	s := page.Scope{
		Name: token, Text: strings.ToUpper(words[:1]) + words[1:],
		Already: before != nil && before.Scope.Has(token),
	}
	if name, single := strings.CutPrefix(token, "claim:"); single {
		s.Name, s.Kind = name, "claim"
	}
	return s
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
