package naive

import (
	"cmp"
	"net/http"
	"net/url"
	"strings"
)

// local returns where the sign-in leads: a path of this application.
func (c *Client) local(to string) string {
	if !isLocal(to) && !c.Holes.AnyReturn {
		return "/"
	}
	return cmp.Or(to, "/")
}

// isLocal reports whether an address is a path of this application, or "".
func isLocal(to string) bool {
	return to == "" || strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "//") && !strings.ContainsAny(to, "\\\t\r\n")
}

// leave sends the browser to the address in return_to, with all other parameters: a page that counts who
// leaves the application.
func (c *Client) leave(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if err := c.Defences.require(r.Context(), "client.return_to.local", isLocal(q.Get("return_to"))); err != nil {
		writeRefusal(w, err)
		return
	}
	to, err := url.Parse(c.local(q.Get("return_to")))
	if err != nil {
		http.Error(w, "the address is not acceptable", http.StatusBadRequest)
		return
	}
	q.Del("return_to")
	to.RawQuery = q.Encode()
	w.Header().Set("Location", to.String())
	w.WriteHeader(http.StatusSeeOther)
}
