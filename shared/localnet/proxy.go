package localnet

import (
	"net/http"
	"net/url"
)

// proxyForOthers returns the proxy of the environment, or none for *.localhost.
func proxyForOthers(r *http.Request) (*url.URL, error) {
	if IsLocal(r.URL.Hostname()) {
		return nil, nil
	}
	return http.ProxyFromEnvironment(r)
}
