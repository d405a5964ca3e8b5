package login

import (
	"net/http"
	"strings"

	"quartet.example/shared/oauth"
)

// missingCookie explains a request whose login cookie is missing: by the host under which the page
// was opened, and by what the browser says of the request. It names no cookie values.
func (h *Handler) missingCookie(r *http.Request) oauth.Mismatch {
	m := oauth.Mismatch{Note: h.whyMissing(r)}
	if !strings.EqualFold(r.Host, h.Chrome.Host) {
		m.Name, m.Sent, m.Expected, m.As = "host", r.Host, []string{h.Chrome.Host}, "expected"
	}
	return m
}

func (h *Handler) whyMissing(r *http.Request) string {
	switch others := h.countLogins(r); {
	case !strings.EqualFold(r.Host, h.Chrome.Host):
		return "A cookie belongs to one host. This page was opened under another host than that of the application, such as localhost in place of app.localhost, so the browser did not send the cookie. Always use " + h.Chrome.Host + "."
	case others == 0 && r.Header.Get("Sec-Fetch-Site") == "cross-site" && r.Header.Get("Sec-Fetch-Dest") != "document" && r.Header.Get("Sec-Fetch-Dest") != "":
		return "The cookie is SameSite=Lax: the browser sends it with a navigation of the whole window only. This request of another site was not one, but came from a frame or a script."
	case others == 0:
		return "The host is right, but the browser sent no cookie of a sign-in. The sign-in was started in another browser or in a private window, or its cookie was deleted or is older than the time for a sign-in (ten minutes by default)."
	default:
		return "The browser sent cookies of other sign-ins, but not of this one: the value of state in the address was changed, or this sign-in was started in another browser."
	}
}

// countLogins returns how many sign-ins are in progress in this browser.
func (h *Handler) countLogins(r *http.Request) (n int) {
	for _, c := range r.Cookies() {
		if strings.HasPrefix(c.Name, h.Cookie.Name(transaction)) {
			n++
		}
	}
	return n
}
