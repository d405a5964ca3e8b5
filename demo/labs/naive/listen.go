package naive

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"

	"quartet.example/shared/localnet"
)

// Listen listens on a loopback address. For any other address it returns an error.
func Listen(ctx context.Context, address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	if !localnet.IsLoopback(host) {
		return nil, fmt.Errorf("%q is not a loopback address, and this program is vulnerable on purpose", address)
	}
	return (&net.ListenConfig{}).Listen(ctx, "tcp", address)
}

// arrivedOnLoopback reports whether the request was received on a loopback address, whoever listens there, and
// under a name of this machine: another name means that a website points it here (DNS rebinding).
func arrivedOnLoopback(r *http.Request) bool {
	local, _ := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	host := (&url.URL{Host: r.Host}).Hostname()
	return local != nil && local.IP.IsLoopback() && (localnet.IsLocal(host) || localnet.IsLoopback(host))
}
