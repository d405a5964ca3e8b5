package proxy

import (
	"net/http"
	"strings"

	"quartet.example/client/bff/internal/checks"
)

// refuseWebSocket says no to a handshake (RFC 6455 §4.1), and why. It comes
// first, for the developer who tries: a handshake never has our header, and the
// answer would be that this is missing.
func refuseWebSocket(r *http.Request) error {
	return checks.ProxyUpgrade.Require(r.Context(), !opensWebSocket(r.Header))
}

func opensWebSocket(h http.Header) bool {
	for _, line := range h.Values("Upgrade") {
		for protocol := range strings.SplitSeq(line, ",") {
			name, _, _ := strings.Cut(strings.TrimSpace(protocol), "/") // RFC 9110 §7.8: name/version
			if strings.EqualFold(name, "websocket") {
				return true
			}
		}
	}
	return false
}
