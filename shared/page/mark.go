package page

import (
	"fmt"
	"html/template"
)

// role is a participant with a name and a mark: the four roles of RFC 6749 §1.1, and others such
// as Redis.
type role struct {
	name  string
	shape template.HTML // SVG on a 16 by 16 grid
}

// crack is the line through the mark of a target of a lab, which lacks defences.
const crack = `<path d="M8.6 4.2 6.6 7.4h2.8L7.4 11.6"/>`

// roles must not be changed. The class mark-<key> in the stylesheet sets the colour.
var roles = map[string]role{
	"owner":          {"Resource owner", `<circle cx="8" cy="8" r="6.25"/>`},
	"browser":        {"Browser", `<circle cx="8" cy="8" r="6.25"/>`}, // acts for the resource owner, so it has the same mark
	"client":         {"Client", `<rect x="2" y="2" width="12" height="12" rx="3"/>`},
	"authserver":     {"Authorization server", `<path d="M8 1.2 13.9 4.6v6.8L8 14.8 2.1 11.4V4.6Z"/>`},
	"resourceserver": {"Resource server", `<path d="M8 1.2 14.8 8 8 14.8 1.2 8Z"/>`},
	"redis":          {"Redis", `<path d="M2.5 4v8c0 1.4 2.4 2.5 5.5 2.5s5.5-1.1 5.5-2.5V4"/><ellipse cx="8" cy="4" rx="5.5" ry="2.5"/>`},
	"attacker":       {"Attacker", `<path d="M8 1.8 14.8 13.8H1.2Z"/>`},
	"naive-client":   {"Careless client", `<rect x="2" y="2" width="12" height="12" rx="3"/>` + crack},
	"naive-as":       {"Careless authorization server", `<path d="M8 1.2 13.9 4.6v6.8L8 14.8 2.1 11.4V4.6Z"/>` + crack},
	"naive-api":      {"Careless API", `<path d="M8 1.2 14.8 8 8 14.8 1.2 8Z"/>` + crack},
	"native-app":     {"App on the computer", `<rect x="3.5" y="1.5" width="9" height="13" rx="2"/><path d="M6.5 12h3"/>`},
	"other-as":       {"Other authorization server", `<path d="M8 1.2 13.9 4.6v6.8L8 14.8 2.1 11.4V4.6Z"/><path d="M8 5l2.6 1.5v3L8 11 5.4 9.5v-3Z"/>`},
	"service":        {"Another program", `<rect x="1.5" y="2.75" width="13" height="10.5" rx="1.5"/><path d="M4.25 6 6.5 8 4.25 10M8.5 10.25h3"/>`},
	"inspector":      {"Inspector", `<circle cx="7" cy="7" r="4.75"/><path d="M10.5 10.5 14.25 14.25"/>`},
	"quartet": {"Quartet", `<circle class="mark-owner" cx="4" cy="4" r="2.6"/><rect class="mark-client" x="9.5" y="1.5" width="5" height="5" rx="1.25"/>` +
		`<path class="mark-authserver" d="M4 9l2.6 1.5v3L4 15l-2.6-1.5v-3Z"/><path class="mark-resourceserver" d="M12 8.9l3.1 3.1-3.1 3.1L8.9 12Z"/>`},
}

// RoleName returns the name for a role key such as "authserver". For an unknown key it returns the
// key.
func RoleName(key string) string {
	if r, ok := roles[key]; ok {
		return r.name
	}
	return key
}

// Mark returns the mark of a role as inline SVG. It is hidden from screen readers, because the
// name is always beside it. It returns an error for an unknown key.
func Mark(key string) (template.HTML, error) {
	r, ok := roles[key]
	if !ok {
		return "", fmt.Errorf("mark %q: no such role", key)
	}
	return `<svg class="mark mark-` + template.HTML(key) + `" viewBox="0 0 16 16" aria-hidden="true" focusable="false">` + r.shape + `</svg>`, nil //nolint:gosec // key is one of the keys of roles
}
