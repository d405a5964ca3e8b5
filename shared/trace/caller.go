package trace

import (
	"net/http"
	"slices"
	"strings"
)

// The names of those who speak. Service is any other program.
const (
	Browser        = "browser"
	Client         = "client"
	AuthServer     = "authserver"
	ResourceServer = "resourceserver"
	Inspector      = "inspector"
	Service        = "service"
)

// Hosts names the role behind each host[:port] that a service calls.
type Hosts map[string]string

func (h Hosts) role(host string) string {
	if role, ok := h[host]; ok {
		return role
	}
	return Service
}

// callerOf tells who sent a request. It is for labels only: the headers can be
// forged, but a page cannot remove the Sec-Fetch-* that its browser adds.
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

// looksLikeBrowser is for browsers on plain http hosts other than loopback,
// which get no Sec-Fetch-* (Fetch Metadata §2), and for tests that play one.
func looksLikeBrowser(h http.Header) bool {
	return strings.HasPrefix(h.Get("User-Agent"), "Mozilla/") || strings.Contains(h.Get("Accept"), "text/html")
}

func senderIn(state string) string {
	for member := range strings.SplitSeq(state, ",") {
		role, ours := strings.CutPrefix(strings.TrimSpace(member), vendor)
		if ours && slices.Contains([]string{Client, AuthServer, ResourceServer, Inspector}, role) {
			return role
		}
	}
	return ""
}

func channelOf(from string) Channel {
	if from == Browser {
		return Front
	}
	return Back
}
