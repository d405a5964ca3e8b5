package trace

import "net/http"

// Entry is what is known of a name: how much of its value may be shown, what
// it means, who sets and who checks it, and where that is written.
type Entry struct {
	Name    string
	Class   Class
	Meaning string // at most 20 words
	SetBy   string
	Checked string // who checks it
	Spec    string
	Links   bool // two messages with the same value belong to one flow
	Token   bool // may be a JWT, whose header and claims are shown
	URL     bool // shown without its query
	Known   bool // false for the entry of an unknown name
}

// Lookup gives the entry of a name. An unknown one is masked like a credential.
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

func cookieEntry(name string) Entry {
	return Entry{
		Name: name, Class: Credential, SetBy: "the server of this host", Checked: "the server of this host", Spec: "RFC 6265 §4",
		Meaning: "A cookie: what the browser keeps for this host and sends back to it.", Known: isPlainName(name),
	}
}

// Entries lists the dictionary, parameters first.
func Entries() []Entry { return append(append([]Entry(nil), parameters...), headers...) }

var (
	paramEntries  = index(parameters)
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
