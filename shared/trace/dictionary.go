package trace

import (
	"net/http"
	"slices"
	"strings"
)

// Entry is what the dictionary knows about a name: how much of its value may be shown, what it
// means, who sets it, who checks it, and the section that defines it.
type Entry struct {
	Name    string
	Class   Class
	Meaning string // at most 20 words
	SetBy   string
	Checked string // who checks it
	Spec    string
	Links   bool // random by design, so two messages with the same value belong to one flow
	Token   bool // may be a JWT, whose header and claims are shown without the signature
	URL     bool // shown without its query
	Known   bool // false for the entry of an unknown name
}

// Lookup returns the entry for a name. The value of an unknown name is masked like a credential.
func Lookup(in, name string) Entry {
	switch in {
	case InHeader:
		if e, ok := headerEntries[http.CanonicalHeaderKey(name)]; ok {
			return e
		}
	case InCookie, InSetCookie:
		return cookieEntry(name)
	}
	if e, ok := paramEntries[name]; ok {
		return e
	}
	return Entry{Name: name, Class: Credential}
}

// The cookies of client and authorization server are named ourCookies, the name of the service,
// and their purpose.
const (
	ourCookies    = "__Host-quartet-"
	sessionCookie = "session"
	browserCookie = "browser"
	loginCookie   = "login-" // followed by a part of the hash of its state
)

func cookieEntry(name string) Entry {
	e := Entry{Name: name, Class: Credential, SetBy: theHost, Checked: theHost, Spec: "RFC 6265 §4", Known: isPlainName(strings.TrimPrefix(name, "__Host-"))}
	own, ours := strings.CutPrefix(name, ourCookies)
	switch {
	case ours && strings.HasSuffix(own, sessionCookie):
		e.Links, e.Spec = true, "RFC 10017 §6.1.3.2"
		e.Meaning = "The browser's session at this host. At the client, the tokens stay behind it."
	case ours && strings.HasSuffix(own, browserCookie):
		e.Spec = "RFC 9700 §4.7"
		e.Meaning = "Names the browser. The authorization server binds its forms to it; at the client a new session replaces the one that this browser had."
	case ours && strings.Contains(own, loginCookie):
		e.Spec = "RFC 9700 §4.7" // not in Links: a leftover cookie would connect this flow to another sign-in
		e.Meaning = "Binds one sign-in, by its state, to the browser that began it."
	default:
		e.Meaning = "A cookie: what the browser keeps for this host and sends back to it."
	}
	return e
}

// Entries returns the whole dictionary, parameters first.
func Entries() []Entry { return slices.Concat(parameters, metadata, headers) }

var (
	paramEntries  = index(slices.Concat(parameters, metadata))
	headerEntries = index(headers)
)

func index(entries []Entry) map[string]Entry {
	byName := make(map[string]Entry, len(entries))
	for _, e := range entries {
		e.Known = true
		byName[e.Name] = e
	}
	return byName
}
