package authorize

import (
	"strings"
)

// responseMode is how the answer goes back, the error of an unknown mode too.
func responseMode(p parameters, redirectURI string) string {
	if mode := p.Get("response_mode"); mode == modeFormPost && !p.repeats("response_mode") && knownMode(mode, redirectURI) {
		return modeFormPost
	}
	return modeQuery
}

// knownMode tells whether an answer can go to the URI in that mode: a form is
// posted to a web server, not to a private-use scheme.
func knownMode(mode, redirectURI string) bool {
	switch mode {
	case "", modeQuery:
		return true
	case modeFormPost:
		return strings.HasPrefix(redirectURI, "https://") || strings.HasPrefix(redirectURI, "http://")
	}
	return false
}
