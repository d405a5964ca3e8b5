package page

import (
	"fmt"
	"html/template"
)

// role is one of the four of RFC 6749 §1.1, or a guest.
type role struct {
	name  string
	shape template.HTML // on a 16 by 16 grid
}

// roles is read only. A class mark-<key> in the stylesheet gives the colour.
var roles = map[string]role{
	"owner":          {"Resource owner", `<circle cx="8" cy="8" r="6.25"/>`},
	"browser":        {"Browser", `<circle cx="8" cy="8" r="6.25"/>`}, // the owner's user agent: same lane, same mark
	"client":         {"Client", `<rect x="2" y="2" width="12" height="12" rx="3"/>`},
	"authserver":     {"Authorization server", `<path d="M8 1.2 13.9 4.6v6.8L8 14.8 2.1 11.4V4.6Z"/>`},
	"resourceserver": {"Resource server", `<path d="M8 1.2 14.8 8 8 14.8 1.2 8Z"/>`},
	"redis":          {"Redis", `<path d="M2.5 4v8c0 1.4 2.4 2.5 5.5 2.5s5.5-1.1 5.5-2.5V4"/><ellipse cx="8" cy="4" rx="5.5" ry="2.5"/>`},
	"attacker":       {"Attacker", `<path d="M8 1.8 14.8 13.8H1.2Z"/>`},
	"quartet": {"Quartet", `<circle class="mark-owner" cx="4" cy="4" r="2.6"/><rect class="mark-client" x="9.5" y="1.5" width="5" height="5" rx="1.25"/>` +
		`<path class="mark-authserver" d="M4 9l2.6 1.5v3L4 15l-2.6-1.5v-3Z"/><path class="mark-resourceserver" d="M12 8.9l3.1 3.1-3.1 3.1L8.9 12Z"/>`},
}

// RoleName is the written name of a role key ("authserver"), or the key itself
// if there is no such role: a stranger's word is shown, never lost.
func RoleName(key string) string {
	if r, ok := roles[key]; ok {
		return r.name
	}
	return key
}

// Mark draws the mark of a role as inline SVG, hidden from screen readers: the
// name always stands beside it.
func Mark(key string) (template.HTML, error) {
	r, ok := roles[key]
	if !ok {
		return "", fmt.Errorf("mark %q: no such role", key)
	}
	return `<svg class="mark mark-` + template.HTML(key) + `" viewBox="0 0 16 16" aria-hidden="true" focusable="false">` + r.shape + `</svg>`, nil //nolint:gosec // key is one of ours
}
