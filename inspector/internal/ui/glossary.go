package ui

import (
	"net/http"
	"slices"
	"sync"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/glossary"
	"quartet.example/shared/trace"
)

// Glossary responds with the terms.
func (p *Pages) Glossary(c echo.Context) error {
	return p.set.HTML(c, http.StatusOK, "glossary", p.chrome("/glossary"), glossary.Groups())
}

// Specs responds with the specifications, and what refers to their sections.
func (p *Pages) Specs(c echo.Context) error {
	return p.set.HTML(c, http.StatusOK, "rfcs", p.chrome("/rfcs"), specs())
}

// specs and sections do not change while the program runs.
var (
	specs    = sync.OnceValue(glossary.Specs)
	sections = sync.OnceValue(func() map[glossary.Ref]bool {
		all := map[glossary.Ref]bool{}
		for _, spec := range specs() {
			for _, section := range spec.Sections {
				all[section.Ref] = true
			}
		}
		return all
	})
)

// refs returns the sections in a Spec, or nil if /rfcs does not show one of them: a recording may
// contain any text.
func refs(spec string) []glossary.Ref {
	all := glossary.Refs(spec)
	if slices.ContainsFunc(all, func(r glossary.Ref) bool { return !sections()[r] }) {
		return nil
	}
	return all
}

// term returns the anchor of a parameter in the glossary, or "" if the glossary does not have it.
func term(p trace.Param) string {
	if p.In == trace.InCookie || p.In == trace.InSetCookie {
		return glossary.Anchor(trace.CookieTerm(p.Name))
	}
	if e := trace.Lookup(p.In, p.Name); e.Known {
		return glossary.Anchor(e.Name)
	}
	return ""
}

// isDeclared reports whether there is a check with this id.
func isDeclared(id string) bool {
	_, ok := glossary.CheckOf(id)
	return ok
}

// isFirst reports whether section is the first one that a check refers to. The anchor of the check
// is there.
func isFirst(c glossary.Check, section glossary.Ref) bool { return glossary.Refs(c.Spec)[0] == section }

// roleOf returns the key of a role for its mark, or "" for other terms.
func roleOf(e trace.Entry) string {
	if e.Group != glossary.Roles {
		return ""
	}
	return map[string]string{
		"resource owner": "owner", "client": trace.Client, "authorization server": trace.AuthServer, "resource server": trace.ResourceServer,
	}[e.Name]
}
