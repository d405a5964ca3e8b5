package ui

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/page"
)

// Consent is the content of the consent page.
type Consent struct {
	Transaction string // handle of the transaction
	SessionID   string // the session in which the question is asked
	Client      *core.Client
	RedirectURI string
	User        *core.User
	Scopes      []page.Scope
	Remembered  bool // whether the decision will be remembered
}

// WhereTo describes the place to which the browser is sent afterwards.
func (s Consent) WhereTo() string { return whereTo(s.RedirectURI) }

// Links returns the links to pages of the client. Only http and https links are shown, because
// another scheme, such as javascript:, could run a script (RFC 9700 §4.16).
func (s Consent) Links() []page.Link {
	var links []page.Link
	for _, l := range []page.Link{{Text: "privacy policy", Href: s.Client.PolicyURI}, {Text: "terms of service", Href: s.Client.TOSURI}} {
		if strings.HasPrefix(l.Href, "https://") || strings.HasPrefix(l.Href, "http://") {
			links = append(links, l)
		}
	}
	return links
}

// Consent writes the page.
func (p *Pages) Consent(c echo.Context, s Consent) error {
	letFormEndAt(c, s.Client, s.RedirectURI)
	return p.form(c, http.StatusOK, "consent", s.User.Name(), s)
}

// ScopeOf describes a scope, or a single claim such as claim:email, for the page. If words is empty
// it uses the name.
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
