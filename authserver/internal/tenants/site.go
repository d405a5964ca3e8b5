package tenants

import (
	"fmt"
	"net/http"
	"net/url"

	"quartet.example/shared/localnet"
)

// ofOtherSite returns an error if the browser says that a page of another site sent the request, unless
// the person sees the answer, or the page is from this machine: an application under development. Programs
// send none of these headers.
func ofOtherSite(h http.Header) error {
	switch site, origin := h.Get("Sec-Fetch-Site"), h.Get("Origin"); {
	case site == "same-origin", site == "none":
		return nil
	case origin != "":
		if from, err := url.Parse(origin); err != nil || !localnet.IsLoopback(from.Hostname()) {
			return fmt.Errorf("the header Origin is %q", origin)
		}
	case site != "" && !opensPage(h):
		return fmt.Errorf("the header Sec-Fetch-Site is %q, and Sec-Fetch-Dest %q", site, h.Get("Sec-Fetch-Dest"))
	}
	return nil
}

// opensPage reports whether the answer replaces the page that the person sees (Fetch Metadata §2.1): it is
// no image and no frame, and the browser does not load it in advance.
func opensPage(h http.Header) bool {
	return h.Get("Sec-Fetch-Dest") == "document" && h.Get("Sec-Purpose") == ""
}
