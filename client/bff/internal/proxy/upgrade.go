package proxy

import (
	"net/http"
	"strings"

	"quartet.example/client/bff/internal/checks"
)

// refuseWebSocket refuses a handshake (RFC 6455 §4.1) with an error that says so. It is the first
// check: a handshake never has the header that pages send, and the error about that header would
// mislead a developer.
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
