package trace

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"quartet.example/shared/patience"
)

// The roles that send and receive messages. Service is any other program.
const (
	Browser        = "browser"
	Client         = "client"
	AuthServer     = "authserver"
	ResourceServer = "resourceserver"
	Inspector      = "inspector"
	Service        = "service"
)

// The further parties of a lab: the attacker, targets without some defences, an authorization server that
// the client knows beside the one of the stack, and an app on the computer of the user (RFC 8252).
const (
	Attacker    = "attacker"
	NaiveClient = "naive-client"
	NaiveAS     = "naive-as"
	NaiveAPI    = "naive-api"
	OtherAS     = "other-as"
	NativeApp   = "native-app"
)

// named are the senders that a request may name.
var named = []string{Browser, Client, AuthServer, ResourceServer, Inspector, Attacker, NaiveClient, NaiveAS, NaiveAPI, OtherAS, NativeApp}

// Hosts maps each host[:port] that a service calls to the role that answers there.
type Hosts map[string]string

func (h Hosts) role(host string) string {
	if role, ok := h[host]; ok {
		return role
	}
	return Service
}

// callerOf returns the role that sent a request. Use it for labels only, because a program can
// forge these headers. A page cannot: the browser adds the Sec-Fetch-* headers itself.
func callerOf(h http.Header) string {
	if h.Get("Sec-Fetch-Site") != "" {
		return Browser
	}
	if role := senderIn(h.Get(tracestate)); role != "" {
		return role
	}
	if len(h[traceparent]) == 0 && looksLikeBrowser(h) {
		return Browser
	}
	return Service
}

// looksLikeBrowser recognizes browsers that send no Sec-Fetch-* headers, as on plain http hosts
// other than loopback (Fetch Metadata §2), and tests that act as a browser.
func looksLikeBrowser(h http.Header) bool {
	return strings.HasPrefix(h.Get("User-Agent"), "Mozilla/") || strings.Contains(h.Get("Accept"), "text/html")
}

func senderIn(state string) string {
	for member := range strings.SplitSeq(state, ",") {
		role, ours := strings.CutPrefix(strings.TrimSpace(member), vendor)
		if ours && slices.Contains(named, role) {
			return role
		}
	}
	return ""
}

// isUnheld reports whether the sender of a message has a lock open (patience.Unheld).
func isUnheld(h http.Header) bool { return strings.HasSuffix(h.Get(tracestate), unheld) }

// stateOf returns the header tracestate of a message that a service sends.
func stateOf(ctx context.Context, service string) string {
	if patience.IsUnheld(ctx) {
		return vendor + service + unheld
	}
	return vendor + service
}

func channelOf(from string) Channel {
	if from == Browser {
		return Front
	}
	return Back
}
