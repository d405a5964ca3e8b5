package trace

import (
	"net/http"
	"regexp"
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
	Stops   string // the attack that it stops, "" if it stops none
	Spec    string
	Group   Group
	Links   bool // random by design, so two messages with the same value belong to one flow
	Token   bool // may be a JWT, whose header and claims are shown without the signature
	URL     bool // shown without its query
	Known   bool // false for the entry of an unknown name
	print   bool // has a fingerprint, although the value is the same in several flows
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

// ourCookies matches the names of the cookies that client and authorization server set, whatever
// prefix the settings give them. A sign-in cookie has 16 characters of the hash of its state.
var ourCookies = regexp.MustCompile(`^__Host-quartet-(?:[a-z0-9-]{1,20}-)?(session|browser|known|login)(?:-[A-Za-z0-9_-]{16})?$`)

// cookies are the cookies of this project, each for all of its services.
var cookies = []Entry{
	{Name: "session cookie", Class: Credential, Links: true, Meaning: "The browser's session at this host. At the client, the tokens stay behind it.", SetBy: theHost, Checked: theHost, Stops: "tokens in the browser, where an injected script could read them", Spec: "RFC 10017 §6.1.3.2"},
	{Name: "browser cookie", Class: Credential, print: true, Meaning: "Names the browser. Forms are bound to it, and a new session replaces the one that it had.", SetBy: theHost, Checked: theHost, Stops: "forms of one browser that another one sends", Spec: "RFC 9700 §4.7"},
	// Not in Links: a cookie that is left over would connect this flow to another sign-in.
	{Name: "sign-in cookie", Class: Credential, Meaning: "Binds one sign-in, by its state, to the browser that began it.", SetBy: theHost, Checked: theHost, Stops: "login CSRF: a victim who is signed in to the attacker's account", Spec: "RFC 9700 §4.7"},
	{Name: "known-browser cookie", Class: Credential, Meaning: "Says which accounts have signed in with this browser. It signs nobody in.", SetBy: theAS, Checked: theAS, Stops: "guessing passwords, and locking a user out by wrong guesses", Spec: "RFC 6749 §10.10"},
	{Name: "cookie of another program", Class: Credential, Meaning: "A cookie: what the browser keeps for this host and sends back to it.", SetBy: theHost, Checked: theHost, Spec: "RFC 6265 §4"},
}

// Cookies returns the cookies of the dictionary. Their names say what they are for; Lookup takes
// the name on the wire, and returns it in the entry.
func Cookies() []Entry { return grouped(CookieGroup, cookies) }

// CookieTerm returns the name in Cookies for the name of a cookie on the wire.
func CookieTerm(name string) string { return cookieOf(name).Name }

func cookieOf(name string) Entry {
	purpose := ourCookies.FindStringSubmatch(name)
	if purpose == nil {
		return cookies[4]
	}
	return cookies[slices.Index([]string{"session", "browser", "login", "known"}, purpose[1])]
}

func cookieEntry(name string) Entry {
	e := cookieOf(name)
	e.Name, e.Group, e.Known = name, CookieGroup, ourCookies.MatchString(name) || isPlainName(strings.TrimPrefix(name, "__Host-"))
	return e
}

// Group is the part of the glossary that an entry belongs to.
type Group string

// The groups, in the order of the glossary. A parameter that a server sets first is listed with the
// responses, also if a later request repeats it.
const (
	Tokens      Group = "Tokens and codes"
	Requests    Group = "Parameters of requests"
	Responses   Group = "Parameters of responses"
	Claims      Group = "Claims"
	JOSE        Group = "JOSE headers and keys"
	Headers     Group = "HTTP headers"
	CookieGroup Group = "Cookies"
	Metadata    Group = "Metadata"
	Own         Group = "Pages and API of this project"
)

// groupOf returns the group of a parameter.
func groupOf(e Entry) Group {
	switch {
	case e.Token, slices.Contains([]string{"code", "refresh_token", "device_code"}, e.Name):
		return Tokens
	case strings.HasPrefix(e.SetBy, theAS), e.SetBy == "the server":
		return Responses
	}
	return Requests
}

// Entries returns the whole dictionary, headers last.
func Entries() []Entry { return slices.Concat(byParam, byHeader) }

var (
	byParam = slices.Concat(
		grouped("", parameters), grouped(Claims, claims), grouped(JOSE, joseHeaders), grouped(Metadata, metadata), grouped(Own, own),
	)
	byHeader = grouped(Headers, headers)

	paramEntries  = index(byParam)
	headerEntries = index(byHeader)
)

// grouped returns the entries, each with its group: g, or the one of groupOf if g is "".
func grouped(g Group, entries []Entry) []Entry {
	entries = slices.Clone(entries)
	for i, e := range entries {
		entries[i].Group, entries[i].Known = g, true
		if g == "" {
			entries[i].Group = groupOf(e)
		}
	}
	return entries
}

func index(entries []Entry) map[string]Entry {
	byName := make(map[string]Entry, len(entries))
	for _, e := range entries {
		byName[e.Name] = e
	}
	return byName
}
