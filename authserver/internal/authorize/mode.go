package authorize

import (
	"strings"
)

// responseMode is how the response is sent, also the error about an unknown mode.
func responseMode(p parameters, redirectURI string) string {
	if mode := p.Get("response_mode"); mode == modeFormPost && !p.repeats("response_mode") && knownMode(mode, redirectURI) {
		return modeFormPost
	}
	return modeQuery
}

// knownMode reports whether a response can be sent to the URI in that mode: a form can be posted
// to a web server, not to a private-use scheme.
func knownMode(mode, redirectURI string) bool {
	switch mode {
	case "", modeQuery:
		return true
	case modeFormPost:
		return strings.HasPrefix(redirectURI, "https://") || strings.HasPrefix(redirectURI, "http://")
	}
	return false
}
