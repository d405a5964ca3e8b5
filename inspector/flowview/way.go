package flowview

import (
	"fmt"
	"strings"

	"quartet.example/shared/trace"
)

// Meaning says what the value is for, in the words of the dictionary, or "" if it has no entry.
func (t Thread) Meaning() string { return t.entry().Meaning }

func (t Thread) entry() trace.Entry {
	if t.isCookie() {
		return trace.Lookup(trace.InCookie, t.Name)
	}
	return trace.Lookup("", t.Name)
}

func (t Thread) isCookie() bool { return strings.HasPrefix(t.Name, "__Host-") }

// Way returns where the value was created and how it went on, for example "Created by the
// authorization server in message 5, seen by the browser in message 6, redeemed at the token endpoint
// in message 7".
func (t Thread) Way() string {
	parts := []string{t.origin()}
	for rest := t.Uses[1:]; len(rest) > 0; {
		how, n := t.passage(rest[0]), 1
		for n < len(rest) && t.passage(rest[n]) == how {
			n++
		}
		parts = append(parts, how+" in "+Numbered(rest[:n]))
		rest = rest[n:]
	}
	return strings.Join(parts, ", ")
}

// origin says where the value was seen first. A role creates a value in a response; what it first
// sends in a request, such as the code verifier, it may have created before.
func (t Thread) origin() string {
	first := t.Uses[0]
	where := fmt.Sprintf("%s in message %d", role(first.by()), first.Hop.N)
	switch {
	case first.Response && (t.isCookie() || strings.Contains(t.entry().SetBy, role(first.by()))):
		return "Created by the " + where
	case first.Response || first.Hop.Channel == trace.Front:
		return "First sent by the " + where
	}
	return fmt.Sprintf("First sent by the %s to the %s in message %d", role(first.by()), endpoint(first), first.Hop.N)
}

// passage says how a message passes the value on.
func (t Thread) passage(u Use) string {
	switch {
	case u.Hop.Channel == trace.Front && t.isCookie():
		return "sent by the browser"
	case u.Hop.Channel == trace.Front:
		return "seen by the browser"
	case u.Response && u.Within != "":
		return "returned inside the " + words(u.Within)
	case u.Response:
		return "returned by the " + role(u.Hop.To)
	case u.Within != "":
		return "inside the " + words(u.Within) + " for the " + endpoint(u)
	}
	return t.verb() + " the " + endpoint(u)
}

// verb says what a request to a server does with the value.
func (t Thread) verb() string {
	switch t.Name {
	case "code":
		return "redeemed at"
	case "refresh_token":
		return "used at"
	case "access_token":
		return "presented to"
	}
	return "sent to"
}

// words returns the name of a token as text.
func words(name string) string {
	if name == "id_token" {
		return "ID token"
	}
	return strings.ReplaceAll(name, "_", " ")
}

// endpoint names the receiver of a request: an endpoint of the authorization server, or a role.
func endpoint(u Use) string {
	if u.Hop.To == trace.AuthServer {
		switch u.Hop.Path() {
		case "/token":
			return "token endpoint"
		case "/par":
			return "pushed authorization request endpoint"
		case "/userinfo":
			return "userinfo endpoint"
		case "/introspect":
			return "introspection endpoint"
		case "/revoke":
			return "revocation endpoint"
		}
	}
	return role(u.Hop.To)
}

// role returns the name of a sender or receiver within a sentence.
func role(key string) string {
	if key == trace.Service {
		return "other program"
	}
	return strings.ToLower(Party(key))
}
